//! Which sheet, and third page: which column is which.

use askama::Template;

use super::Head;
use crate::shell::{Layout, Problems};

/// Several sheets hold data.
#[derive(Template)]
#[template(path = "imports/sheets.html")]
pub(in super::super) struct SheetsPage {
    pub(in super::super) layout: Layout,
    pub(in super::super) head: Head,
    pub(in super::super) problems: Problems,
    pub(in super::super) action: String,
    pub(in super::super) sheets: Vec<String>,
    pub(in super::super) chosen: String,
}

/// Third page: which column is which.
#[derive(Template)]
#[template(path = "imports/columns.html")]
pub(in super::super) struct ColumnsPage {
    pub(in super::super) layout: Layout,
    pub(in super::super) head: Head,
    pub(in super::super) problems: Problems,
    pub(in super::super) action: String,
    pub(in super::super) header_row: u32,
    pub(in super::super) columns: Vec<ColumnRow>,
    pub(in super::super) known: usize,
    pub(in super::super) rows: usize,
    pub(in super::super) makes_structure: bool,
    pub(in super::super) create_structure: bool,
}

/// One column of the file.
pub(in super::super) struct ColumnRow {
    pub(in super::super) place: usize,
    /// "P 备注2"
    pub(in super::super) name: String,
    /// Three values of it, numbers masked.
    pub(in super::super) samples: String,
    pub(in super::super) choices: Vec<FieldChoice>,
    /// How it was recognised; empty: nobody knows it.
    pub(in super::super) how: &'static str,
}

/// A field to import the column to.
pub(in super::super) struct FieldChoice {
    pub(in super::super) key: String,
    pub(in super::super) name: String,
    pub(in super::super) must: bool,
    pub(in super::super) chosen: bool,
}
