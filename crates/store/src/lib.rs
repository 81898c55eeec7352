//! Rows: entities, queries, migrations, the audit chain, files by hash.
//!
//! Every query takes `&impl ConnectionTrait`: [`Db::read`] or a transaction from [`Db::begin`].
#![recursion_limit = "1024"]

pub mod audit;
pub mod backup;
mod chunks;
pub mod complaints;
pub mod crypto;
mod db;
mod error;
pub mod files;
pub mod guidance;
pub mod identity;
pub mod import;
pub mod jobs;
pub mod messages;
mod migrations;
pub mod notices;
pub mod operations;
pub mod page;
pub mod partners;
pub mod people;
pub mod plan;
pub mod projects;
pub mod registration;
pub mod review;
pub mod school;
pub mod search;
pub mod selection;
pub mod settings;

pub use crypto::Keys;
pub use db::{Db, Tx, micros};
pub(crate) use error::written_once;
pub use error::{StoreError, StoreResult};
pub use files::Files;
pub use page::{Page, Paged};
