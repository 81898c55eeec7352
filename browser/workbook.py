"""Reopen a workbook with openpyxl and print what is in it as JSON.

    workbook.py FILE            what FILE holds
    workbook.py --blank FILE    write a blank with everything that filling must leave alone
    workbook.py --rows FILE ROWS
                                write a roster: ROWS is JSON, a list of rows of texts

openpyxl shares no code with OneX and refuses what it cannot read, so it is the second opinion on
every workbook that OneX fills.
"""

import datetime
import json
import sys

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation


def plain(value):
    if isinstance(value, (datetime.date, datetime.datetime, datetime.time)):
        return value.isoformat()
    return value


def cell(one):
    return {
        "value": plain(one.value),
        "type": one.data_type,
        "format": one.number_format,
        "font": [one.font.name, one.font.sz, bool(one.font.b)],
        "fill": one.fill.fgColor.rgb if one.fill.fill_type else None,
        "note": one.comment.text if one.comment else None,
    }


def sheet(one):
    rules = one.data_validations.dataValidation
    return {
        "name": one.title,
        "state": one.sheet_state,
        "merged": sorted(str(area) for area in one.merged_cells.ranges),
        "lists": sorted([str(rule.sqref), rule.type, rule.formula1, rule.formula2] for rule in rules),
        "hidden_columns": sorted(key for key, size in one.column_dimensions.items() if size.hidden),
        "widths": {key: size.width for key, size in sorted(one.column_dimensions.items())},
        "freeze": one.freeze_panes,
        "cells": {
            place.coordinate: cell(place)
            for row in one.iter_rows()
            for place in row
            if place.value is not None or place.comment
        },
    }


def read(path):
    book = openpyxl.load_workbook(path)
    json.dump({"sheets": [sheet(one) for one in book.worksheets]}, sys.stdout, ensure_ascii=False)


def blank(path):
    book = openpyxl.Workbook()
    form = book.active
    form.title = "报名表"
    form.merge_cells("A1:D1")
    form["A1"] = "考生报名信息表"
    form["A1"].font = Font(name="黑体", size=16, bold=True)
    form["A1"].alignment = Alignment(horizontal="center")
    for column, header in enumerate(["姓名", "性别", "证件号码", "内部编号"], start=1):
        head = form.cell(row=2, column=column, value=header)
        head.fill = PatternFill("solid", fgColor="FFD9E1F2")
    form["C2"].comment = Comment("证件号码按文本填写", "平台")
    form.column_dimensions["D"].hidden = True
    form.freeze_panes = "A3"
    choice = DataValidation(type="list", formula1='"男,女"', allow_blank=True)
    length = DataValidation(type="textLength", operator="between", formula1="15", formula2="18")
    for rule, area in ((choice, "B3:B500"), (length, "C3:C500")):
        form.add_data_validation(rule)
        rule.add(area)
    words = book.create_sheet("字典")
    words["A1"] = "男"
    words["A2"] = "女"
    words.sheet_state = "hidden"
    book.save(path)


def roster(path, rows):
    book = openpyxl.Workbook()
    form = book.active
    form.title = "名册"
    for row in json.loads(rows):
        form.append(row)
    book.save(path)


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "--rows":
        roster(sys.argv[2], sys.argv[3])
        sys.exit(0)
    if len(sys.argv) == 3 and sys.argv[1] == "--blank":
        blank(sys.argv[2])
    elif len(sys.argv) == 2:
        read(sys.argv[1])
    else:
        sys.exit(__doc__)
