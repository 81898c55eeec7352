//! The pages, through the router: one test binary, one school per test.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::pedantic,
    reason = "a helper of a test fails its test"
)]

mod accounts;
mod audit;
mod backup;
mod demo;
mod desk;
mod identity;
mod imports;
mod notices;
mod people;
mod projects;
mod registration;
mod review;
mod routes;
mod selection;
mod selection_files;
mod students;
mod support;
mod two_at_once;
