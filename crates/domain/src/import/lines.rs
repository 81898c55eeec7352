//! Rows that are no data: banners over the header, notes, totals, signatures, the header again.

use super::{
    cell,
    grid::{Cell, Grid, SheetRow},
    header::Header,
    report::Cleaning,
};

/// What a row is, by its looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looks {
    Data,
    Blank,
    Aside(Cleaning),
}

const SIGNATURES: &[&str] = &[
    "制表人",
    "填表人",
    "填报人",
    "审核人",
    "复核人",
    "经办人",
    "经手人",
    "负责人",
    "联系人",
    "班主任",
    "班主任签名",
    "班主任签字",
    "单位负责人",
    "学籍管理员",
    "校长",
    "校长签字",
    "制表",
    "审核",
    "复核",
    "学校盖章",
    "单位盖章",
    "学校（盖章）",
    "单位（盖章）",
    "系部（盖章）",
    "填表单位",
    "填报单位",
    "日期",
    "填表日期",
    "制表日期",
    "填报日期",
    "填表时间",
    "填报时间",
    "制表时间",
    "打印时间",
    "打印日期",
    "上报时间",
];
const NOTES: &[&str] = &[
    "注",
    "备注",
    "说明",
    "填表说明",
    "填写说明",
    "填报说明",
    "提示",
];
const EXAMPLES: &[&str] = &["示例", "样例", "填写示例", "示例行"];
const TOTALS: &[&str] = &["合计", "总计", "小计", "共计", "总人数", "合计人数"];
const DEMANDS: &[&str] = &["必填", "选填", "可选", "非必填", "必填项", "选填项"];

/// The rows above the header that hold something.
pub(super) fn banners<'g>(
    grid: &'g Grid,
    header: &Header,
) -> impl Iterator<Item = (u32, String)> + use<'g> {
    let above = grid.rows.iter().take(header.index());
    above.filter_map(|row| first_text(row).map(|text| (row.number, text)))
}

/// Tell a row of data from the others.
pub(super) fn looks(row: &SheetRow, header: &Header) -> Looks {
    let (mut known, mut filled) = (0, 0);
    for column in header
        .columns
        .iter()
        .filter(|column| column.field.is_some())
    {
        known += 1;
        let cell = row.cells.get(column.position);
        filled += usize::from(cell.is_some_and(|cell| !cell::is_blank(cell)));
    }
    if filled == 0 {
        return Looks::Blank;
    }
    let first = row.cells.iter().find(|cell| !cell::is_blank(cell));
    // Nearly all rows end here: what sets a row aside begins with a word.
    let Some(Cell::Text(first)) = first else {
        return Looks::Data;
    };
    let first: String = first.chars().filter(|c| !c.is_whitespace()).collect();
    if repeats(row, header) {
        return Looks::Aside(Cleaning::HeaderRow);
    }
    if EXAMPLES.iter().any(|word| is_label(&first, word)) || demands(row) {
        return Looks::Aside(Cleaning::NoteRow);
    }
    // A full row is data, whatever its first cell begins with.
    if filled == known && known > 2 {
        return Looks::Data;
    }
    let total = |word: &&str| first.strip_prefix(*word).is_some_and(no_name);
    if SIGNATURES.iter().any(|word| is_label(&first, word)) {
        Looks::Aside(Cleaning::SignatureRow)
    } else if NOTES.iter().any(|word| is_label(&first, word)) || remark(&first, filled, known) {
        Looks::Aside(Cleaning::NoteRow)
    } else if TOTALS.iter().any(total) {
        Looks::Aside(Cleaning::TotalRow)
    } else {
        Looks::Data
    }
}

pub(super) fn first_text(row: &SheetRow) -> Option<String> {
    row.cells
        .iter()
        .find(|cell| !cell::is_blank(cell))
        .map(cell::shown)
}

/// `制表人：…` with the colon in either width, or the word alone in its cell.
fn is_label(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['：', ':']))
}

/// `合计12人` is a total; someone may be called 合计明.
fn no_name(rest: &str) -> bool {
    !rest.starts_with(char::is_alphabetic)
}

/// One sentence alone in a row of a table with many columns.
fn remark(text: &str, filled: usize, known: usize) -> bool {
    let sentence = text.contains(['。', '：', ':', '，', ',']) && text.chars().count() >= 12;
    filled == 1 && known > 3 && sentence
}

/// A row under the header that says of each column whether it must be filled.
fn demands(row: &SheetRow) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell::is_blank(cell));
    filled.all(|cell| matches!(cell, Cell::Text(text) if DEMANDS.contains(&text.trim_matches(['（', '）', '(', ')', ' ']))))
}

/// The header printed again at the top of each page.
fn repeats(row: &SheetRow, header: &Header) -> bool {
    let mut same = 0;
    for column in &header.columns {
        let Some(cell) = row
            .cells
            .get(column.position)
            .filter(|cell| !cell::is_blank(cell))
        else {
            continue;
        };
        let written: String = cell::shown(cell).split_whitespace().collect();
        if written != column.name {
            return false;
        }
        same += 1;
    }
    same >= 2
}
