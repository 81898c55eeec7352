//! Accounts, sessions and posts (plan 2.1).

pub mod account;
pub mod first_run;
pub mod holding;
pub mod session;
