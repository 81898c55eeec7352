//! The inbox: what the program tells a person, read marks included (plan 6.7).

mod handlers;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    let desk = Access::Needs(Action::UseDesk);
    Routes::new(app)
        .get("/messages", desk, handlers::list)
        .post("/messages/read", desk, handlers::read_all)
        .post("/messages/{id}/read", desk, handlers::read)
}
