//! The pages, through the router: one test binary, one school per test.

mod accounts;
mod audit;
mod backup;
mod demo;
mod desk;
mod identity;
mod projects;
mod review;
mod routes;
mod selection;
mod selection_files;
mod students;
mod support;
