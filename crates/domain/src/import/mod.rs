//! One engine for every table that comes in.

mod state;

pub use state::{ChangeKind, ImportState};
