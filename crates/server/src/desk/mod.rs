//! Everyone's desk: what waits for me and until when, what I started, whom I wait for.
//!
//! What waits is derived by each area from its records, never stored (design: one to-do list). The pane at the right
//! shows one review; what stands in it comes from the area the review is about ([`Pane`]).

mod handlers;
mod order;
mod pane;
mod side;
mod views;
mod waiting;

pub(crate) use handlers::{again, next_after};
pub(crate) use pane::{Check, Diff, DiffRow, Foot, Pane, Table, pane};
pub(crate) use waiting::{Waiting, waiting_count, waiting_for};

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    let desk = Access::Needs(Action::UseDesk);
    Routes::new(app)
        .get("/", desk, handlers::show)
        .get("/desk/today", desk, handlers::print_today)
        .post("/me/keys", desk, handlers::switch_keys)
}
