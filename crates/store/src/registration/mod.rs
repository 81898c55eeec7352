//! Registration lists, platform workbooks, what was taken out (plan 6.3).

pub mod export;
pub mod list;
pub mod registration;
pub mod template;
