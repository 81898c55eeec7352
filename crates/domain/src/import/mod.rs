//! One engine for every table that comes in.

pub mod grid;
mod state;

pub use state::{ChangeKind, ImportState};
