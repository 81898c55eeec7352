//! Choosing by test who may register (plan 4.2, 4.3).

mod state;

pub use state::RoundState;
