//! From the chosen to the rows that go to the platform (plan 6.3).

mod checks;
pub mod consent;
mod fault;
mod form;
mod needs;
mod rows;
mod sent;
mod state;
#[cfg(test)]
mod tests;

pub mod mapping;
pub mod people;
pub mod photo;

pub use checks::{Candidate, Findings, Target, check};
pub use fault::{Check, Fault, Field, Problem, Problems, RowData};
pub use form::{Confirmed, Declared, FormDraft, Mender, NotDeclared, declared};
pub use needs::{Age, Brought, Lack, Need, Needs, Portrait, lacks};
pub use rows::{Decided, List, NotDone, Row, RowReturn};
pub use sent::{Difference, Sent, masked_phone};
pub use state::{CorrectionState, ListState, RegistrationState};
