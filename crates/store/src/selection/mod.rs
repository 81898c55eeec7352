//! Rounds of selection and their candidates (plan 4.2, 4.3).

mod decided;
mod entrants;
pub mod entry;
mod listed;
pub mod mark;
pub mod marker;
mod marks;
mod of_student;
pub mod papers;
pub mod round;
mod scores;
pub mod seal;
mod seals;
pub mod seats;
pub mod settlement;

pub use decided::{
    Computed, Corrected, Limits, NewRound, NewVerdict, change_limits, compute, confirm, correct,
    finalise, open, publish,
};
pub use entrants::{Chosen, Entrant, chosen, entrants, final_rounds};
pub use listed::{ListedRound, locked, of_project, round, rounds, rounds_in, seen_by, within};
pub use marks::{
    NewSettlement, Typed, markers, settle, settlements, take_pass, typed, write_marks,
};
pub use of_student::results_of;
pub(crate) use scores::stored;
pub use scores::{ScoreChange, ScoreRow, marks_of, write_scores};
pub use seals::{NewSeal, keep_seal, seals};
