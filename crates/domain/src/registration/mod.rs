//! From the chosen to the rows that go to the platform (plan 6.3).

mod checks;
mod fault;
mod rows;
mod sent;
mod state;
#[cfg(test)]
mod tests;

pub mod mapping;
pub mod people;

pub use checks::{Candidate, Findings, Target, check};
pub use fault::{Check, Fault, Field, Problem, Problems, RowData};
pub use rows::{Decided, List, NotDone, Row, RowReturn};
pub use sent::{Difference, Sent, masked_phone};
pub use state::{ListState, RegistrationState};
