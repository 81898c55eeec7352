//! What was done, read by people: the record as sentences, and whether its chain holds.

mod actions;
mod handlers;
pub(crate) mod jobs;
mod line;
mod words;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) use actions::history;
pub(crate) use line::Line;

pub(crate) fn routes(app: &App) -> Routes {
    Routes::new(app)
        .get("/audit", Access::Needs(Action::ViewAudit), handlers::list)
        .post(
            "/audit/verify",
            Access::Needs(Action::ViewAudit),
            handlers::verify,
        )
}
