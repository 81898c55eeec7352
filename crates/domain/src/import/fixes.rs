//! What a person decided in the wizard about single cells and rows, laid over the file each time it
//! is checked. The file itself is never changed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Decisions by the sheet's own row number and the key of the field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fixes {
    /// The text to read instead of the cell's.
    pub texts: BTreeMap<u32, BTreeMap<String, String>>,
    /// Rows to leave out.
    pub skipped: BTreeSet<u32>,
    /// Cells whose stored value stays although the file has another.
    pub kept: BTreeMap<u32, BTreeSet<String>>,
}

impl Fixes {
    pub fn mend(&mut self, row: u32, field: &str, text: &str) {
        self.texts
            .entry(row)
            .or_default()
            .insert(field.to_owned(), text.to_owned());
    }

    pub fn keep(&mut self, row: u32, field: &str) {
        self.kept.entry(row).or_default().insert(field.to_owned());
    }

    pub fn keeps(&self, row: u32, field: &str) -> bool {
        self.kept
            .get(&row)
            .is_some_and(|fields| fields.contains(field))
    }
}
