//! A school to test in, a browser to sign in with, a page to look at.

mod browser;
pub(crate) mod builders;
mod page;
mod school;

pub(crate) use browser::Browser;
pub(crate) use page::Page;
pub(crate) use school::{School, invented_identity, new_database};
