//! Parsers of other people's files run in a child of this same program, under limits that the
//! kernel keeps: running out of memory or overflowing the stack ends a process, and it had better
//! be one that holds nothing.
//!
//! Input: the length of the request (four bytes, little end first), the request as JSON, the file.
//! Output: whatever the task answers.

mod child;
pub(crate) mod frame;
mod parent;

pub use child::run_child;
pub use parent::{ChildDied, call};
