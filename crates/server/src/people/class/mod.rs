//! The class teacher's page: who is missing what, reminding in three taps, slips for guardians, filling in for a
//! student (plan 6.3; screens 12, 12b).

mod page;
mod remind;
mod scene;
mod slips;
mod student;
mod waiting;

pub(super) use waiting::waiting;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

pub(super) fn routes(app: &App) -> Routes {
    let help = Access::Needs(Action::HelpRegistration);
    Routes::new(app)
        .get("/my-class", help, page::first)
        .get("/my-class/{list}", help, page::show)
        .get("/my-class/{list}/remind", help, remind::ask)
        .post("/my-class/{list}/remind", help, remind::send)
        .post("/my-class/{list}/slips", help, slips::print)
        .get("/my-class/{list}/students/{student}", help, student::show)
        .post("/my-class/{list}/students/{student}", help, student::save)
        .post(
            "/my-class/{list}/students/{student}/photo",
            help,
            student::photo,
        )
        .post(
            "/my-class/{list}/students/{student}/consent",
            help,
            student::paper,
        )
        .post(
            "/my-class/{list}/students/{student}/mended",
            help,
            student::mended,
        )
}
