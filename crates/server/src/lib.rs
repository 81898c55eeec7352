//! Desk: pages, command line, background work.
//!
//! An area reads from top to bottom: `mod.rs` (routes) → `handlers.rs` (HTTP only) → `actions.rs`
//! (permit + rule + rows + audit + jobs in one transaction); `views.rs` and the `.html` beside it say how it looks.

mod audit;
pub mod cli;
mod complaints;
mod demo;
mod desk;
mod guidance;
mod help;
mod identity;
mod imports;
mod my;
mod notices;
mod people;
mod projects;
mod registration;
mod review;
mod school;
mod selection;
mod shell;
mod worker;

pub use demo::{Account as DemoAccount, accounts as demo_accounts, fill as fill_demo};
pub use identity::{code_at as second_factor_code, issue_token as issue_first_run_token};
pub use notices::{gather_digests, send_due as send_due_notices};
pub use shell::{Access, App, Clock, Config, Listed, Network, WebError, listed_routes, router};
pub use worker::{go_round, run_next as run_next_job};
