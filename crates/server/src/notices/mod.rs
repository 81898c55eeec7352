//! Telling people (plan 3.6, 6.7): [`tell`] writes the message into the inbox and, where it presses, into the outbox; the
//! runner sends what is due through the school's channels; the rest goes out as a digest twice a day.

mod actions;
mod channel_pages;
mod channels;
mod contact_actions;
mod digests;
mod failed;
mod handlers;
mod mine;
mod notice;
mod runner;
mod sent;
mod stands;
mod waiting;

pub(crate) use channels::Outlets;
pub use digests::gather as gather_digests;
pub(crate) use notice::{Notice, tell};
pub(crate) use runner::run;
pub use runner::send_due;
pub(crate) use waiting::waiting;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(crate) fn routes(app: &App) -> Routes {
    let desk = Access::Needs(Action::UseDesk);
    Routes::new(app)
        .get("/messages", desk, handlers::list)
        .post("/messages/read", desk, handlers::read_all)
        .post("/messages/{id}/read", desk, handlers::read)
        .get("/me/notices", desk, mine::show)
        .post("/me/notices/{kind}", desk, mine::save)
        .post("/me/notices/{kind}/confirm", desk, mine::confirm)
        .post("/me/notices/{kind}/remove", desk, mine::remove)
        .merge(channel_routes(app))
}

/// Channels for the administrator, what was sent for the office too.
fn channel_routes(app: &App) -> Routes {
    let manage = Access::Needs(Action::ManageChannels);
    let view = Access::Needs(Action::ViewDeliveries);
    Routes::new(app)
        .get("/channels", manage, channel_pages::list)
        .get("/channels/{kind}", manage, channel_pages::show)
        .post("/channels/{kind}", manage, channel_pages::save)
        .post("/channels/{kind}/test", manage, channel_pages::test)
        .get("/deliveries", view, sent::list)
        .get("/deliveries/print", view, sent::print)
        .post(
            "/deliveries/{id}/again",
            Access::Needs(Action::SendAgain),
            sent::again,
        )
}
