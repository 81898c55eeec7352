//! Selection (plan 4.2, 4.3.2): rounds with their base, scores, seal, computed result, confirmation and publication.
//!
//! Nothing here takes a cut score in: forms bring scores and limits, [`domain::selection::select`] computes the rest.

pub(crate) mod actions;
mod correct;
mod handlers;
mod papers;
mod passes;
mod recheck;
mod seats;
mod sight;
mod views;
mod waiting;

pub(crate) use correct::{Correction, correction};
pub(crate) use passes::as_typed;
pub(crate) use sight::{ordinal, place_of};
pub(crate) use waiting::waiting;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    let view = Access::Needs(Action::ViewSelection);
    // The public notice is for everybody of the school who is signed in.
    let everybody = Access::Needs(Action::UseDesk);
    let prepare = Access::Needs(Action::PrepareSelection);
    let enter = Access::Needs(Action::EnterScores);
    let settle = Access::Needs(Action::SettleMarks);
    let seal = Access::Needs(Action::SealScores);
    let confirm = Access::Needs(Action::ConfirmSelection);
    Routes::new(app)
        .get("/selection", view, handlers::list)
        .get("/projects/{id}/selection/new", prepare, handlers::new_round)
        .post(
            "/projects/{id}/selection/new",
            prepare,
            handlers::open_round,
        )
        .get("/selection/{id}", view, handlers::show)
        .get("/selection/{id}/rule", view, handlers::rule)
        .get("/selection/{id}/print", view, handlers::print)
        .get("/selection/{id}/export", view, handlers::export)
        .post("/selection/{id}/notice.pdf", view, handlers::notice_paper)
        .get("/selection/{id}/change", prepare, handlers::ask_change)
        .post("/selection/{id}/change", prepare, handlers::change)
        .get("/selection/{id}/scores", enter, handlers::grid)
        .post("/selection/{id}/scores", enter, handlers::save_grid)
        .post("/selection/{id}/take", enter, handlers::take_pass)
        .get("/selection/{id}/compare", settle, handlers::compare)
        .post("/selection/{id}/compare", settle, handlers::settle)
        .get("/selection/{id}/seal", seal, handlers::before_seal)
        .post("/selection/{id}/seal", seal, handlers::seal)
        .get("/selection/{id}/confirm", confirm, handlers::before_confirm)
        .post("/selection/{id}/confirm", confirm, handlers::confirm)
        .get("/selection/{id}/publish", confirm, handlers::before_publish)
        .post("/selection/{id}/publish", confirm, handlers::publish)
        .get("/selection/{id}/final", confirm, handlers::before_final)
        .post("/selection/{id}/final", confirm, handlers::finalise)
        .get("/selection/{id}/notice", everybody, handlers::public)
        .merge(papers::routes(app))
        .merge(seats::routes(app))
}
