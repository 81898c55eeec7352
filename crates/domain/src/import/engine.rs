//! From a grid to a report and to values that can be written. The same file, the same fixes and the
//! same school give the same report.

use super::{
    FileRefused, Fixes, Mapping,
    grid::{Grid, SheetRow},
    header::{self, Header},
    lines::{self, Looks},
    report::{Cleaned, Cleaning, Difference, Problem, ProblemKind, Report},
    row::{self, Line, Row},
    table::{Field, Kind, Table},
};
use crate::values::Day;

/// More rows than this are no list of one school.
pub const MOST_ROWS: usize = 20_000;

/// What an area knows about its rows.
pub trait Check {
    type Value;

    /// See all rows before the first is checked, for what only the whole file tells.
    fn survey(&mut self, _lines: &[Line<'_>]) {}

    /// Check one row and say what it would do. A row with an error is refused, whatever this answers.
    fn check(&mut self, row: &mut Row<'_, '_>) -> Outcome<Self::Value>;
}

/// What a row would do to the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<V> {
    New(V),
    Changed(V, Vec<Difference>),
    Same(V),
    Refused,
}

impl<V> Outcome<V> {
    pub fn value(&self) -> Option<&V> {
        match self {
            Self::New(value) | Self::Changed(value, _) | Self::Same(value) => Some(value),
            Self::Refused => None,
        }
    }
}

/// A row of data and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedRow<V> {
    pub number: u32,
    pub outcome: Outcome<V>,
}

/// A checked file. Skipped rows are not among `rows`.
#[derive(Clone, Debug)]
pub struct Checked<V> {
    pub report: Report,
    pub header: Header,
    pub rows: Vec<CheckedRow<V>>,
}

/// What to check: a file, and what a person decided about it.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub file: &'a str,
    pub grid: &'a Grid,
    pub mapping: Option<&'a Mapping>,
    pub fixes: &'a Fixes,
}

/// Check every row of a file against an area's table.
pub fn check<C: Check>(
    request: Request<'_>,
    table: &Table,
    area: &mut C,
) -> Result<Checked<C::Value>, FileRefused> {
    let Request {
        file,
        grid,
        mapping,
        fixes,
    } = request;
    let header = header::find(grid, table, mapping)?;
    let mut report = Report {
        file: file.to_owned(),
        sheet: grid.sheet.clone(),
        header_row: header.row,
        ..Report::default()
    };
    for (number, text) in lines::banners(grid, &header) {
        report
            .cleaned
            .push(aside(number, &text, Cleaning::BannerRow));
    }
    let data = data_rows(grid, &header, &mut report)?;
    report.rows = data.len();
    let reader = Reader {
        table,
        header: &header,
        fixes,
    };
    let kept = data
        .into_iter()
        .filter(|row| !fixes.skipped.contains(&row.number));
    let mut notes: Vec<Notes> = Vec::with_capacity(report.rows);
    let mut found: Vec<Line<'_>> = Vec::with_capacity(report.rows);
    for row in kept {
        let mut own = Notes::default();
        found.push(reader.read(row, &mut own));
        notes.push(own);
    }
    report.skipped = report.rows - found.len();
    area.survey(&found);
    let mut rows = Vec::with_capacity(found.len());
    for (line, notes) in found.iter().zip(notes) {
        let mut row = Row {
            line,
            table,
            header: &header,
            problems: notes.problems,
            cleaned: notes.cleaned,
        };
        let answer = area.check(&mut row);
        let outcome = if row.has_errors() {
            Outcome::Refused
        } else {
            answer
        };
        count(&mut report, &outcome);
        report.problems.append(&mut row.problems);
        report.cleaned.append(&mut row.cleaned);
        rows.push(CheckedRow {
            number: line.number,
            outcome,
        });
    }
    Ok(Checked {
        report,
        header,
        rows,
    })
}

fn count<V>(report: &mut Report, outcome: &Outcome<V>) {
    match outcome {
        Outcome::New(_) => report.new += 1,
        Outcome::Changed(..) => report.changed += 1,
        Outcome::Same(_) => report.same += 1,
        Outcome::Refused => return,
    }
    report.ready += 1;
}

fn data_rows<'g>(
    grid: &'g Grid,
    header: &Header,
    report: &mut Report,
) -> Result<Vec<&'g SheetRow>, FileRefused> {
    let mut data = Vec::new();
    for row in grid.rows.iter().skip(header.index() + 1) {
        match lines::looks(row, header) {
            Looks::Data => data.push(row),
            Looks::Blank => {}
            Looks::Aside(what) => {
                let text = lines::first_text(row).unwrap_or_default();
                report.cleaned.push(aside(row.number, &text, what));
            }
        }
    }
    match data.len() {
        0 => Err(FileRefused::NoData {
            header_row: header.row,
        }),
        found if found > MOST_ROWS => Err(FileRefused::TooManyRows {
            found,
            limit: MOST_ROWS,
        }),
        _ => Ok(data),
    }
}

fn aside(row: u32, text: &str, what: Cleaning) -> Cleaned {
    let (column, field, to) = (String::new(), String::new(), String::new());
    Cleaned {
        row,
        column,
        field,
        from: row::shorten(text),
        to,
        what,
    }
}

#[derive(Default)]
struct Notes {
    problems: Vec<Problem>,
    cleaned: Vec<Cleaned>,
}

/// Turns sheet rows into lines: fixes laid over, cells cleaned, what every table demands checked.
struct Reader<'a> {
    table: &'a Table,
    header: &'a Header,
    fixes: &'a Fixes,
}

impl<'a> Reader<'a> {
    fn read(&self, row: &'a SheetRow, notes: &mut Notes) -> Line<'a> {
        let mended = self.fixes.texts.get(&row.number);
        let mut line = Line {
            number: row.number,
            cells: vec![None; self.table.columns.len()],
            spoilt: Vec::new(),
        };
        for (at, column) in self.table.columns.iter().enumerate() {
            let field = Field(at);
            let fix = mended.and_then(|fields| fields.get(column.key));
            let read = match (fix, self.header.position_of(field)) {
                (Some(text), _) => super::cell::read_text(text, column.kind),
                (None, Some(position)) => row
                    .cells
                    .get(position)
                    .and_then(|cell| super::cell::read(cell, column.kind)),
                (None, None) => None,
            };
            let fault = self.fault(field, read.as_ref());
            if let Some(read) = read {
                if let Some(what) = read.cleaning {
                    let raw = self.raw(row, field, fix);
                    notes.cleaned.push(row::cleaned(
                        self.table,
                        self.header,
                        (row.number, field),
                        (&raw, &read.text),
                        what,
                    ));
                }
                if let Some(cell) = line.cells.get_mut(at) {
                    *cell = Some(read.text);
                }
            }
            if let Some((kind, expected, advice)) = fault {
                let found = line.text(field).unwrap_or_default();
                let mut problem =
                    row::problem(self.table, self.header, (row.number, field), kind, found);
                (problem.expected, problem.advice) = (expected, advice);
                notes.problems.push(problem);
                line.spoilt.push(field);
            }
        }
        line
    }

    fn raw(&self, row: &SheetRow, field: Field, fix: Option<&String>) -> String {
        let cell = self
            .header
            .position_of(field)
            .and_then(|position| row.cells.get(position));
        let own = match cell {
            Some(super::grid::Cell::Text(text)) => text.clone(),
            Some(cell) => super::cell::shown(cell),
            None => String::new(),
        };
        fix.cloned().unwrap_or(own)
    }

    fn fault(
        &self,
        field: Field,
        read: Option<&super::cell::Read<'_>>,
    ) -> Option<(ProblemKind, String, String)> {
        let column = self.table.column(field)?;
        let name = column.name;
        let Some(read) = read else {
            let fault = (
                ProblemKind::Missing,
                format!("{name}不能空着。"),
                format!("请补上{name}。"),
            );
            return column.required.then_some(fault);
        };
        if let Some(kind) = read.spoilt {
            return Some(spoilt(kind, name));
        }
        let length = read.text.chars().count();
        if length > column.longest {
            let expected = format!("最多 {} 个字，这里有 {length} 个。", column.longest);
            return Some((ProblemKind::TooLong, expected, format!("请缩短{name}。")));
        }
        if column.kind != Kind::Date {
            return None;
        }
        let why = read.text.parse::<Day>().err()?;
        Some((
            ProblemKind::NotADate,
            why.to_string(),
            "请改成 2008-05-18 这样的日期。".to_owned(),
        ))
    }
}

fn spoilt(kind: ProblemKind, name: &str) -> (ProblemKind, String, String) {
    if kind == ProblemKind::PrecisionLost {
        let expected = "表格软件只保留 15 位数字，后几位已丢失。".to_owned();
        return (
            kind,
            expected,
            format!("请把这一列设为文本格式，重新填{name}。"),
        );
    }
    (
        kind,
        "单元格里是出错的公式。".to_owned(),
        format!("请直接填写{name}的内容。"),
    )
}
