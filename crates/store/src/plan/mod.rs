//! Versions of the plan (plan 1.1).

pub mod version;
