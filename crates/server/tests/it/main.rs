//! The pages, through the router: one test binary, one school per test.

mod demo;
mod identity;
mod support;
