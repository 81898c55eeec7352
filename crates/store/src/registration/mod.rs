//! Registration lists, platform workbooks, what was taken out (plan 6.3).

pub mod export;
pub mod list;
#[expect(
    clippy::module_inception,
    reason = "a table's file bears the table's name"
)]
pub mod registration;
pub mod template;
