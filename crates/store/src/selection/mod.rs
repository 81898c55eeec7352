//! Rounds of selection and their candidates (plan 4.2, 4.3).

pub mod entry;
pub mod round;
