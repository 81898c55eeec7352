//! A row as a check sees it: cleaned cells by field, and a place to say what is wrong.

use std::borrow::Cow;

use super::{
    header::Header,
    report::{Cleaned, Cleaning, Problem, ProblemKind, Severity},
    table::{Field, Kind, Table},
};
use crate::values::mask;

/// The cleaned cells of one row; `None` is an empty cell or a column the file lacks.
#[derive(Debug)]
pub struct Line<'g> {
    pub number: u32,
    pub(super) cells: Vec<Option<Cow<'g, str>>>,
    /// Fields that already have an error, so that checks do not add a second one.
    pub(super) spoilt: Vec<Field>,
}

impl Line<'_> {
    /// The cell's text. A cell that already has an error is there too; see [`Line::sound`].
    pub fn text(&self, field: Field) -> Option<&str> {
        self.cells.get(field.0)?.as_deref()
    }

    /// Whether the engine found nothing wrong with the cell.
    pub fn sound(&self, field: Field) -> bool {
        !self.spoilt.contains(&field)
    }

    /// The text of a cell that is filled and sound.
    pub fn sound_text(&self, field: Field) -> Option<&str> {
        if self.sound(field) {
            self.text(field)
        } else {
            None
        }
    }
}

/// A row under check.
pub struct Row<'a, 'g> {
    pub line: &'a Line<'g>,
    pub(super) table: &'a Table,
    pub(super) header: &'a Header,
    pub(super) problems: Vec<Problem>,
    pub(super) cleaned: Vec<Cleaned>,
}

impl Row<'_, '_> {
    pub fn number(&self) -> u32 {
        self.line.number
    }

    /// The text of a cell that is filled and sound.
    pub fn text(&self, field: Field) -> Option<&str> {
        self.line.sound_text(field)
    }

    pub fn has_column(&self, field: Field) -> bool {
        self.header.name_of(field).is_some()
    }

    /// The row cannot be written because of this cell. `found` is the cell's text, masked where needed.
    pub fn error(
        &mut self,
        field: Field,
        kind: ProblemKind,
        expected: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.problem(field, kind, Severity::Error, expected.into(), advice.into());
    }

    /// The row can be written, but someone should look at this cell.
    pub fn warning(
        &mut self,
        field: Field,
        kind: ProblemKind,
        expected: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.problem(
            field,
            kind,
            Severity::Warning,
            expected.into(),
            advice.into(),
        );
    }

    /// The row cannot be written beside another row of the file.
    pub fn error_beside(
        &mut self,
        other: u32,
        field: Field,
        kind: ProblemKind,
        expected: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.error(field, kind, expected, advice);
        if let Some(problem) = self.problems.last_mut() {
            problem.other_row = Some(other);
        }
    }

    /// Say that a cell is read as `to`.
    pub fn cleaned(&mut self, field: Field, to: &str, what: Cleaning) {
        let from = self.line.text(field).unwrap_or_default();
        let entry = cleaned(
            self.table,
            self.header,
            (self.line.number, field),
            (from, to),
            what,
        );
        self.cleaned.push(entry);
    }

    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }

    fn problem(
        &mut self,
        field: Field,
        kind: ProblemKind,
        severity: Severity,
        expected: String,
        advice: String,
    ) {
        let found = self.line.text(field).unwrap_or_default();
        let mut problem = problem(
            self.table,
            self.header,
            (self.line.number, field),
            kind,
            found,
        );
        problem.severity = severity;
        problem.expected = expected;
        problem.advice = advice;
        self.problems.push(problem);
    }
}

/// An error at a cell, its words still to come.
pub(super) fn problem(
    table: &Table,
    header: &Header,
    at: (u32, Field),
    kind: ProblemKind,
    found: &str,
) -> Problem {
    let (row, field) = at;
    let shown = shorten(&shown(table, field, found));
    Problem {
        row,
        column: column_name(table, header, field),
        field: table
            .column(field)
            .map_or("", |column| column.key.as_ref())
            .to_owned(),
        kind,
        severity: Severity::Error,
        found: if shown.is_empty() {
            "空白".to_owned()
        } else {
            shown
        },
        expected: String::new(),
        advice: String::new(),
        other_row: None,
    }
}

pub(super) fn cleaned(
    table: &Table,
    header: &Header,
    at: (u32, Field),
    change: (&str, &str),
    what: Cleaning,
) -> Cleaned {
    let (row, field) = at;
    Cleaned {
        row,
        column: column_name(table, header, field),
        field: table
            .column(field)
            .map_or("", |column| column.key.as_ref())
            .to_owned(),
        from: shorten(&shown(table, field, change.0)),
        to: shown(table, field, change.1),
        what,
    }
}

fn column_name(table: &Table, header: &Header, field: Field) -> String {
    let own = table
        .column(field)
        .map_or("", |column| column.name.as_ref());
    header.name_of(field).unwrap_or(own).to_owned()
}

fn shown(table: &Table, field: Field, text: &str) -> String {
    match table.column(field).map(|column| column.kind) {
        Some(Kind::Secret) => mask(text),
        _ => text.to_owned(),
    }
}

/// Enough of a cell to find it; a report does not repeat a cell of ten megabytes.
pub(super) fn shorten(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
