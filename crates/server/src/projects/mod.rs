//! Projects: one certificate, level and exam window in seven steps with gates between them (plan 6).

pub(crate) mod actions;
mod answers;
mod boxes;
mod check;
mod decision;
mod exception;
mod facts;
mod form;
mod form_page;
mod form_view;
mod gate_card;
mod list;
mod page;
mod page_parts;
mod pane;
mod people;
mod places;
mod print;
mod reviewing;
mod timeline;
mod waiting;
mod words;

pub(crate) use boxes::{Boxes, boxes_of};
pub(crate) use facts::{facts, major_names, place_for};
pub(crate) use pane::pane;
pub(crate) use waiting::waiting;
pub(crate) use words::short_title;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    let prepare = Access::Needs(Action::PrepareProject);
    let grant = Access::Needs(Action::GrantException);
    let view = Access::Needs(Action::ViewProjects);
    Routes::new(app)
        .get("/projects", view, list::show)
        .get("/projects/new", prepare, form_page::new)
        .post("/projects/new", prepare, form_page::create)
        .get("/projects/{id}", view, page::show)
        .get("/projects/{id}/print", view, print::show)
        .get("/projects/{id}/edit", prepare, form_page::edit)
        .post("/projects/{id}/edit", prepare, form_page::save)
        .get("/projects/{id}/submit", prepare, check::show)
        .post("/projects/{id}/submit", prepare, check::submit)
        .post(
            "/projects/{id}/decision",
            Access::Needs(Action::ReviewProject),
            decision::decide,
        )
        .get("/projects/{id}/exception", grant, exception::ask)
        .post("/projects/{id}/exception", grant, exception::grant)
}
