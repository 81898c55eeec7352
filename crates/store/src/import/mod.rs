//! Imports from upload to undo.

pub mod batch;
pub mod change;
pub mod header_memory;
