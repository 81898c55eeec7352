//! Students, the structure they belong to, and the search over everything (plan 2.1, 3).

mod actions;
pub(crate) mod choices;
mod edit;
mod export;
mod form;
mod handlers;
mod history;
mod naming;
pub(crate) mod numbers;
mod query;
mod search;
mod structure;
mod student;
mod views;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    let (view, edit) = (
        Access::Needs(Action::ViewStudents),
        Access::Needs(Action::EditStudent),
    );
    let (full, structure) = (
        Access::Needs(Action::ExportIdentity),
        Access::Needs(Action::EditStructure),
    );
    Routes::new(app)
        .get("/students", view, handlers::list)
        .get("/students/print", view, handlers::print)
        .post("/students/acts", view, handlers::acts)
        .post("/students/find", view, handlers::find)
        .get("/students/export", full, export::ask)
        .post("/students/export", full, export::send)
        .get("/students/new", edit, edit::blank)
        .post("/students/new", edit, edit::create)
        .get("/students/{id}", view, student::show)
        .get("/students/{id}/edit", edit, edit::filled)
        .post("/students/{id}/edit", edit, edit::save)
        .post(
            "/students/{id}/reveal",
            Access::Needs(Action::RevealIdentity),
            student::reveal,
        )
        .get("/search", Access::Needs(Action::UseDesk), search::show)
        .get("/structure", structure, structure::show)
        .post("/structure", structure, structure::add)
        .get("/structure/{kind}/{id}", structure, structure::ask_name)
        .post("/structure/{kind}/{id}", structure, structure::rename)
}
