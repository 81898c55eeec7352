//! Workbooks of our own making, opened again by another reader.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use documents::sheets::list::{List, Value, workbook};
use documents::sheets::wrong_rows::{WrongCell, wrong_rows};
use domain::import::grid::{Cell, Format, Grid, SheetRow};

use crate::books::{number, text};

fn cells(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn words(list: &[&str]) -> Vec<Data> {
    list.iter().map(|&word| Data::String(word.into())).collect()
}

fn roster() -> Grid {
    let row = |number, cells: &[Cell]| SheetRow {
        number,
        cells: cells.to_vec(),
    };
    Grid {
        sheet: "名册:2022".into(),
        format: Format::Xlsx,
        rows: vec![
            row(1, &[text("学生信息汇总表")]),
            row(3, &[text("姓名"), text("身份证号"), text("班级")]),
            row(
                4,
                &[text("麦一"), text("990000200706250032"), text("22会计1班")],
            ),
            row(
                5,
                &[text("=HYPERLINK(\"x\")"), number("9.900002007120102e17")],
            ),
            row(
                9,
                &[text("+86 麦三"), text("990000200706250059"), text("@班")],
            ),
        ],
    }
}

#[test]
fn only_the_wrong_rows_come_back_with_notes() {
    let wrong = |row, column, advice: &str| WrongCell {
        row,
        column,
        advice: advice.into(),
    };
    let bytes = wrong_rows(
        &roster(),
        3,
        &[
            wrong(5, 1, "身份证号丢了后几位，请按证件重新填写。"),
            wrong(5, 2, "班级没有填，请填写。"),
            wrong(9, 1, "校验位应为 X，请核对。"),
            wrong(9, 1, "与第 4 行重复。"),
        ],
    )
    .unwrap();
    let found = cells(&bytes);
    assert_eq!(found.len(), 3);
    assert_eq!(found[0], words(&["姓名", "身份证号", "班级"]));
    assert_eq!(
        found[1][..2],
        words(&["=HYPERLINK(\"x\")", "9.900002007120102e17"])
    );
    assert_eq!(found[2], words(&["+86 麦三", "990000200706250059", "@班"]));
    let notes = part(&bytes, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ").count(), 3);
    assert!(notes.contains("校验位应为 X，请核对。\n与第 4 行重复。"));
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && !sheet.contains("<v>9.9"));
    assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn mended_rows_can_be_uploaded_again() {
    let wrong = [WrongCell {
        row: 9,
        column: 0,
        advice: "请核对。".into(),
    }];
    let bytes = wrong_rows(&roster(), 3, &wrong).unwrap();
    let again =
        documents::sheets::read(&bytes, "x.xlsx", &documents::sheets::Limits::default()).unwrap();
    assert_eq!(again.sheet, "名册2022");
    assert_eq!(again.rows[1].cells[2], text("@班"));
}

#[test]
fn a_list_prints_on_a4_with_its_header_on_every_page() {
    let list = List {
        title: "22会计1班 报名表".into(),
        note: "班级=22会计1班，共 2 人".into(),
        header: ["学号", "姓名", "总分", "缴费"].map(str::to_owned).into(),
        rows: vec![
            vec![
                "G1".into(),
                "麦𬭎".into(),
                Value::Number(785, 1),
                Value::Number(12_050, 2),
            ],
            vec![
                "-2".into(),
                "=1+1".into(),
                Value::Number(60, 0),
                Value::Empty,
            ],
        ],
    };
    let bytes = workbook(&list).unwrap();
    let found = cells(&bytes);
    assert_eq!(found[2], words(&["学号", "姓名", "总分", "缴费"]));
    assert_eq!(found[3][2..], [Data::Float(78.5), Data::Float(120.5)]);
    assert_eq!(
        found[4],
        [
            &words(&["-2", "=1+1"])[..],
            &[Data::Float(60.0), Data::Empty]
        ]
        .concat()
    );
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for wanted in [
        r#"<autoFilter ref="A3:D5"/>"#,
        r#"ySplit="3""#,
        r#"paperSize="9""#,
        r#"orientation="landscape""#,
        r#"fitToHeight="0""#,
    ] {
        assert!(sheet.contains(wanted), "{wanted}");
    }
    assert!(!sheet.contains("<f>"));
    assert!(part(&bytes, "xl/workbook.xml").contains("Print_Titles"));
}
