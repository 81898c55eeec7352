//! From a row of the sheet to a line: fixes laid over, cells cleaned, and what every table demands of
//! its cells checked.

use super::{
    Fixes,
    cell::{self, Read},
    grid::{Cell, SheetRow},
    header::Header,
    report::{Cleaned, Cleaning, Problem, ProblemKind},
    row::{self, Line},
    table::{Column, Field, Kind, Table},
};
use crate::values::{Day, PartOfDay};

/// What reading a row found, before the area looks at it.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) problems: Vec<Problem>,
    pub(super) cleaned: Vec<Cleaned>,
}

/// Reads the rows of one file.
pub(super) struct Reader<'a> {
    table: &'a Table,
    header: &'a Header,
    fixes: &'a Fixes,
    positions: Vec<Option<usize>>,
}

/// Kind, what is expected, what to do.
type Fault = (ProblemKind, String, String);

impl<'a> Reader<'a> {
    pub(super) fn new(table: &'a Table, header: &'a Header, fixes: &'a Fixes) -> Self {
        let fields = (0..table.columns.len()).map(Field);
        let positions = fields.map(|field| header.position_of(field)).collect();
        Self {
            table,
            header,
            fixes,
            positions,
        }
    }

    pub(super) fn read(&self, row: &'a SheetRow, notes: &mut Notes) -> Line<'a> {
        let mended = self.fixes.texts.get(&row.number);
        let mut line = Line {
            number: row.number,
            cells: Vec::new(),
            spoilt: Vec::new(),
        };
        line.cells.reserve(self.table.columns.len());
        for (at, (column, position)) in self.table.columns.iter().zip(&self.positions).enumerate() {
            let cell = position.and_then(|position| row.cells.get(position));
            let fix = mended.and_then(|fields| fields.get(column.key.as_ref()));
            let read = match fix {
                Some(text) => cell::read_text(text, column.kind),
                None => cell.and_then(|cell| cell::read(cell, column.kind)),
            };
            let place = (row.number, Field(at));
            let read = read.map(|read| says_nothing(column, read));
            self.note_cleaning(place, read.as_ref(), || raw(cell, fix), notes);
            let read = read.filter(|read| !read.text.is_empty() || read.spoilt.is_some());
            let fault = fault(column, read.as_ref());
            line.cells.push(read.map(|read| read.text));
            if let Some(fault) = fault {
                let found = line.text(Field(at)).unwrap_or_default();
                notes.problems.push(self.problem(place, found, fault));
                line.spoilt.push(Field(at));
            }
        }
        line
    }

    fn note_cleaning(
        &self,
        place: (u32, Field),
        read: Option<&Read<'_>>,
        raw: impl Fn() -> String,
        notes: &mut Notes,
    ) {
        let Some((read, what)) = read.and_then(|read| Some((read, read.cleaning?))) else {
            return;
        };
        let change = (raw(), &read.text);
        let entry = row::cleaned(self.table, self.header, place, (&change.0, change.1), what);
        notes.cleaned.push(entry);
    }

    fn problem(&self, place: (u32, Field), found: &str, fault: Fault) -> Problem {
        let (kind, expected, advice) = fault;
        let problem = row::problem(self.table, self.header, place, kind, found);
        Problem {
            expected,
            advice,
            ..problem
        }
    }
}

/// A stroke or 无 where a cell may be empty is an empty cell.
fn says_nothing<'r>(column: &Column, read: Read<'r>) -> Read<'r> {
    const NOTHING: [&str; 16] = [
        "-", "--", "—", "——", "－", "/", "／", "\\", "无", "暂无", "没有", "N/A", "n/a", "NA",
        "null", "NULL",
    ];
    if column.required || read.spoilt.is_some() || !NOTHING.contains(&read.text.as_ref()) {
        return read;
    }
    Read {
        text: "".into(),
        cleaning: Some(Cleaning::NothingSaid),
        spoilt: None,
    }
}

/// The cell as it was, spaces and all.
fn raw(cell: Option<&Cell>, fix: Option<&String>) -> String {
    match (fix, cell) {
        (Some(text), _) | (None, Some(Cell::Text(text))) => text.clone(),
        (None, Some(cell)) => cell::shown(cell),
        (None, None) => String::new(),
    }
}

fn fault(column: &Column, read: Option<&Read<'_>>) -> Option<Fault> {
    let name = column.name.as_ref();
    let Some(read) = read else {
        let expected = || format!("{name}不能空着。");
        let fault = || (ProblemKind::Missing, expected(), format!("请补上{name}。"));
        return column.required.then(fault);
    };
    if let Some(kind) = read.spoilt {
        return Some(spoilt(kind, name, &read.text));
    }
    // A character has at least one byte, so most cells need no counting.
    if read.text.len() > column.longest {
        let length = read.text.chars().count();
        if length > column.longest {
            let expected = format!("最多 {} 个字，这里有 {length} 个。", column.longest);
            return Some((ProblemKind::TooLong, expected, format!("请缩短{name}。")));
        }
    }
    if column.kind != Kind::Date {
        return None;
    }
    let why = read.text.parse::<Day>().err()?;
    if column.partial && PartOfDay::read(&read.text).is_some() {
        return None;
    }
    let advice = "请改成 2008-05-18 这样的日期。".to_owned();
    Some((ProblemKind::NotADate, why.to_string(), advice))
}

fn spoilt(kind: ProblemKind, name: &str, found: &str) -> Fault {
    if kind == ProblemKind::PrecisionLost {
        let expected = "表格软件只保留 15 位数字，后几位已丢失。".to_owned();
        return (
            kind,
            expected,
            format!("请把这一列设为文本格式，重新填{name}。"),
        );
    }
    if found.starts_with('=') {
        let expected = "公式的结果没有存在文件里。".to_owned();
        let advice = "请用 WPS 或 Excel 打开，保存一次再导入。".to_owned();
        return (kind, expected, advice);
    }
    (
        kind,
        "单元格里是出错的公式。".to_owned(),
        format!("请直接填写{name}的内容。"),
    )
}
