//! From the chosen to the rows that go to the platform (plan 6.3).

mod checks;
mod fault;
mod rows;
mod state;
#[cfg(test)]
mod tests;

pub mod mapping;

pub use checks::{Candidate, Findings, Target, check};
pub use fault::{Check, Fault, Field, Problem, Problems, RowData};
pub use rows::{Decided, List, NotDone, Row, RowReturn};
pub use state::{ListState, RegistrationState};
