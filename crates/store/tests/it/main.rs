//! The store's suite: every test runs on SQLite, and on PostgreSQL where `TEST_DATABASE_URL` names a server.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails its test")]

mod support;

mod audit;
mod backup;
mod concurrency;
mod crypto;
mod identity;
mod import;
mod jobs;
mod marks;
mod notices;
mod people;
mod schema;
mod school;
mod small;
