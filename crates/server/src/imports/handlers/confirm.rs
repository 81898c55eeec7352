//! Fifth page: what will happen, and the word that it shall, or that it shall not.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::BatchId;
use store::StoreError;

use super::super::actions;
use super::super::lists::Counts;
use super::super::record::Import;
use super::super::views::ConfirmPage;
use super::{checked, form};
use crate::shell::{App, Fields, Flash, Layout, Nav, Visitor, WebResult, page, redirect};

pub(in super::super) async fn before_confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
) -> WebResult<Response> {
    let (import, _) = Import::permitted(&app, &visitor, id).await?;
    let checkup = match checked(&app, &import).await? {
        Ok(checkup) => checkup,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let layout = Layout::of(&app, &visitor, Nav::Imports).await?;
    page(&ConfirmPage::of(layout, &app, &import, &checkup))
}

pub(in super::super) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    let version = fields
        .text("version")
        .parse()
        .map_err(|_| StoreError::Stale)?;
    // A second sending finds the import under way: it is shown where the first one led.
    let counts = if import.is_open(app.db.read()).await? {
        match checked(&app, &import).await? {
            Ok(checkup) => checkup.counts,
            Err(elsewhere) => return Ok(elsewhere),
        }
    } else {
        Counts::default()
    };
    let location =
        actions::confirm(&app, &form(&permit, &fields), &import, version, counts).await?;
    Ok(redirect(&location, None))
}

pub(in super::super) async fn abandon(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    actions::abandon(&app, &form(&permit, &fields), &import).await?;
    let told = format!("已放弃导入「{}」，没有改动任何数据", import.batch.file_name);
    Ok(redirect("/imports", Flash::ok(told)))
}
