//! The one chain of approvals: rows in, domain reviews out (plan 3.1).

mod kept;
mod listed;
mod people;
pub mod remind;
#[expect(
    clippy::module_inception,
    reason = "a table's file bears the table's name"
)]
pub mod review;
pub mod step;

pub use kept::{Kept, NewReview, insert, latest, of_object, review, save};
pub use listed::{
    Turn, decided_by, last_decided_by, open_of_project, submitted_by, waiting, waiting_count,
};
pub use people::{Holder, holders_of, names};
