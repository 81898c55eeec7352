//! The rules of the field, pure: no database, no HTTP, no clock, no randomness of their own.

mod states;

pub mod access;
pub mod accounts;
pub mod complaints;
pub mod dates;
pub mod guidance;
pub mod ids;
pub mod import;
pub mod jobs;
pub mod notices;
pub mod partners;
pub mod plan;
pub mod projects;
pub mod registration;
pub mod review;
pub mod school;
pub mod selection;
pub mod values;

pub use states::UnknownWord;
