//! Selection (plan 4.2, 4.3.2): who of a grade may register, by a test, a ratio and nothing else.
//!
//! The cut score is a result. Nothing here takes one in: [`select`] gets scores and [`Parameters`],
//! and [`Outcome`] can only be made by it.

mod candidate;
mod class_order;
mod effect;
mod from_files;
mod from_roster;
mod histogram;
mod marking;
mod notice;
mod outcome;
pub mod papers;
mod parameters;
mod parts;
mod reason;
mod report;
mod rule;
mod score_columns;
mod score_row;
mod score_sheet;
mod seal;
pub mod seats;
mod state;
mod summary;
mod terms;
mod total;
mod twice;

pub use candidate::{Candidate, Marks};
pub use class_order::natural_order;
pub use effect::{Effect, Moved, keep_told};
pub use from_files::{Cohort, NotInBase, Outside, RollEntry, Scope, ScoreRow, gather};
pub use from_roster::roll_of;
pub use histogram::{Bin, ClassRow, Histogram, by_class, histogram};
pub use marking::{Markers, Marking, MarkingRefused, Pass};
pub use notice::{Notice, covered, notice_until};
pub use outcome::{Edge, Outcome, Standing};
pub use parameters::{Binding, NotAParameter, Parameters, Quota, Rounding, Ties};
pub use parts::{NotAPart, PartKey, PartNames, TieKeys, Weights};
pub use reason::Reasons;
pub use report::{Line, Report};
pub use rule::select;
pub use score_columns::{score_table, usual_parts};
pub use score_sheet::{Earlier, ScoreFile, read_scores};
pub use seal::{Seal, canonical_text, seal};
pub use state::{Absence, RoundState, Verdict};
pub use summary::Summary;
pub use terms::{Terms, needed};
pub use total::Total;
pub use twice::{About, Difference, Entered, Said, agree, compare, wants_record};

#[cfg(test)]
mod tests;
