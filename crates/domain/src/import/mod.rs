//! One engine for every table that comes in: an area gives a [`Table`] and a [`Check`], the engine finds
//! the header, drops what is no data, cleans, checks and reports (plan 2.1, 6.3).

mod cell;
mod engine;
mod fixes;
pub mod grid;
pub mod header;
pub(crate) mod heading;
mod lines;
mod naming;
mod number;
mod read;
mod refused;
mod report;
mod row;
mod state;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use engine::{Check, Checked, CheckedRow, MOST_ROWS, Outcome, Request, check};
pub use fixes::Fixes;
pub use header::{Header, HeaderCell, Mapping};
pub use refused::FileRefused;
pub use report::{Cleaned, Cleaning, Difference, Problem, ProblemKind, Report, Severity};
pub use row::{Line, Row};
pub use state::{ChangeKind, ImportState};
pub use table::{Column, Field, Kind, Table};
