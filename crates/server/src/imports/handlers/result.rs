//! What an import did, until it is taken back.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::ids::{BatchId, StudentId};
use domain::import::{ChangeKind, ImportState};
use store::{Page, Paged, import as rows, school};

use super::super::actions;
use super::super::kinds;
use super::super::lists::Counts;
use super::super::record::Import;
use super::super::views::{DidRow, ResultPage, Touched};
use super::form;
use crate::shell::{App, Fields, Flash, Layout, Nav, Pager, Visitor, WebResult, page, redirect};

const ROWS: u64 = 100;

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(in super::super) struct ResultQuery {
    show: String,
    page: String,
}

pub(in super::super) async fn result(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    Query(query): Query<ResultQuery>,
) -> WebResult<Response> {
    let (import, _) = Import::permitted(&app, &visitor, id).await?;
    let obstacles = match import.batch.state {
        ImportState::Done => kinds::obstacles(&app, app.db.read(), &import).await?,
        ImportState::Undone => Vec::new(),
        ImportState::Uploaded
        | ImportState::Mapped
        | ImportState::Checked
        | ImportState::Writing
        | ImportState::Abandoned => return Ok(redirect(&format!("/imports/{id}"), None)),
    };
    let counts = import.counts().unwrap_or_default();
    let touched = touched(&app, &import, counts, &query).await?;
    let layout = Layout::of(&app, &visitor, Nav::Imports).await?;
    page(&ResultPage::of(
        layout, &app, &import, counts, obstacles, touched,
    ))
}

/// One page of the records that the import made or changed.
async fn touched(
    app: &App,
    import: &Import,
    counts: Counts,
    query: &ResultQuery,
) -> WebResult<Touched> {
    let (show, kind) = match query.show.as_str() {
        "changed" => ("changed", ChangeKind::Changed),
        "" if counts.new == 0 => ("changed", ChangeKind::Changed),
        _ => ("new", ChangeKind::New),
    };
    let at = Page::new(query.page.parse().unwrap_or(1), ROWS);
    let found = rows::touched(app.db.read(), import.id(), import.kind.object(), kind, at).await?;
    let base = import.path(&format!("result?show={show}&"));
    Ok(Touched {
        show,
        pager: Pager::new(at, found.total, base),
        rows: did(app, found).await?,
    })
}

/// The records of the page by their names of today; who was removed again is not listed.
async fn did(app: &App, touched: Paged<rows::change::Model>) -> WebResult<Vec<DidRow>> {
    let ids: Vec<StudentId> = touched
        .items
        .iter()
        .map(|change| StudentId::new(change.object_id))
        .collect();
    let people = school::students_by_id(app.db.read(), &ids).await?;
    let structure = school::structure(app.db.read()).await?;
    let row = |change: &rows::change::Model| {
        let student = people
            .iter()
            .find(|student| i64::from(student.id) == change.object_id)?;
        Some(DidRow {
            row: change.row,
            number: student.school_number.clone(),
            name: student.name.clone(),
            class: structure
                .class(student.class_id)
                .map(|class| class.name.clone())
                .unwrap_or_default(),
            href: format!("/students/{}", student.id),
        })
    };
    Ok(touched.items.iter().filter_map(row).collect())
}

pub(in super::super) async fn undo(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    let flash = match actions::undo(&app, &form(&permit, &fields), &import).await? {
        Ok(done) => Flash::ok(format!("已撤销这次导入：{done}")),
        Err(obstacles) => {
            let said: Vec<_> = obstacles.into_iter().map(|one| one.sentence).collect();
            Flash::warn(format!("不能撤销：{}", said.join("；")))
        }
    };
    Ok(redirect(&import.path("result"), flash))
}

pub(in super::super) async fn again(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
    fields: Fields,
) -> WebResult<Response> {
    let (import, permit) = Import::permitted(&app, &visitor, id).await?;
    Ok(redirect(
        &actions::again(&app, &form(&permit, &fields), &import).await?,
        None,
    ))
}
