//! The list of imports, and the pages before there is something to check.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use documents::sheets::blank::blank as blank_workbook;
use domain::access::{Permit, Place};
use domain::dates::time_words;
use domain::ids::{BatchId, RoundId};
use domain::import::ImportState;
use domain::selection::Pass;
use store::{Page, StoreError, import as rows};

use super::super::actions::{self, Begun, Form};
use super::super::kinds::{self, Base, Kind};
use super::super::options::Options;
use super::super::record::Import;
use super::super::views::{KindRow, KindsPage, ListPage, ListRow, STEPS, UploadPage, first_page};
use crate::shell::{
    App, Flash, Layout, Nav, Pager, Problem, Problems, Upload, Visitor, WebError, WebResult, XLSX,
    attachment, page, redirect, refused,
};

const ROWS: u64 = 50;

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(in super::super) struct ListQuery {
    page: String,
}

/// What the addresses of the first two pages say of an import.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(in super::super) struct Aim {
    kind: String,
    round: Option<RoundId>,
    pass: Option<Pass>,
}

impl Aim {
    fn options(&self) -> Options {
        Options {
            round: self.round,
            pass: self.pass,
            ..Options::default()
        }
    }
}

/// The kinds a visitor may import somewhere; a visitor who may none is refused as for the first.
fn own_kinds(visitor: &Visitor) -> WebResult<Vec<Kind>> {
    let may = |kind: &Kind| visitor.actor.may_somewhere(kind.action());
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(may).collect();
    if kinds.is_empty() {
        visitor
            .actor
            .permit(Kind::Students.action(), &Place::SCHOOL)?;
    }
    Ok(kinds)
}

/// The kind an address names, if the visitor may bring it in at the place it belongs to.
async fn permitted(
    app: &App,
    visitor: &Visitor,
    key: &str,
    options: &Options,
) -> WebResult<(Kind, Permit)> {
    let kind = Kind::of_key(key).ok_or(StoreError::NotFound)?;
    let place = kinds::place(app.db.read(), kind, options).await?;
    let permit = visitor.actor.permit(kind.action(), &place)?;
    kinds::may_look(app.db.read(), kind, options, visitor.actor.account()).await?;
    Ok((kind, permit))
}

pub(in super::super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<ListQuery>,
) -> WebResult<Response> {
    let own = own_kinds(&visitor)?;
    let at = Page::new(query.page.parse().unwrap_or(1), ROWS);
    // Rosters belong to the school; of scores everyone sees the own ones.
    let school: Vec<&str> = own
        .iter()
        .filter(|kind| **kind == Kind::Students)
        .map(|kind| kind.key())
        .collect();
    let found = rows::imports(app.db.read(), &school, visitor.actor.account(), at).await?;
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
    let open = matches!(
        import.batch.state,
        ImportState::Uploaded | ImportState::Mapped | ImportState::Checked
    );
    let counts = import
        .counts()
        .filter(|_| !open)
        .map(|counts| format!("新增 {}，修改 {}", counts.new, counts.changed));
    ListRow {
        href: format!("/imports/{}", import.id()),
        kind: import.kind.name(),
        when: time_words(
            import.batch.done_at.unwrap_or(import.batch.created_at),
            app.clock.now(),
        ),
        counts: counts.unwrap_or_else(|| "--".to_owned()),
        badge: match import.batch.state {
            ImportState::Uploaded
            | ImportState::Mapped
            | ImportState::Checked
            | ImportState::Writing => "info",
            ImportState::Done => "",
            ImportState::Undone | ImportState::Abandoned => "mute",
        },
        state: import.batch.state.label(),
        file: import.batch.file_name,
        who,
        open,
    }
}

pub(in super::super) async fn kinds(
    State(app): State<App>,
    visitor: Visitor,
    Query(aim): Query<Aim>,
) -> WebResult<Response> {
    let own = own_kinds(&visitor)?;
    // Scores belong to a round, so they are offered only on the way from one.
    let offered = own.into_iter().filter(|kind| match kind {
        Kind::Students => aim.round.is_none(),
        Kind::Scores => aim.round.is_some(),
    });
    let kinds = offered
        .map(|kind| KindRow::of(kind, &aim.options()))
        .collect();
    page(&KindsPage {
        layout: Layout::of(&app, &visitor, Nav::Imports).await?,
        steps: STEPS.to_vec(),
        kinds,
    })
}

pub(in super::super) async fn blank(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(aim): Query<Aim>,
) -> WebResult<Response> {
    let (kind, _) = permitted(&app, &visitor, &key, &aim.options()).await?;
    let base = Base::load(&app, app.db.read(), kind, &aim.options()).await?;
    let bytes = blank_workbook(kind.name(), &base.blank_columns()).map_err(WebError::internal)?;
    Ok(attachment(&format!("{kind}模板.xlsx"), XLSX, bytes))
}

pub(in super::super) async fn upload_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(aim): Query<Aim>,
) -> WebResult<Response> {
    let (kind, _) = permitted(&app, &visitor, &key, &aim.options()).await?;
    let layout = Layout::of(&app, &visitor, Nav::Imports).await?;
    page(&UploadPage::of(
        layout,
        kind,
        &aim.options(),
        Problems::default(),
    ))
}

pub(in super::super) async fn upload(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(aim): Query<Aim>,
    upload: Upload,
) -> WebResult<Response> {
    let create_structure = upload.fields.text("structure") == "create";
    let options = Options {
        create_structure,
        ..aim.options()
    };
    let (kind, permit) = permitted(&app, &visitor, &key, &options).await?;
    let form = Form {
        permit: &permit,
        op_id: upload.fields.text("op_id"),
    };
    let sent = (upload.file_name.clone(), upload.bytes.to_vec());
    let sentence = if upload.file_name.is_empty() && upload.bytes.is_empty() {
        "还没有选文件，请选一份名册".to_owned()
    } else {
        match actions::begin(&app, &form, kind, options.clone(), sent).await? {
            Begun::At(location) => return Ok(redirect(&location, None)),
            Begun::Before(done) => {
                let when = time_words(done.done_at.unwrap_or(done.created_at), app.clock.now());
                let told = format!("这份文件 {when} 已导入过，结果在此");
                return Ok(redirect(
                    &format!("/imports/{}/result", done.id),
                    Flash::info(told),
                ));
            }
            Begun::NotTaken(why) => why.to_string(),
        }
    };
    let layout = Layout::of(&app, &visitor, Nav::Imports).await?;
    let problems = Problem::new("file", sentence).into();
    refused(&UploadPage::of(layout, kind, &options, problems))
}

/// The page an import stands at.
fn present(import: &Import) -> String {
    match import.batch.state {
        ImportState::Uploaded
            if import.options.sheet.is_none() && !import.options.sheets.is_empty() =>
        {
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
    let broken_off =
        import.batch.state == ImportState::Writing && import.is_open(app.db.read()).await?;
    let to = if broken_off {
        import.path("check")
    } else {
        present(&import)
    };
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
        1 => first_page(import.kind, &import.options),
        2 => format!(
            "/imports/upload/{}{}",
            import.kind.key(),
            Kind::query(&import.options)
        ),
        3 => import.path("columns"),
        4 => import.path("check"),
        _ => import.path("confirm"),
    };
    Ok(redirect(&to, None))
}
