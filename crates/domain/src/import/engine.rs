//! From a grid to a report and to values that can be written. The same file, the same fixes and the
//! same school give the same report.

use super::{
    FileRefused, Fixes, Mapping,
    grid::{Grid, SheetRow},
    header::{self, Header},
    lines::{self, Looks},
    read::{Notes, Reader},
    report::{Cleaned, Cleaning, Difference, Report},
    row::{self, Line, Row},
    table::Table,
};

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
    let data = data_rows(grid, table, &header, &mut report)?;
    report.rows = data.len();
    let reader = Reader::new(table, &header, fixes);
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
    table: &Table,
    header: &Header,
    report: &mut Report,
) -> Result<Vec<&'g SheetRow>, FileRefused> {
    let mut data = Vec::new();
    let sight = lines::Sight::new(grid, table, header);
    for row in grid.rows.iter().skip(header.ends()) {
        match sight.looks(row, data.is_empty()) {
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
