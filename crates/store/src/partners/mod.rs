//! Evaluation organisations and their certificates (plan 6.1).

pub mod certificate;
pub mod organisation;
