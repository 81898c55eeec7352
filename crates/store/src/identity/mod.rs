//! Accounts, sessions and posts with their terms of office (plan 2.1).

pub mod account;
mod accounts;
pub mod first_run;
mod first_runs;
pub mod holding;
mod posts;
pub mod session;
mod sessions;

pub use accounts::{
    NewAccount, account, account_by_login, accounts, accounts_by_id, accounts_of_students,
    any_account, clear_second_factor, create_account, second_factor_used, set_account_state,
    set_password, set_second_factor, sign_in_failed, sign_in_worked, spend_recovery_code,
};
pub use first_runs::{first_run_open, issue_first_run, use_first_run};
pub use posts::{
    NewHolding, accounts_holding, end_post, give_post, holders, holding, holdings, holdings_of_all,
    holdings_on,
};
pub use sessions::{
    NewSession, end_all_sessions, end_other_sessions, end_session, forget_expired, session,
    sessions, start_session, touch_session,
};
