//! The one chain of approvals.

pub mod remind;
#[expect(
    clippy::module_inception,
    reason = "a table's file bears the table's name"
)]
pub mod review;
pub mod step;
