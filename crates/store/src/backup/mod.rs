//! Every row of a school as lines of text, the same from either database, and back again.
//!
//! A table is one text: first the names of its columns, then a row a line, each a JSON array, in the order of the
//! key. Two databases hold the same rows exactly when these texts are the same, so a copy is proved by comparing
//! hashes, also across SQLite and PostgreSQL (docs/decisions/0007).

mod cell;
mod rows;
mod table;

pub use rows::{NotRows, dump, is_empty, load};
pub use table::{Table, tables};

/// The names of the schema's changes, in order: rows fit only a database with the same ones.
pub fn schema() -> Vec<String> {
    crate::migrations::known()
}
