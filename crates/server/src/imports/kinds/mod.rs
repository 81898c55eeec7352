//! The things that come in by the wizard. A kind is a table, a check, a write and an undo; the pages and the
//! command line are the same for all.

mod base;
mod kind;
mod numbers;
mod outcomes;
mod scores;
mod students;
mod students_undo;
mod undo;

pub(crate) use base::{Base, Destination};
pub(crate) use kind::{Kind, may_look, place};
pub(crate) use outcomes::{Fate, Outcomes, What};
pub(crate) use undo::{Obstacle, obstacles, undo};
