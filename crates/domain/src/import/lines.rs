//! Rows that are no data: banners over the header, notes, totals, signatures, the header again.

use super::{
    cell,
    grid::{Grid, SheetRow},
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

const SIGNATURES: [&str; 17] = [
    "制表人",
    "填表人",
    "填报人",
    "审核人",
    "复核人",
    "经办人",
    "经手人",
    "负责人",
    "制表",
    "审核",
    "班主任签名",
    "班主任签字",
    "单位负责人",
    "校长签字",
    "学校盖章",
    "填表日期",
    "制表日期",
];
const NOTES: [&str; 9] = [
    "注",
    "备注",
    "说明",
    "填表说明",
    "填写说明",
    "提示",
    "示例",
    "样例",
    "填报说明",
];
const TOTALS: [&str; 6] = ["合计", "总计", "小计", "共计", "总人数", "合计人数"];

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
    let mapped = header
        .columns
        .iter()
        .filter(|column| column.field.is_some());
    let filled = mapped
        .filter(|column| {
            row.cells
                .get(column.position)
                .is_some_and(|cell| !cell::is_blank(cell))
        })
        .count();
    if filled == 0 {
        return Looks::Blank;
    }
    let known = header
        .columns
        .iter()
        .filter(|column| column.field.is_some())
        .count();
    // A full row is data, whatever its first cell begins with.
    if filled == known && known > 2 && !repeats(row, header) {
        return Looks::Data;
    }
    let Some(first) = first_text(row) else {
        return Looks::Data;
    };
    let first: String = first.chars().filter(|c| !c.is_whitespace()).collect();
    if SIGNATURES.iter().any(|word| labels(&first, word)) {
        return Looks::Aside(Cleaning::SignatureRow);
    }
    if NOTES.iter().any(|word| labels(&first, word))
        || (filled == 1 && known > 3 && is_sentence(&first))
    {
        return Looks::Aside(Cleaning::NoteRow);
    }
    if TOTALS.iter().any(|word| {
        first
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()))
    }) {
        return Looks::Aside(Cleaning::TotalRow);
    }
    if repeats(row, header) {
        Looks::Aside(Cleaning::HeaderRow)
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

/// `制表人：…` with the colon, in either width.
fn labels(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| rest.starts_with(['：', ':']))
}

fn is_sentence(text: &str) -> bool {
    text.chars().count() >= 12 && text.contains(['。', '：', ':', '，', ','])
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
