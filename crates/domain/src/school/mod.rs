//! The school's structure and its people.

pub mod number;
pub mod numbering;
pub mod roster;
