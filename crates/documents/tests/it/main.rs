//! Sheets end to end: files made here go through the guard, the readers and the child.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helping functions too"
)]

mod bombs;
mod books;
mod child;
mod damage;
mod old_xls;
mod photos;
mod written;
mod xlsx;
