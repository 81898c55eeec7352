//! Files as schools send them, with invented people.

use domain::values::IdNumber;
use rust_xlsxwriter::Workbook;

use crate::support::invented_identity;

/// The header of the platform, as far as the tests need it.
pub(super) const HEADER: [&str; 9] = [
    "学籍号",
    "姓名",
    "性别",
    "身份证号",
    "年级",
    "专业代码",
    "班级",
    "学生状态",
    "手机",
];

/// A person of the n-th invented identity number, in 23会计1班.
pub(super) struct Person {
    pub(super) cells: [String; 9],
}

pub(super) fn person(n: u32) -> Person {
    let number = invented_identity(n);
    Person {
        cells: [
            format!("G{}", number.as_str()),
            format!("麦同学{n}"),
            number.sex().to_string(),
            number.as_str().to_owned(),
            "2023".to_owned(),
            "730301".to_owned(),
            "23会计1班".to_owned(),
            "在读".to_owned(),
            format!("138{n:08}"),
        ],
    }
}

impl Person {
    pub(super) fn with(mut self, column: &str, value: &str) -> Self {
        let at = HEADER.iter().position(|name| *name == column).unwrap();
        self.cells[at] = value.to_owned();
        self
    }
}

/// The same number with another check character.
pub(super) fn misprinted(number: &IdNumber) -> String {
    let (body, last) = number.as_str().split_at(17);
    format!("{body}{}", if last == "0" { '1' } else { '0' })
}

pub(super) fn csv(people: &[Person]) -> Vec<u8> {
    let mut text = HEADER.join(",");
    for person in people {
        text.push('\n');
        text.push_str(&person.cells.join(","));
    }
    text.into_bytes()
}

/// A workbook with the rows on one sheet, under a banner.
pub(super) fn workbook(people: &[Person]) -> Vec<u8> {
    let mut book = Workbook::new();
    sheet(&mut book, "在校生", people);
    book.save_to_buffer().unwrap()
}

pub(super) fn two_sheets(first: &[Person], second: &[Person]) -> Vec<u8> {
    let mut book = Workbook::new();
    sheet(&mut book, "一年级", first);
    sheet(&mut book, "二年级", second);
    book.save_to_buffer().unwrap()
}

fn sheet(book: &mut Workbook, name: &str, people: &[Person]) {
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    sheet
        .write_string(0, 0, "示范职业技术学校学生名册")
        .unwrap();
    for (at, column) in (0..).zip(HEADER) {
        sheet.write_string(2, at, column).unwrap();
    }
    for (line, person) in (3..).zip(people) {
        for (at, cell) in (0..).zip(&person.cells) {
            sheet.write_string(line, at, cell).unwrap();
        }
    }
}
