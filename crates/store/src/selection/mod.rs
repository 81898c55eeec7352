//! Rounds of selection and their candidates (plan 4.2, 4.3).

mod decided;
mod entrants;
pub mod entry;
mod listed;
pub mod papers;
pub mod round;
mod scores;
pub mod seats;

pub use decided::{Computed, NewRound, NewVerdict, compute, confirm, open, publish};
pub use entrants::{Chosen, Entrant, chosen, entrants};
pub use listed::{ListedRound, locked, of_project, round, rounds, rounds_in, seen_by, within};
pub use scores::{ScoreChange, ScoreRow, marks_of, write_scores};
