//! Registration: lists from the selection, checked, reviewed row by row, written into the platform's workbook
//! (plan 4.2, 6.3).

pub(crate) mod actions;
mod download;
mod fill;
mod index;
mod list;
mod obstacles;
mod pane;
mod project;
pub(crate) mod records;
mod remembered;
mod review;
mod row;
mod search;
mod sheet;
mod submit;
mod templates;
mod views;
mod waiting;

pub(crate) use actions::{FILL_JOB, fill as fill_job};
pub(crate) use pane::pane;
pub(crate) use waiting::waiting;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    let view = Access::Needs(Action::ViewRegistration);
    let prepare = Access::Needs(Action::PrepareRegistration);
    let decide = Access::Needs(Action::ReviewRegistration);
    let templates = Access::Needs(Action::ManageTemplates);
    let fill = Access::Needs(Action::FillTemplate);
    Routes::new(app)
        .get("/registration", view, index::show)
        .get("/registration/students", view, search::show)
        .get("/registration/projects/{id}", view, project::show)
        .post(
            "/registration/projects/{id}/generate",
            prepare,
            project::generate,
        )
        .post(
            "/registration/projects/{id}/check",
            prepare,
            project::recheck,
        )
        .post("/registration/projects/{id}/review.pdf", view, sheet::print)
        .get("/registration/projects/{id}/fill", fill, fill::show)
        .post("/registration/projects/{id}/fill", fill, fill::order)
        .get("/registration/lists/{id}", view, list::show)
        .post("/registration/lists/{id}", prepare, list::save)
        .post("/registration/lists/{id}/mend", prepare, row::mend)
        .post(
            "/registration/lists/{id}/reinstate",
            prepare,
            row::reinstate,
        )
        .get(
            "/registration/lists/{id}/withdraw/{student}",
            prepare,
            row::ask,
        )
        .post(
            "/registration/lists/{id}/withdraw/{student}",
            prepare,
            row::withdraw,
        )
        .get("/registration/lists/{id}/submit", prepare, submit::show)
        .post("/registration/lists/{id}/submit", prepare, submit::submit)
        .get("/registration/lists/{id}/review", decide, review::show)
        .post("/registration/lists/{id}/review", decide, review::decide)
        .post("/registration/lists/{id}/review/foot", decide, review::foot)
        .get("/registration/templates", templates, templates::show)
        .post("/registration/templates", templates, templates::upload)
        .get(
            "/registration/templates/{id}",
            templates,
            templates::mapping,
        )
        .post(
            "/registration/templates/{id}",
            templates,
            templates::confirm,
        )
        .get("/registration/exports/{id}", fill, download::show)
        .post("/registration/exports/{id}", fill, download::send)
}
