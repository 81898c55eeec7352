//! One chain for every approval (plan 3.1, 4.2, 6.1, 6.3).

mod state;

pub use state::{ReviewKind, ReviewState, ReviewStepState};
