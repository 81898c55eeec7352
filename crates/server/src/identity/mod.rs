//! Accounts, signing in, sessions, the second factor, posts with terms of office (plan 2.1).

mod actions;
mod first_run;
mod handlers;
pub(crate) mod password;
mod second_factor;
mod throttle;

pub use first_run::issue_token;
pub use second_factor::code_at;
pub(crate) use throttle::Throttle;

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
}
