//! Fourth page: the three lists, two rows side by side, the wrong rows to keep.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use documents::sheets::wrong_rows::{WrongCell, wrong_rows as wrong_workbook};
use domain::access::Permit;
use domain::ids::BatchId;

use super::super::actions;
use super::super::checkup::Checkup;
use super::super::record::Import;
use super::super::views::{CheckPage, Head, PairPage, Place};
use super::{checked, form};
use crate::shell::{
    App, Fields, Layout, Nav, Visitor, WebError, WebResult, XLSX, attachment, page, redirect,
};

pub(in super::super) async fn check(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    Query(place): Query<Place>,
) -> WebResult<Response> {
    let (import, _) = Import::permitted(&app, &visitor, id).await?;
    let checkup = match checked(&app, &import).await? {
        Ok(checkup) => checkup,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let layout = Layout::of(&app, &visitor, Nav::Imports).await?;
    let head = Head::checked(&app, &import, &checkup);
    page(&CheckPage::of(
        layout, head, &import, &checkup, &place, None,
    ))
}

#[derive(serde::Deserialize)]
pub(in super::super) struct Pair {
    a: u32,
    b: u32,
}

pub(in super::super) async fn pair(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    Query(pair): Query<Pair>,
) -> WebResult<Response> {
    let (import, _) = Import::permitted(&app, &visitor, id).await?;
    let checkup = match checked(&app, &import).await? {
        Ok(checkup) => checkup,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let layout = Layout::of(&app, &visitor, Nav::Imports).await?;
    let head = Head::checked(&app, &import, &checkup);
    page(&PairPage::of(
        layout,
        head,
        &import,
        &checkup,
        (pair.a, pair.b),
    ))
}

pub(in super::super) async fn wrong_rows(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit): (Import, Permit) = Import::permitted(&app, &visitor, id).await?;
    let checkup = match checked(&app, &import).await? {
        Ok(checkup) => checkup,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if checkup.lists.errors.is_empty() {
        return Ok(redirect(&import.path("check"), None));
    }
    let header = &checkup.outcomes.header;
    let bytes = wrong_workbook(&checkup.grid, header.row, &wrong_cells(&import, &checkup))
        .map_err(WebError::internal)?;
    actions::note_download(
        &app,
        &form(&permit, &fields),
        &import,
        checkup.lists.refused.len(),
    )
    .await?;
    let stem = import
        .batch
        .file_name
        .rsplit_once('.')
        .map_or(import.batch.file_name.as_str(), |(stem, _)| stem);
    Ok(attachment(&format!("{stem}_错误行.xlsx"), XLSX, bytes))
}

/// Each wrong cell with what to do; where the column is missing, the first cell of the row speaks.
fn wrong_cells(import: &Import, checkup: &Checkup) -> Vec<WrongCell> {
    let table = import.kind.table();
    let place = |key: &str| {
        table
            .field(key)
            .and_then(|field| checkup.outcomes.header.position_of(field))
    };
    let cell = |problem: &domain::import::Problem| WrongCell {
        row: problem.row,
        column: place(&problem.field).unwrap_or(0),
        advice: format!("{}{}", problem.expected, problem.advice),
    };
    checkup.lists.errors.iter().map(cell).collect()
}
