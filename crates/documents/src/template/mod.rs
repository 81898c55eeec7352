//! Templates of others: a platform's blank workbook is read once and filled without touching anything but its data cells (plan 6.3).
//!
//! The workbook is never loaded and saved. One sheet's XML is edited as text, and every other part keeps its bytes.

mod cells;
mod fill;
mod header;
mod lists;
mod package;
mod plan;
mod refused;
mod report;
mod row;
mod rows;
pub mod sandbox;
mod sheet;
mod strings;
#[cfg(test)]
mod tests;
mod workbook;
mod xml;

pub use fill::{Filled, fill};
pub use refused::Refused;
pub use report::{FillReport, MappedHeader, RowNumbers, Warning};

use domain::registration::mapping::{Mapping, is_required};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use package::Package;
use sheet::Layout;
use workbook::Workbook;

/// Headers of one template.
const COLUMNS: usize = 200;

/// What a blank template offers to be filled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blank {
    /// Of the whole file, in lower-case hexadecimal; a template's version.
    pub sha256: String,
    pub sheet: String,
    /// The sheet's part inside the zip.
    path: String,
    pub header_row: u32,
    pub first_row: u32,
    /// The last free row, when something stands under the rows.
    pub last_row: Option<u32>,
    pub headers: Vec<Header>,
    /// Rows with examples or hints right under the header; they stay.
    pub hint_rows: Vec<u32>,
    /// Other sheets with as good a header; they stay untouched.
    pub rivals: Vec<String>,
}

/// One column of the template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// 1 for A.
    pub column: u32,
    pub letter: String,
    pub text: String,
    pub required: bool,
    pub hidden: bool,
    pub list: Option<List>,
    /// The style of a whole column, for cells the template does not have yet.
    style: Option<u32>,
}

/// A column's drop-down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    pub values: Vec<String>,
    pub last_row: u32,
}

impl Blank {
    /// The first guess of what fills what. Hidden columns are the platform's own and stay empty.
    pub fn guess(&self) -> Mapping {
        let guess = Mapping::guess(
            self.headers
                .iter()
                .map(|header| (header.column, header.text.as_str())),
        );
        self.headers
            .iter()
            .filter(|header| header.hidden)
            .fold(guess, |guess, header| guess.without(header.column))
    }
}

/// Read a blank template, guarded like any upload.
pub fn inspect(bytes: &[u8]) -> Result<Blank, Refused> {
    let package = Package::open(bytes)?;
    let book = Workbook::read(&package)?;
    let shared = match book
        .shared_strings
        .as_deref()
        .and_then(|path| package.part(path))
    {
        Some(text) => strings::read(text)?,
        None => Vec::new(),
    };
    let layouts = book
        .sheets
        .iter()
        .map(|sheet| {
            Layout::read(
                &sheet.name,
                package.part(&sheet.path).ok_or(xml::BROKEN)?,
                &shared,
            )
        })
        .collect::<Result<Vec<_>, _>>()?;
    let (found, rivals) = header::choose(&book.sheets, &layouts)?;
    let (Some(sheet), Some(layout)) = (book.sheets.get(found.sheet), layouts.get(found.sheet))
    else {
        return Err(xml::BROKEN);
    };
    let (header_row, columns) = header::columns(layout, found.row);
    if columns.len() > COLUMNS {
        return Err(Refused::TooWide {
            sheet: sheet.name.clone(),
            columns: columns.len(),
            limit: COLUMNS,
        });
    }
    let room = header::room(&sheet.name, layout, header_row, &columns)?;
    let headers = columns
        .into_iter()
        .map(|(column, text)| Header {
            column,
            letter: xml::letters(column),
            required: is_required(&text),
            hidden: layout.is_hidden(column),
            list: lists::of_column(&book, &layouts, found.sheet, column, room.first)
                .map(|(values, last_row)| List { values, last_row }),
            style: layout.column_style(column),
            text,
        })
        .collect();
    Ok(Blank {
        sha256: hash(bytes),
        sheet: sheet.name.clone(),
        path: sheet.path.clone(),
        header_row,
        first_row: room.first,
        last_row: room.last,
        headers,
        hint_rows: room.hints,
        rivals,
    })
}

fn hash(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
