//! Which of our fields fills which column of a platform's blank workbook (plan 6.3).
//!
//! The guess is made once per template, shown, mended by a person and remembered by the template's hash.

mod field;
mod header;
mod synonyms;
#[cfg(test)]
mod tests;

pub use field::{Field, Values};
pub use header::{is_required, plain, same_header};
pub use synonyms::fit;

use serde::{Deserialize, Serialize};

/// What fills one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// One of our fields, row by row.
    Field(Field),
    /// The same text in every row.
    Constant(String),
    /// Nothing: the column stays as the platform made it.
    Empty,
}

/// One column of the template and what fills it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// 1 for A.
    pub number: u32,
    /// The header as the template has it, stars and all.
    pub header: String,
    pub source: Source,
}

/// The whole mapping, stored as JSON beside the template's hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping {
    columns: Vec<Column>,
}

/// A header somebody named that the template does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownHeader {
    pub asked: String,
    pub known: Vec<String>,
}

impl std::fmt::Display for UnknownHeader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "模板里没有「{}」这一列。现有的列：{}。",
            self.asked,
            self.known.join("、")
        )
    }
}

impl std::error::Error for UnknownHeader {}

impl Mapping {
    /// Guess from the headers; columns nobody recognises stay empty.
    pub fn guess<'a>(headers: impl IntoIterator<Item = (u32, &'a str)>) -> Self {
        let columns = headers
            .into_iter()
            .map(|(number, header)| Column {
                number,
                header: header.to_owned(),
                source: Field::of_header(header).map_or(Source::Empty, Source::Field),
            })
            .collect();
        Self { columns }
    }

    /// In the template's order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Leave a column as the platform made it, whatever its header says.
    #[must_use]
    pub fn without(mut self, number: u32) -> Self {
        for column in self
            .columns
            .iter_mut()
            .filter(|column| column.number == number)
        {
            column.source = Source::Empty;
        }
        self
    }

    /// Settle one column by its number; a column the mapping does not know stays unknown.
    pub fn set_column(&mut self, number: u32, source: Source) {
        let found = self
            .columns
            .iter_mut()
            .find(|column| column.number == number);
        if let Some(column) = found {
            column.source = source;
        }
    }

    /// Mend by header, with or without its star; every column of that name is set.
    pub fn set(&mut self, header: &str, source: &Source) -> Result<(), UnknownHeader> {
        let exact = |column: &Column| column.header.trim() == header.trim();
        let alike = |column: &Column| same_header(&column.header, header);
        let by_exact = self.columns.iter().any(exact);
        let mut found = false;
        for column in &mut self.columns {
            if (by_exact && exact(column)) || (!by_exact && alike(column)) {
                column.source = source.clone();
                found = true;
            }
        }
        if found {
            return Ok(());
        }
        Err(UnknownHeader {
            asked: header.trim().to_owned(),
            known: self
                .columns
                .iter()
                .map(|column| column.header.clone())
                .collect(),
        })
    }

    /// What fills this column; `Empty` if the mapping does not know it.
    pub fn source(&self, number: u32) -> &Source {
        self.columns
            .iter()
            .find(|column| column.number == number)
            .map_or(&Source::Empty, |column| &column.source)
    }

    /// The headers of required columns that nothing fills.
    pub fn required_and_empty(&self) -> impl Iterator<Item = &str> {
        self.columns
            .iter()
            .filter(|column| column.source == Source::Empty && is_required(&column.header))
            .map(|column| column.header.as_str())
    }
}
