//! A sheet as the reader found it: rows of cells, nothing interpreted yet.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One cell as the reader found it.
///
/// Numbers keep the shortest decimal text of what the file stores (`2022`, `78.5`,
/// `9.900002007120102e17`), so that a lost digit stays visible to the checks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(String),
    Date(NaiveDate),
    Flag(bool),
    /// What an error cell shows (`#N/A`), or a formula that was saved without its result.
    Broken(String),
}

/// One row, with the number the sheet itself shows beside it (from 1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    pub number: u32,
    pub cells: Vec<Cell>,
}

/// What kind of file the rows came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    Xlsx,
    Xls,
    Csv { encoding: String },
}

/// The one sheet that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    pub sheet: String,
    pub rows: Vec<SheetRow>,
    pub format: Format,
}
