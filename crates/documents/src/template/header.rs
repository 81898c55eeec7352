//! Finding the header row, where the data begin, and whether somebody has filled the sheet already.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use domain::registration::mapping::Field;

use super::sheet::{Layout, Row};
use super::workbook::Sheet;
use super::xml::Area;
use super::{COLUMNS, Refused};

/// How far down a header may stand.
const LOOKED: u32 = 40;
/// One header alone may stand in any title or note.
const FEWEST: usize = 2;

/// A sheet with a header row and how sure that is.
pub(super) struct Found {
    pub(super) sheet: usize,
    pub(super) row: u32,
    pub(super) recognised: usize,
}

/// The sheet with the most headers we know, and the others that have as many.
pub(super) fn choose(
    sheets: &[Sheet],
    layouts: &[Layout],
) -> Result<(Found, Vec<String>), Refused> {
    let mut found: Vec<Found> = layouts
        .iter()
        .enumerate()
        .filter_map(|(sheet, layout)| {
            let (row, recognised) = best_row(layout)?;
            (recognised >= FEWEST).then_some(Found {
                sheet,
                row,
                recognised,
            })
        })
        .collect();
    let rank = |found: &Found| {
        let sheet = sheets.get(found.sheet);
        let visible = sheet.is_some_and(|sheet| sheet.visible);
        let example = sheet.is_some_and(|sheet| {
            ["示例", "样例", "样表", "说明"]
                .iter()
                .any(|word| sheet.name.contains(word))
        });
        Reverse((visible, found.recognised, !example))
    };
    found.sort_by_key(rank);
    let Some(best) = found.first().map(rank) else {
        return Err(too_wide(sheets, layouts).unwrap_or(Refused::NoHeader { looked: LOOKED }));
    };
    let rivals = found
        .iter()
        .skip(1)
        .filter(|found| rank(found) == best)
        .filter_map(|found| sheets.get(found.sheet).map(|sheet| sheet.name.clone()))
        .collect();
    let chosen = found
        .into_iter()
        .next()
        .ok_or(Refused::NoHeader { looked: LOOKED })?;
    Ok((chosen, rivals))
}

/// A sheet with far more columns than any template is refused for that.
fn too_wide(sheets: &[Sheet], layouts: &[Layout]) -> Option<Refused> {
    let last = |layout: &Layout| {
        let cells = layout.rows.iter().flat_map(|row| &row.cells);
        let filled = cells.filter(|cell| !cell.text.trim().is_empty());
        filled
            .map(|cell| cell.column)
            .max()
            .and_then(|column| usize::try_from(column).ok())
    };
    let wide = sheets.iter().zip(layouts).find_map(|(sheet, layout)| {
        Some((sheet, last(layout).filter(|columns| *columns > COLUMNS)?))
    });
    wide.map(|(sheet, columns)| Refused::TooWide {
        sheet: sheet.name.clone(),
        columns,
        limit: COLUMNS,
    })
}

fn best_row(layout: &Layout) -> Option<(u32, usize)> {
    layout
        .rows
        .iter()
        .take_while(|row| row.number <= LOOKED)
        .map(|row| {
            let fields: BTreeSet<Field> = row
                .cells
                .iter()
                .filter_map(|cell| Field::of_header(&cell.text))
                .collect();
            (row.number, fields.len())
        })
        .max_by_key(|(number, fields)| (*fields, Reverse(*number)))
}

/// The last row of the header and its columns with their texts, left to right.
///
/// Where 姓名 is merged over two rows and 证件 stands over 证件类型 and 证件号码, the lower words are the headers.
pub(super) fn columns(layout: &Layout, row: u32) -> (u32, Vec<(u32, String)>) {
    let is_header = |column: u32, row: u32| {
        layout
            .row(row)
            .is_some_and(|row| !row.text(column).is_empty())
    };
    let bottom = layout
        .merges
        .iter()
        .filter(|merge| {
            merge.left == merge.right
                && merge.has(merge.left, row)
                && is_header(merge.left, merge.top)
        })
        .map(|merge| merge.bottom.min(row.saturating_add(3)))
        .max()
        .unwrap_or(row);
    let block = layout
        .rows
        .iter()
        .filter(|found| (row..=bottom).contains(&found.number));
    let mut numbers: BTreeSet<u32> = block
        .flat_map(|row| row.cells.iter().map(|cell| cell.column))
        .collect();
    numbers.extend(
        layout
            .merges
            .iter()
            .filter(|merge| merge.has(merge.left, row))
            .map(|merge| merge.left),
    );
    let columns = numbers
        .into_iter()
        .filter_map(|column| Some((column, header_text(layout, column, row, bottom)?)))
        .collect();
    (bottom, columns)
}

fn header_text(layout: &Layout, column: u32, row: u32, bottom: u32) -> Option<String> {
    let standing = (row..=bottom)
        .rev()
        .filter_map(|row| layout.row(row))
        .map(|row| row.text(column))
        .find(|text| !text.is_empty());
    let merged = || {
        let above = layout.merges.iter().find(|merge| {
            merge.left == column && merge.right == column && merge.has(column, row)
        })?;
        Some(layout.row(above.top)?.text(column)).filter(|text| !text.is_empty())
    };
    let own = standing.or_else(merged).map(one_line)?;
    Some(under_group(layout, column, (row, bottom), own))
}

/// 号码 under 证件 is 证件号码, and 姓名 under 家长 is the parent's.
fn under_group(layout: &Layout, column: u32, (row, bottom): (u32, u32), own: String) -> String {
    let spans = |merge: &&Area| {
        merge.right > merge.left
            && merge.has_column(column)
            && merge.bottom < bottom
            && merge.bottom >= row.saturating_sub(1)
    };
    let group = layout
        .merges
        .iter()
        .filter(spans)
        .max_by_key(|merge| merge.top);
    let group = group.and_then(|merge| Some(one_line(layout.row(merge.top)?.text(merge.left))));
    let Some(group) = group.filter(|group| !group.is_empty()) else {
        return own;
    };
    let whole = format!("{group}{own}");
    let by_group = Field::of_header(&whole);
    let is_guardians = matches!(by_group, Some(Field::GuardianName | Field::GuardianPhone));
    let alone = Field::of_header(&own).is_some();
    if is_guardians || (!alone && by_group.is_some()) {
        whole
    } else {
        own
    }
}

/// A header that wraps in its cell is still one name.
fn one_line(text: &str) -> String {
    let glue = if text.is_ascii() { " " } else { "" };
    text.lines().map(str::trim).collect::<Vec<_>>().join(glue)
}

/// The rows under the header that may be filled.
pub(super) struct Room {
    pub(super) first: u32,
    /// The last free row when a signature line or a note stands under the rows.
    pub(super) last: Option<u32>,
    /// Example and hint rows right under the header, which stay.
    pub(super) hints: Vec<u32>,
}

/// Where to fill; refused when rows already hold somebody's data.
pub(super) fn room(
    sheet: &str,
    layout: &Layout,
    bottom: u32,
    headers: &[(u32, String)],
) -> Result<Room, Refused> {
    let mut room = Room {
        first: bottom.saturating_add(1),
        last: None,
        hints: Vec::new(),
    };
    let about_people = about_people(headers);
    let wide = wide_merges(layout);
    let mut held: Option<(u32, &str, String)> = None;
    let mut rows = 0_usize;
    for row in layout.rows.iter().filter(|row| row.number > bottom) {
        let example = row.number == room.first && held.is_none() && is_invented(row, headers);
        if example || is_note(row, headers, &wide) {
            if row.number == room.first && held.is_none() {
                room.hints.push(row.number);
                room.first = row.number.saturating_add(1);
                continue;
            }
            room.last = row.number.checked_sub(1);
            break;
        }
        if let Some((header, found)) = first_value(row, &about_people) {
            rows = rows.saturating_add(1);
            held.get_or_insert((row.number, header, short(found)));
        }
    }
    match held {
        None => Ok(room),
        Some((first, header, found)) => Err(Refused::HoldsData {
            sheet: sheet.to_owned(),
            first,
            rows,
            header: header.to_owned(),
            found,
        }),
    }
}

/// The columns in which a value means that somebody was entered.
///
/// Platforms number the rows and enter the school or the kind of document beforehand.
fn about_people(headers: &[(u32, String)]) -> Vec<(u32, &str)> {
    const PERSONAL: [Field; 5] = [
        Field::Name,
        Field::IdNumber,
        Field::RollNumber,
        Field::SchoolNumber,
        Field::Phone,
    ];
    let headers = headers
        .iter()
        .map(|(column, header)| (*column, header.as_str(), Field::of_header(header)));
    let (personal, others): (Vec<_>, Vec<_>) =
        headers.partition(|(_, _, field)| field.is_some_and(|field| PERSONAL.contains(&field)));
    let chosen = if personal.is_empty() {
        others
    } else {
        personal
    };
    chosen
        .into_iter()
        .filter(|(_, _, field)| *field != Some(Field::Sequence))
        .map(|(column, header, _)| (column, header))
        .collect()
}

/// The first thing somebody entered; formulas are the template's own.
fn first_value<'a>(row: &'a Row, headers: &[(u32, &'a str)]) -> Option<(&'a str, &'a str)> {
    headers.iter().find_map(|(column, header)| {
        let cell = row
            .cells
            .iter()
            .find(|cell| cell.column == *column && !cell.formula)?;
        Some((*header, cell.text.trim())).filter(|(_, text)| !text.is_empty())
    })
}

/// Row → left columns of merges over three columns and more.
fn wide_merges(layout: &Layout) -> BTreeMap<u32, Vec<u32>> {
    let mut wide: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for merge in &layout.merges {
        if merge.right.saturating_sub(merge.left) >= 2 {
            wide.entry(merge.top).or_default().push(merge.left);
        }
    }
    wide
}

const NOTE_WORDS: [&str; 16] = [
    "示例", "样例", "例如", "例：", "例:", "举例", "必填", "选填", "填写", "说明", "注：", "注:",
    "填表", "制表", "签字", "盖章",
];
/// Hints are short or merged; longer texts are not searched.
const LONGEST_HINT: usize = 600;

fn is_note(row: &Row, headers: &[(u32, String)], wide: &BTreeMap<u32, Vec<u32>>) -> bool {
    let is_under = |column: u32| headers.iter().any(|(header, _)| *header == column);
    let hints = |text: &str| {
        !text.is_empty()
            && text.len() <= LONGEST_HINT
            && NOTE_WORDS.iter().any(|word| text.contains(word))
    };
    let says_so = row
        .cells
        .iter()
        .any(|cell| hints(&cell.text) && is_under(cell.column));
    let spans = wide.get(&row.number).is_some_and(|merges| {
        merges
            .iter()
            .any(|left| is_under(*left) && !row.text(*left).is_empty())
    });
    says_so || spans
}

/// The names people invent for an example.
const INVENTED: [&str; 12] = [
    "张三",
    "李四",
    "王五",
    "赵六",
    "张某",
    "李某",
    "某某",
    "张某某",
    "小明",
    "XXX",
    "xxx",
    "×××",
];

/// A first row about a person nobody is called like shows how to fill; it stays as the platform made it.
fn is_invented(row: &Row, headers: &[(u32, String)]) -> bool {
    headers
        .iter()
        .filter(|(_, header)| Field::of_header(header) == Some(Field::Name))
        .any(|(column, _)| INVENTED.contains(&row.text(*column)))
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(12).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
