//! A project: one certificate, level and exam window for one or more majors, in seven steps (plan 6).

mod state;

pub use state::ProjectState;
