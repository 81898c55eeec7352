//! Bringing sheets in: one wizard of five pages, one engine, one write for everything that is imported
//! (plan 4.2, 6.3; ux-security A6.3).
//!
//! The state of an import lives in its row, so that it can be left and gone on with; the file is kept by its hash
//! and checked anew on every page, with what a person decided laid over it. Nothing touches the school before the
//! fifth page is confirmed, and then everything is written in one transaction.

pub(crate) mod actions;
pub(crate) mod checkup;
mod columns;
mod decisions;
mod handlers;
pub(crate) mod kinds;
mod lists;
pub(crate) mod options;
pub(crate) mod reading;
mod record;
mod views;
mod waiting;

pub(crate) use waiting::waiting;

use domain::access::Action;

use crate::shell::{Access, App, Routes};

/// The kind of the background job that writes.
pub(crate) const JOB: &str = "import";

pub(crate) fn routes(app: &App) -> Routes {
    // Which post may go on with an import depends on its kind: the handler asks for it.
    let own = Access::Needs(Action::UseDesk);
    Routes::new(app)
        .get("/imports", own, handlers::list)
        .get("/imports/new", own, handlers::kinds)
        .get("/imports/blank/{kind}", own, handlers::blank)
        .get("/imports/upload/{kind}", own, handlers::upload_page)
        .post("/imports/upload/{kind}", own, handlers::upload)
        .get("/imports/{id}", own, handlers::resume)
        .get("/imports/{id}/step/{number}", own, handlers::step)
        .get("/imports/{id}/sheet", own, handlers::sheets)
        .post("/imports/{id}/sheet", own, handlers::choose_sheet)
        .get("/imports/{id}/columns", own, handlers::columns)
        .post("/imports/{id}/columns", own, handlers::map_columns)
        .get("/imports/{id}/check", own, handlers::check)
        .get("/imports/{id}/rows", own, handlers::pair)
        .post("/imports/{id}/mend", own, handlers::mend)
        .post("/imports/{id}/skip", own, handlers::skip)
        .post("/imports/{id}/looked", own, handlers::looked)
        .post("/imports/{id}/clashes", own, handlers::clashes)
        .post("/imports/{id}/wrong-rows", own, handlers::wrong_rows)
        .get("/imports/{id}/confirm", own, handlers::before_confirm)
        .post("/imports/{id}/confirm", own, handlers::confirm)
        .post("/imports/{id}/abandon", own, handlers::abandon)
        .get("/imports/{id}/result", own, handlers::result)
        .post("/imports/{id}/undo", own, handlers::undo)
        .post("/imports/{id}/again", own, handlers::again)
}
