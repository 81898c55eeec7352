//! Portraits: one by its student or class teacher, a zip of many as a job with a line for each file (plan 6.3).

mod batch;
mod handlers;
mod keep;
mod own;

pub(crate) use batch::{JOB, take_all};
pub(super) use handlers::{ZIP_MB, hand_in, picture, result, show};
pub(crate) use own::take_one;
