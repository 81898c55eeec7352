//! The pages, through the router: one test binary, one school per test.

mod backup;
mod demo;
mod desk;
mod identity;
mod projects;
mod review;
mod selection;
mod selection_files;
mod support;
