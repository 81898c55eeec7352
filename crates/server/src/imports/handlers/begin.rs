//! The list of imports, and the pages before there is something to check.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use documents::sheets::blank::blank as blank_workbook;
use domain::access::Place;
use domain::dates::time_words;
use domain::ids::BatchId;
use domain::import::ImportState;
use store::{Page, StoreError, import as rows};

use super::super::actions::{self, Begun, Form};
use super::super::kinds::{Base, Kind};
use super::super::lists::Counts;
use super::super::options::Options;
use super::super::record::Import;
use super::super::views::{KindRow, KindsPage, ListPage, ListRow, STEPS, UploadPage};
use crate::shell::{
    App, Flash, Layout, Nav, Pager, Problem, Problems, Upload, Visitor, WebError, WebResult, XLSX, attachment, page,
    redirect, refused,
};

const ROWS: u64 = 50;

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(in super::super) struct ListQuery {
    page: String,
}

/// The kinds a visitor may import somewhere; a visitor who may none is refused as for the first.
fn own_kinds(visitor: &Visitor) -> WebResult<Vec<Kind>> {
    let may = |kind: &Kind| visitor.actor.may_somewhere(kind.action());
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(may).collect();
    if kinds.is_empty() {
        visitor.actor.permit(Kind::Students.action(), &Place::SCHOOL)?;
    }
    Ok(kinds)
}

fn own_kind(visitor: &Visitor, key: &str) -> WebResult<Kind> {
    let kind = Kind::of_key(key).ok_or(StoreError::NotFound)?;
    own_kinds(visitor)?.into_iter().find(|own| *own == kind).ok_or_else(|| StoreError::NotFound.into())
}

pub(in super::super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<ListQuery>,
) -> WebResult<Response> {
    let kinds: Vec<&str> = own_kinds(&visitor)?.into_iter().map(Kind::key).collect();
    let at = Page::new(query.page.parse().unwrap_or(1), ROWS);
    let found = rows::imports(app.db.read(), &kinds, at).await?;
    let mut shown = Vec::with_capacity(found.items.len());
    for batch in found.items {
        let who = match batch.created_by {
            Some(account) => store::identity::account(app.db.read(), account).await?.name,
            None => "命令行".to_owned(),
        };
        shown.push(list_row(&app, Import::of(&app, batch)?, who));
    }
    page(&ListPage {
        layout: Layout::of(&app, &visitor, Nav::Imports).await?,
        rows: shown,
        pager: Pager::new(at, found.total, "/imports?".to_owned()),
    })
}

fn list_row(app: &App, import: Import, who: String) -> ListRow {
    let kept = import.batch.counts.clone().and_then(|kept| serde_json::from_value::<Counts>(kept).ok());
    let open = matches!(import.batch.state, ImportState::Uploaded | ImportState::Mapped | ImportState::Checked);
    let counts = kept.filter(|_| !open).map(|counts| format!("新增 {}，修改 {}", counts.new, counts.changed));
    ListRow {
        href: format!("/imports/{}", import.id()),
        kind: import.kind.name(),
        when: time_words(import.batch.done_at.unwrap_or(import.batch.created_at), app.clock.now()),
        counts: counts.unwrap_or_else(|| "--".to_owned()),
        badge: match import.batch.state {
            ImportState::Uploaded | ImportState::Mapped | ImportState::Checked | ImportState::Writing => "info",
            ImportState::Done => "",
            ImportState::Undone | ImportState::Abandoned => "mute",
        },
        state: import.batch.state.label(),
        file: import.batch.file_name,
        who,
        open,
    }
}

pub(in super::super) async fn kinds(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let kinds = own_kinds(&visitor)?.into_iter().map(KindRow::of).collect();
    page(&KindsPage { layout: Layout::of(&app, &visitor, Nav::Imports).await?, steps: STEPS.to_vec(), kinds })
}

pub(in super::super) async fn blank(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> WebResult<Response> {
    let kind = own_kind(&visitor, &key)?;
    let base = Base::load(&app, app.db.read(), kind).await?;
    let bytes = blank_workbook(kind.name(), &base.blank_columns()).map_err(WebError::internal)?;
    Ok(attachment(&format!("{kind}模板.xlsx"), XLSX, bytes))
}

pub(in super::super) async fn upload_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> WebResult<Response> {
    let kind = own_kind(&visitor, &key)?;
    let layout = Layout::of(&app, &visitor, Nav::Imports).await?;
    page(&UploadPage::of(layout, kind, false, Problems::default()))
}

pub(in super::super) async fn upload(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
    upload: Upload,
) -> WebResult<Response> {
    let kind = own_kind(&visitor, &key)?;
    let permit = visitor.actor.permit(kind.action(), &Place::SCHOOL)?;
    let create_structure = upload.fields.text("structure") == "create";
    let options = Options { create_structure, ..Options::default() };
    let form = Form { permit: &permit, op_id: upload.fields.text("op_id") };
    let sent = (upload.file_name.clone(), upload.bytes.to_vec());
    let sentence = if upload.file_name.is_empty() && upload.bytes.is_empty() {
        "还没有选文件，请选一份名册".to_owned()
    } else {
        match actions::begin(&app, &form, kind, options, sent).await? {
            Begun::At(location) => return Ok(redirect(&location, None)),
            Begun::Before(done) => {
                let when = time_words(done.done_at.unwrap_or(done.created_at), app.clock.now());
                let told = format!("这份文件 {when} 已导入过，结果在此");
                return Ok(redirect(&format!("/imports/{}/result", done.id), Flash::info(told)));
            }
            Begun::NotTaken(why) => why.to_string(),
        }
    };
    let layout = Layout::of(&app, &visitor, Nav::Imports).await?;
    let problems = Problem::new("file", sentence).into();
    refused(&UploadPage::of(layout, kind, create_structure, problems))
}

/// The page an import stands at.
fn present(import: &Import) -> String {
    match import.batch.state {
        ImportState::Uploaded if import.options.sheet.is_none() && !import.options.sheets.is_empty() => {
            import.path("sheet")
        }
        ImportState::Uploaded => import.path("columns"),
        ImportState::Mapped | ImportState::Checked => import.path("check"),
        ImportState::Writing => match import.batch.job_id {
            Some(job) => format!("/jobs/{job}"),
            None => import.path("check"),
        },
        ImportState::Done | ImportState::Undone => import.path("result"),
        ImportState::Abandoned => "/imports".to_owned(),
    }
}

pub(in super::super) async fn resume(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<BatchId>,
) -> WebResult<Response> {
    let (import, _) = Import::permitted(&app, &visitor, id).await?;
    let broken_off = import.batch.state == ImportState::Writing && import.is_open(app.db.read()).await?;
    let to = if broken_off { import.path("check") } else { present(&import) };
    Ok(redirect(&to, None))
}

/// The links of the steps that are done.
pub(in super::super) async fn step(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, number)): Path<(BatchId, u32)>,
) -> WebResult<Response> {
    let (import, _) = Import::permitted(&app, &visitor, id).await?;
    let to = match number {
        1 => "/imports/new".to_owned(),
        2 => format!("/imports/upload/{}", import.kind.key()),
        3 => import.path("columns"),
        4 => import.path("check"),
        _ => import.path("confirm"),
    };
    Ok(redirect(&to, None))
}
