//! Seats of the selection test (plan 4.3.2): rooms, seats drawn from a seed, and the list for each room's door.

mod actions;
mod handlers;
mod paper;
mod views;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(super) fn routes(app: &App) -> Routes {
    let view = Access::Needs(Action::ViewSelection);
    let prepare = Access::Needs(Action::PrepareSelection);
    Routes::new(app)
        .get("/selection/{id}/seats", view, handlers::seats)
        .get("/selection/{id}/seats/print", view, handlers::print)
        .post("/selection/{id}/seats", prepare, handlers::draw)
        .post("/selection/{id}/sign-in.pdf", view, paper::sign_in)
        .post("/selection/{id}/rooms.pdf", view, paper::rooms)
        .post("/selection/{id}/rooms", prepare, handlers::add_room)
        .post(
            "/selection/{id}/rooms/remove",
            prepare,
            handlers::remove_room,
        )
}
