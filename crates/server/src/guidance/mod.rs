//! Guidance around a selection (plan 4.3.1, 4.3.3, 4.3.4): talks with those not chosen, their wishes, activities of
//! the classes, the incident plan.

mod actions;
mod activities;
mod incidents;
mod list;
mod pane;
mod person;
mod waiting;
mod wishes;

pub(crate) use actions::{after_take_back, decide_in};
pub(crate) use pane::pane;
pub(crate) use waiting::waiting;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    let view = Access::Needs(Action::ViewGuidance);
    let record = Access::Needs(Action::RecordGuidance);
    let decide = Access::Needs(Action::ReviewWish);
    let plan = Access::Needs(Action::KeepIncidentPlan);
    Routes::new(app)
        .get("/guidance", view, list::show)
        .get(
            "/guidance/projects/{id}/students/{student}",
            view,
            person::show,
        )
        .post(
            "/guidance/projects/{id}/students/{student}/talks",
            record,
            person::add_talk,
        )
        .post(
            "/guidance/projects/{id}/students/{student}/wish",
            record,
            person::register_wish,
        )
        .get("/guidance/wishes/{id}", view, wishes::show)
        .post("/guidance/wishes/{id}/ask", record, wishes::ask)
        .post("/guidance/wishes/{id}/drop", record, wishes::drop_it)
        .post("/guidance/wishes/{id}/decision", decide, wishes::decide)
        .get("/guidance/activities", view, activities::show)
        .post("/guidance/activities", record, activities::add)
        .get("/guidance/incidents", view, incidents::show)
        .get("/guidance/incidents/{kind}", plan, incidents::edit)
        .post("/guidance/incidents/{kind}", plan, incidents::write)
}
