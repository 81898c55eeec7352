//! The one chain of every approval: hand in, agree, return with a reason, take back, delegate, remind (plan 3.1).
//!
//! An area opens the transaction, does its own part and calls [`actions`] in it; taking back, reminding and
//! delegating are the same for every kind and have their routes here.

pub(crate) mod actions;
mod agree;
mod follow;
mod handlers;
mod tell;
mod together;
mod waiting;
mod whose;

pub(crate) use follow::page_of;
pub(crate) use waiting::{about, act_of, waiting, waiting_count};
pub(crate) use whose::{turns, waits_at};

use domain::access::Action;
use domain::review::ReviewKind;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    let desk = Access::Needs(Action::UseDesk);
    Routes::new(app)
        .get("/reviews/together", desk, together::show)
        .post("/reviews/together", desk, together::approve)
        .post("/reviews/{id}/take-back", desk, handlers::take_back)
        .post("/reviews/{id}/remind", desk, handlers::remind)
        .get("/reviews/{id}/delegate", desk, handlers::delegate_page)
        .post("/reviews/{id}/delegate", desk, handlers::delegate)
}

/// What one must be allowed to decide a review of this kind.
pub(crate) const fn decides(kind: ReviewKind) -> Action {
    match kind {
        ReviewKind::Project => Action::ReviewProject,
        ReviewKind::RegistrationList => Action::ReviewRegistration,
        ReviewKind::Wish => Action::ReviewWish,
    }
}

/// What one must be allowed to hand in an object of this kind.
pub(crate) const fn prepares(kind: ReviewKind) -> Action {
    match kind {
        ReviewKind::Project => Action::PrepareProject,
        ReviewKind::RegistrationList => Action::PrepareRegistration,
        ReviewKind::Wish => Action::RecordGuidance,
    }
}

/// What one must be allowed to see of this kind.
pub(crate) const fn views(kind: ReviewKind) -> Action {
    match kind {
        ReviewKind::Project => Action::ViewProjects,
        ReviewKind::RegistrationList => Action::ViewRegistration,
        ReviewKind::Wish => Action::ViewGuidance,
    }
}
