//! A roster of invented students, as schools export it: seventeen cells a row.

use std::path::Path;

use chrono::{Days, NaiveDate};
use domain::values::IdNumber;
use rust_xlsxwriter::Workbook;

use crate::Outcome;

/// The columns of the roster.
pub(crate) const HEADER: [&str; 17] = [
    "学籍号",
    "姓名",
    "性别",
    "民族",
    "出生日期",
    "证件类型",
    "证件号码",
    "年级",
    "系部",
    "专业组",
    "专业代码",
    "专业名称",
    "班级",
    "学生状态",
    "联系电话",
    "监护人姓名",
    "监护人电话",
];

const SURNAMES: [char; 20] = [
    '陈', '李', '黄', '张', '梁', '林', '何', '刘', '吴', '罗', '杨', '周', '郑', '叶', '曾', '冯',
    '谢', '邓', '苏', '蔡',
];
const GIVEN: [char; 16] = [
    '俊', '杰', '诗', '琪', '婉', '婷', '志', '鹏', '文', '博', '子', '涵', '思', '远', '晓', '彤',
];
const MAJORS: [(&str, &str, &str, &str, &str); 4] = [
    ("财经系", "会计专业组", "730301", "会计事务", "会计"),
    ("财经系", "金融专业组", "730201", "金融事务", "金融"),
    ("商贸系", "电商专业组", "730701", "电子商务", "电商"),
    ("商贸系", "物流专业组", "730801", "物流服务与管理", "物流"),
];

/// The nth student's cells.
pub(crate) fn row(nth: u32) -> Option<[String; 17]> {
    let born = NaiveDate::from_ymd_opt(2006, 9, 1)? + Days::new(u64::from(nth / 900));
    let order = 1 + nth % 900;
    let body = format!("990000{}{order:03}", born.format("%Y%m%d"));
    let number = format!("{body}{}", IdNumber::check_character(&body)?);
    let at = |list: &[char], step: u32| {
        usize::try_from(nth / step)
            .ok()
            .and_then(|at| list.get(at % list.len()).copied())
    };
    let name: String = [at(&SURNAMES, 1)?, at(&GIVEN, 20)?, at(&GIVEN, 320)?]
        .into_iter()
        .collect();
    let class = nth / 50;
    let (faculty, group, code, major, word) = MAJORS.get(usize::try_from(class % 4).ok()?)?;
    let text = |text: &str| text.to_owned();
    Some([
        format!("G{number}"),
        name.clone(),
        text(if order % 2 == 1 { "男" } else { "女" }),
        text("汉族"),
        born.format("%Y-%m-%d").to_string(),
        text("居民身份证"),
        number,
        text("2023"),
        text(faculty),
        text(group),
        text(code),
        text(major),
        format!("23{word}{}班", class / 4 + 1),
        text("在读"),
        format!("138{nth:08}"),
        format!("{name}父"),
        format!("139{nth:08}"),
    ])
}

/// Write a roster of so many students.
pub(crate) fn roster(path: &Path, count: u32) -> Outcome {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in (0..).zip(HEADER) {
        sheet.write_string(0, column, title)?;
    }
    for nth in 0..count {
        for (column, text) in (0..).zip(row(nth).ok_or("the calendar ended")?) {
            sheet.write_string(nth + 1, column, text)?;
        }
    }
    Ok(book.save(path)?)
}
