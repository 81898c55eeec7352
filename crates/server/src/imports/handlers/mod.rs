//! The pages of the wizard: extract, permit, act, answer.

mod begin;
mod check;
mod columns;
mod confirm;
mod mend;
mod result;

pub(super) use begin::{blank, kinds, list, resume, step, upload, upload_page};
pub(super) use check::{check, pair, wrong_rows};
pub(super) use columns::{choose_sheet, columns, map_columns, sheets};
pub(super) use confirm::{abandon, before_confirm, confirm};
pub(super) use mend::{clashes, looked, mend, skip};
pub(super) use result::{again, result, undo};

use axum::response::Response;
use domain::access::Permit;

use super::actions::Form;
use super::checkup::{self, Checkup};
use super::record::Import;
use crate::shell::{App, Fields, Flash, WebResult, redirect};

fn form<'a>(permit: &'a Permit, fields: &'a Fields) -> Form<'a> {
    Form {
        permit,
        op_id: fields.text("op_id"),
    }
}

/// The import checked, or the way to the page where its file or columns have to be seen to first.
async fn checked(app: &App, import: &Import) -> WebResult<Result<Checkup, Response>> {
    import.must_be_open(app.db.read()).await?;
    match checkup::of_import(app, app.db.read(), import).await? {
        Ok(checkup) => Ok(Ok(checkup)),
        Err(why) => Ok(Err(redirect(
            &import.path("columns"),
            Flash::warn(why.to_string()),
        ))),
    }
}
