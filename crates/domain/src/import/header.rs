//! Which row names the columns, and which column is which of our fields.

use std::{collections::BTreeMap, fmt::Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    cell,
    grid::{Grid, SheetRow},
    heading,
    naming::{self, Names},
    refused::FileRefused,
    table::{Field, Table},
};

/// A header stands near the top: under banners and notes, above the data.
const SEARCHED_ROWS: usize = 40;
/// A sheet with more columns than this is no list of people.
pub const MOST_COLUMNS: usize = 200;

/// The header row as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The sheet's own row number.
    pub row: u32,
    pub columns: Vec<HeaderCell>,
    /// Where each field of the table stands in `columns`.
    by_field: Vec<Option<usize>>,
    /// The rows it stands in, within the rows of the grid; one, or two with merged cells.
    rows: std::ops::RangeInclusive<usize>,
    /// What those rows show, to know them again on a later page.
    written: Vec<Vec<(usize, String)>>,
}

/// One named column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderCell {
    /// Its place in the sheet, from 0.
    pub position: usize,
    /// The file's own name, on one line.
    pub name: String,
    pub field: Option<Field>,
}

/// Which column (by its place, from 0) is which field (by its key), as a person settled it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The sheet's own number of the header row, where the engine could not find it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    pub fields: BTreeMap<usize, String>,
}

impl Header {
    pub fn name_of(&self, field: Field) -> Option<&str> {
        let column = self.columns.get((*self.by_field.get(field.0)?)?)?;
        Some(column.name.as_str())
    }

    pub fn position_of(&self, field: Field) -> Option<usize> {
        self.columns
            .get((*self.by_field.get(field.0)?)?)
            .map(|column| column.position)
    }

    /// Columns that are none of our fields; they are left alone.
    pub fn unknown(&self) -> impl Iterator<Item = &HeaderCell> {
        self.columns.iter().filter(|column| column.field.is_none())
    }

    pub fn mapping(&self, table: &Table) -> Mapping {
        let key =
            |cell: &HeaderCell| Some((cell.position, table.column(cell.field?)?.key.to_string()));
        Mapping {
            header_row: None,
            fields: self.columns.iter().filter_map(key).collect(),
        }
    }

    /// The same names in the same order have the same fingerprint, so a mapping can be remembered.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for column in &self.columns {
            hash.update(column.position.to_le_bytes());
            hash.update(heading::bare(&heading::plain(&column.name)).as_bytes());
            hash.update([0]);
        }
        let mut name = String::with_capacity(64);
        for byte in hash.finalize() {
            let _ = write!(name, "{byte:02x}");
        }
        name
    }

    /// Where the header begins in `grid.rows`.
    pub(super) fn begins(&self) -> usize {
        *self.rows.start()
    }

    /// Where the data begin in `grid.rows`.
    pub(super) fn ends(&self) -> usize {
        self.rows.end().saturating_add(1)
    }

    /// Is this row one of the header's again, as lists print it at the top of each page?
    pub(super) fn is_repeated_by(&self, row: &SheetRow) -> bool {
        let texts = naming::texts(row);
        let same = |written: &Vec<(usize, String)>| {
            texts.len() >= 2.min(written.len()) && texts.iter().all(|text| written.contains(text))
        };
        !texts.is_empty() && self.written.iter().any(same)
    }

    fn names(&self) -> Vec<String> {
        self.columns
            .iter()
            .map(|column| column.name.clone())
            .collect()
    }

    fn place_fields(&mut self, table: &Table) -> Result<(), FileRefused> {
        self.by_field = vec![None; table.columns.len()];
        for (at, column) in self.columns.iter().enumerate() {
            let Some(field) = column.field else { continue };
            let Some(place) = self.by_field.get_mut(field.0) else {
                continue;
            };
            if let Some(first) = place.and_then(|first| self.columns.get(first)) {
                let field = table
                    .column(field)
                    .map_or("", |column| column.name.as_ref());
                return Err(FileRefused::DoubleColumn {
                    field: field.to_owned(),
                    first: first.name.clone(),
                    second: column.name.clone(),
                });
            }
            *place = Some(at);
        }
        let lacks = |(column, place): (&super::Column, &Option<usize>)| {
            (column.required && place.is_none()).then(|| column.name.to_string())
        };
        let missing: Vec<_> = table
            .columns
            .iter()
            .zip(&self.by_field)
            .filter_map(lacks)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(FileRefused::MissingColumns {
            header_row: self.row,
            missing,
            found: self.names(),
        })
    }
}

/// Find the header by our names, or read it as a person mapped it.
pub fn find(grid: &Grid, table: &Table, mapping: Option<&Mapping>) -> Result<Header, FileRefused> {
    let width = grid.rows.iter().map(filled_width).max().unwrap_or(0);
    if width == 0 {
        return Err(FileRefused::Empty {
            sheet: grid.sheet.clone(),
        });
    }
    if width > MOST_COLUMNS {
        return Err(FileRefused::TooManyColumns {
            found: width,
            limit: MOST_COLUMNS,
        });
    }
    let mut header = match mapping.and_then(|mapping| mapping.header_row) {
        Some(number) => search(grid, table)
            .filter(|found| found.row == number)
            .or_else(|| at_row(grid, number)),
        None => search(grid, table),
    }
    .ok_or_else(|| no_header(grid, table))?;
    if let Some(mapping) = mapping {
        apply(&mut header, table, mapping)?;
    }
    header.place_fields(table)?;
    Ok(header)
}

/// The row that looks most like a header, for a person to map where [`find`] refuses the file.
pub fn guess(grid: &Grid, table: &Table) -> Option<Header> {
    let widest = || {
        let rows = grid.rows.iter().take(SEARCHED_ROWS).enumerate();
        rows.max_by_key(|(at, row)| (words(row), std::cmp::Reverse(*at)))
            .map(|(at, row)| unnamed(at, row))
    };
    search(grid, table).or_else(widest)
}

fn words(row: &SheetRow) -> usize {
    row.cells
        .iter()
        .filter(|cell| matches!(cell, super::grid::Cell::Text(text) if !text.trim().is_empty()))
        .count()
}

fn filled_width(row: &SheetRow) -> usize {
    row.cells
        .iter()
        .rposition(|cell| !cell::is_blank(cell))
        .map_or(0, |last| last + 1)
}

fn search(grid: &Grid, table: &Table) -> Option<Header> {
    let names = Names::of(table);
    let rows = grid.rows.iter().take(SEARCHED_ROWS).enumerate();
    let (matched, _, at) = rows
        .map(|(at, row)| (names.matched(row), std::cmp::Reverse(at), at))
        .max()?;
    if matched < 2.min(table.columns.len()) {
        return None;
    }
    let row = grid.rows.get(at)?;
    let beside = |other: Option<usize>| {
        let other = grid.rows.get(other?)?;
        (other.number.abs_diff(row.number) == 1).then_some(other)
    };
    if let Some(below) = beside(at.checked_add(1)).filter(|below| naming::carries_on(row, below)) {
        let columns = names.columns(Some(row), below);
        return Some(made(at..=at + 1, &[row, below], columns));
    }
    let alone = names.columns(None, row);
    let above = beside(at.checked_sub(1)).filter(|above| naming::texts(above).len() >= 2);
    let Some(above) = above else {
        return Some(made(at..=at, &[row], alone));
    };
    let columns = names.columns(Some(above), row);
    let known = |columns: &[HeaderCell]| {
        let known: Vec<_> = columns.iter().map(|column| column.field).collect();
        known
    };
    if known(&columns) == known(&alone) {
        return Some(made(at..=at, &[row], alone));
    }
    Some(made(at - 1..=at, &[above, row], columns))
}

fn made(
    at: std::ops::RangeInclusive<usize>,
    rows: &[&SheetRow],
    columns: Vec<HeaderCell>,
) -> Header {
    Header {
        row: rows.last().map_or(0, |row| row.number),
        columns,
        by_field: Vec::new(),
        rows: at,
        written: rows.iter().map(|row| naming::texts(row)).collect(),
    }
}

fn at_row(grid: &Grid, number: u32) -> Option<Header> {
    let at = grid.rows.iter().position(|row| row.number == number)?;
    grid.rows.get(at).map(|row| unnamed(at, row))
}

/// A header whose columns a person is to name.
fn unnamed(at: usize, row: &SheetRow) -> Header {
    let columns = naming::texts(row)
        .into_iter()
        .map(|(position, name)| HeaderCell {
            position,
            name,
            field: None,
        });
    made(at..=at, &[row], columns.collect())
}

fn apply(header: &mut Header, table: &Table, mapping: &Mapping) -> Result<(), FileRefused> {
    for column in &mut header.columns {
        let key = mapping.fields.get(&column.position);
        let field = |key: &String| {
            table
                .field(key)
                .ok_or_else(|| FileRefused::UnknownField(key.clone()))
        };
        column.field = key.map(field).transpose()?;
    }
    Ok(())
}

fn no_header(grid: &Grid, table: &Table) -> FileRefused {
    let texts = grid
        .rows
        .iter()
        .take(5)
        .flat_map(|row| &row.cells)
        .map(cell::shown);
    let found = texts
        .filter(|text| !text.is_empty())
        .take(20)
        .map(|text| super::row::shorten(&text))
        .collect();
    let looked_for = table
        .columns
        .iter()
        .map(|column| column.name.to_string())
        .collect();
    FileRefused::NoHeader {
        sheet: grid.sheet.clone(),
        table: table.name,
        looked_for,
        found,
    }
}
