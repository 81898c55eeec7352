//! The student's own page: where I am, what I must do now, my result and rights, my data and who looked at it
//! (ux-security A6.8). No script, few bytes, one column.

mod consent;
mod data;
mod form;
mod page;
mod photo;
mod steps;
mod todo;
mod who;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    let own = Access::Needs(Action::OwnRegistration);
    Routes::new(app)
        .get("/my", own, page::show)
        .get("/my/data", own, data::show)
        .get("/my/form/{id}", own, form::show)
        .post("/my/form/{id}", own, form::save)
        .post("/my/form/{id}/correction", own, form::correct)
        .get("/my/photo/{id}", own, photo::show)
        .post("/my/photo/{id}", own, photo::take)
        .get("/my/consent/{id}", own, consent::show)
        .post("/my/consent/{id}", own, consent::answer)
}
