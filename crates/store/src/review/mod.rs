//! The one chain of approvals.

pub mod remind;
pub mod review;
pub mod step;
