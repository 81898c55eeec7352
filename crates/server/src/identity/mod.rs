//! Accounts, signing in, sessions, the second factor, posts with terms of office (plan 2.1).

mod account_changes;
mod account_page;
mod accounts;
mod actions;
mod browser_words;
mod first_run;
mod handlers;
mod me;
pub(crate) mod password;
mod posts;
mod second_factor;
mod throttle;

pub use first_run::issue_token;
pub use second_factor::code_at;
pub(crate) use throttle::Throttle;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    Routes::new(app)
        .get("/sign-in", Access::Open, handlers::sign_in_page)
        .post("/sign-in", Access::Open, handlers::sign_in)
        .post("/sign-out", Access::SignedIn, handlers::sign_out)
        .get("/second-factor", Access::SignedIn, second_factor::show)
        .post("/second-factor", Access::SignedIn, second_factor::submit)
        .get("/me/security", Access::SignedIn, handlers::password_page)
        .post("/me/security", Access::SignedIn, handlers::change_password)
        .get("/first-run", Access::Open, first_run::show)
        .post("/first-run", Access::Open, first_run::submit)
        .get("/me", Access::Needs(Action::UseDesk), me::show)
        .post(
            "/me/sessions",
            Access::Needs(Action::UseDesk),
            me::end_session,
        )
        .merge(account_routes(app))
}

/// Accounts and posts: the administrator's pages.
fn account_routes(app: &App) -> Routes {
    let manage = Access::Needs(Action::ManageAccounts);
    Routes::new(app)
        .get("/accounts", manage, accounts::list)
        .get("/accounts/new", manage, accounts::blank)
        .post("/accounts/new", manage, accounts::create)
        .get("/accounts/{id}", manage, account_page::show)
        .post("/accounts/{id}/posts", manage, account_page::give)
        .post(
            "/accounts/{id}/posts/{holding}/end",
            manage,
            account_page::end,
        )
        .post("/accounts/{id}/state", manage, account_page::switch)
        .post(
            "/accounts/{id}/password",
            manage,
            account_page::reset_password,
        )
        .post(
            "/accounts/{id}/second-factor",
            manage,
            account_page::reset_second_factor,
        )
}
