//! Selection papers under lock (plan 4.3.2): the sealed file, openings by two named persons, numbered copies.
//!
//! The file is kept sealed and leaves only through [`actions::read`]; no other route serves files.

mod actions;
mod handlers;
mod views;
mod waiting;

pub(super) use waiting::waiting;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(super) fn routes(app: &App) -> Routes {
    let keep = Access::Needs(Action::KeepPapers);
    let open = Access::Needs(Action::OpenPapers);
    Routes::new(app)
        .get("/selection/{id}/papers", keep, handlers::list)
        .post("/selection/{id}/papers", keep, handlers::lock_away)
        .get("/papers/{id}", keep, handlers::show)
        .post("/papers/{id}/openings", open, handlers::ask)
        .post("/papers/{id}/copies", keep, handlers::move_copies)
        .post("/paper-openings/{id}/join", open, handlers::join)
        .post("/paper-openings/{id}/read", open, handlers::read)
        .post("/paper-openings/{id}/print", open, handlers::print)
        .post("/paper-openings/{id}/close", open, handlers::close)
}
