//! Templates of several makes, filled and read again by another reader.

mod filling;
mod finding;
mod guarding;
mod texts;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use domain::registration::mapping::{Field, Values};
use rust_xlsxwriter::{
    ConditionalFormatText, ConditionalFormatTextRule, DataValidation, Format, FormatAlign, Formula,
    Note, Workbook,
};

use super::*;

/// What a platform puts into a template: banner, notes, stars, drop-downs, a comment, a hidden column, a dictionary.
fn rich(styled_rows: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let banner = Format::new().set_bold().set_align(FormatAlign::Center);
    let head = Format::new().set_bold().set_background_color("#D9E1F2");
    let text = Format::new().set_num_format("@");
    let centred = Format::new().set_align(FormatAlign::Center);
    let sheet = book.add_worksheet();
    sheet.set_name("考生信息").unwrap();
    sheet
        .merge_range(0, 0, 0, 8, "考生报名信息导入模板", &banner)
        .unwrap();
    sheet
        .merge_range(
            1,
            0,
            1,
            8,
            "填写须知：1.带*为必填项；2.证件号码为文本格式",
            &centred,
        )
        .unwrap();
    let headers = [
        "序号",
        "姓名*",
        "证件类型*",
        "证件号码*",
        "学校标识码",
        "专业代码*",
        "报考等级*",
        "民族",
        "备注",
    ];
    for (column, header) in (0..).zip(headers) {
        sheet.write_with_format(2, column, header, &head).unwrap();
    }
    for row in 3..3 + styled_rows {
        sheet.set_row_height(row, 21).unwrap();
        sheet.write_blank(row, 3, &text).unwrap();
        sheet.write_blank(row, 8, &centred).unwrap();
    }
    sheet.set_column_hidden(4).unwrap();
    sheet.set_column_format(5, &text).unwrap();
    sheet
        .insert_note(2, 3, &Note::new("18 位，末位 X 大写"))
        .unwrap();
    let types = DataValidation::new()
        .allow_list_strings(&["居民身份证", "护照"])
        .unwrap();
    sheet.add_data_validation(3, 2, 4_999, 2, &types).unwrap();
    let majors = DataValidation::new().allow_list_formula(Formula::new("='字 典'!$A$2:$A$3"));
    sheet.add_data_validation(3, 5, 4_999, 5, &majors).unwrap();
    let levels = DataValidation::new().allow_list_formula(Formula::new("=等级表"));
    sheet.add_data_validation(3, 6, 4_999, 6, &levels).unwrap();
    let red = ConditionalFormatText::new()
        .set_rule(ConditionalFormatTextRule::Contains("错".into()))
        .set_format(Format::new().set_font_color("#FF0000"));
    sheet.add_conditional_format(3, 0, 4_999, 8, &red).unwrap();
    sheet.set_freeze_panes(3, 2).unwrap();
    let dictionary = book.add_worksheet();
    dictionary.set_name("字 典").unwrap();
    for (row, (code, level)) in (0..).zip([
        ("专业代码", "等级"),
        ("730301", "初级"),
        ("730201", "中级"),
        ("", "高级"),
    ]) {
        dictionary.write(row, 0, code).unwrap();
        dictionary.write(row, 1, level).unwrap();
    }
    book.define_name("等级表", "='字 典'!$B$2:$B$4").unwrap();
    book.save_to_buffer().unwrap()
}

/// Headers in the first row, nothing below.
fn plain(headers: &[&str]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(headers) {
        sheet.write(0, column, *header).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn person(number: usize) -> Values {
    [
        (Field::Name, format!("甲{number}")),
        (Field::IdType, "居民身份证".into()),
        (Field::IdNumber, format!("99000020080101{number:04}")),
        (Field::MajorCode, "730301".into()),
        (Field::Level, "中级".into()),
        (Field::Nation, "汉族".into()),
    ]
    .into_iter()
    .collect()
}

fn people(count: usize) -> Vec<Values> {
    (1..=count).map(person).collect()
}

fn filled(template: &[u8], rows: Vec<Values>) -> Filled {
    let blank = inspect(template).unwrap();
    fill(template, &blank, &blank.guess(), rows).unwrap()
}

/// Every cell of a sheet's rows as another reader sees them; all must be text.
fn texts(bytes: &[u8], sheet: &str) -> BTreeMap<(u32, u32), String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let (top, left) = range.start().unwrap();
    let mut texts = BTreeMap::new();
    for (row, column, data) in range.used_cells() {
        let Data::String(text) = data else {
            panic!("row {row} column {column} is {data:?}, not text");
        };
        let (row, column) = (
            u32::try_from(row).unwrap() + top + 1,
            u32::try_from(column).unwrap() + left + 1,
        );
        texts.insert((row, column), text.clone());
    }
    texts
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            (entry.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let found = parts(bytes)
        .into_iter()
        .find(|(part, _)| part == name)
        .unwrap();
    String::from_utf8(found.1).unwrap()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
