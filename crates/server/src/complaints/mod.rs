//! Complaints (plan 2.2.2c): an objection to a published result, looked into by two people, decided with a reason.

pub(crate) mod actions;
mod case;
mod handlers;
mod told;
mod views;
mod waiting;

pub(crate) use waiting::waiting;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    let view = Access::Needs(Action::ViewAppeals);
    let file = Access::Needs(Action::FileAppeal);
    let recheck = Access::Needs(Action::RecheckMarks);
    let decide = Access::Needs(Action::DecideAppeal);
    Routes::new(app)
        .get("/complaints", view, handlers::list)
        .get("/complaints/new", file, handlers::new)
        .post("/complaints/new", file, handlers::file)
        .get("/complaints/{id}", view, handlers::show)
        .post("/complaints/{id}/withdraw", file, handlers::withdraw)
        .post("/complaints/{id}/recheck", recheck, handlers::recheck)
        .post("/complaints/{id}/decide", decide, handlers::decide)
}
