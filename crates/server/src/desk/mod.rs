//! Everyone's desk: what waits for me and until when, what I started, whom I wait for.
//!
//! What waits is derived by each area from its records, never stored (design: one to-do list).

mod waiting;

pub(crate) use waiting::{Waiting, waiting_for};
