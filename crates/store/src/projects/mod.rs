//! Projects and the exceptions at their gates (plan 6).

pub mod exception;
pub mod project;
pub mod project_major;
