//! Spreadsheets: other people's files in (guarded), our own workbooks out.

mod archive;
pub mod blank;
mod csv;
mod dates;
mod encoding;
mod gather;
pub mod list;
mod ole;
pub mod sandbox;
mod sniff;
mod unreadable;
mod wire;
pub mod wrong_rows;
mod xls;
mod xlsx;

use domain::import::grid::Grid;
use serde::{Deserialize, Serialize};

pub(crate) use archive::Parts;
pub use unreadable::Unreadable;

/// How much a sheet may hold before it is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the upload.
    pub upload: usize,
    /// Entries in the zip.
    pub entries: usize,
    /// Bytes of all parts together, counted while they inflate.
    pub inflated: usize,
    /// How many times larger a part may be than its packed form.
    pub ratio: usize,
    /// Bytes of all texts in the string table.
    pub shared_text: usize,
    /// The last row and column that may hold anything, counted from 1.
    pub rows: u32,
    pub columns: u32,
    /// Cells with content.
    pub cells: usize,
    /// Characters in one cell.
    pub cell_text: usize,
    /// The sheet to read when several hold data.
    pub sheet: Option<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            upload: 10 << 20,
            entries: 2_000,
            inflated: 64 << 20,
            ratio: 200,
            shared_text: 32 << 20,
            rows: 20_000,
            columns: 200,
            cells: 1_000_000,
            cell_text: 32_767,
            sheet: None,
        }
    }
}

/// Read the one sheet with data.
///
/// What the file is, is decided from its bytes alone; the name is only used to call a CSV's sheet.
/// This runs inside the limited child: see [`sandbox::read`] for what a server calls.
pub fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Grid, Unreadable> {
    match kind(bytes, limits)? {
        sniff::Kind::Zip => xlsx::read(bytes, limits),
        sniff::Kind::OldExcel => xls::read(bytes, limits),
        sniff::Kind::Text(text) => csv::read(&text, file_name, limits),
    }
}

/// The parts of a workbook that is to be edited as text, behind the same guard as one that is read.
pub(crate) fn parts(bytes: &[u8], limits: &Limits) -> Result<Parts, Unreadable> {
    match kind(bytes, limits)? {
        sniff::Kind::Zip => archive::open(bytes, limits),
        sniff::Kind::OldExcel | sniff::Kind::Text(_) => Err(Unreadable::NotASheet),
    }
}

fn kind(bytes: &[u8], limits: &Limits) -> Result<sniff::Kind, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > limits.upload {
        return Err(Unreadable::TooBig {
            bytes: bytes.len(),
            limit: limits.upload,
        });
    }
    sniff::sniff(bytes)
}
