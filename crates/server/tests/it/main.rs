//! The pages, through the router: one test binary, one school per test.

mod identity;
mod support;
