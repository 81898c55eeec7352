//! A filled workbook: what is in it, what to look at, and taking it out with a reason (plan 6.3).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Permit};
use domain::dates::time_words;
use domain::ids::ExportId;
use domain::registration::mapping::Field;
use store::StoreError;
use store::registration::{self as rows, export};

use super::actions;
use super::records::Work;
use super::views::hash_words;
use crate::shell::{App, Fields, Layout, Nav, Problem, Problems, Visitor, WebResult, XLSX};
use crate::shell::{attachment, page, refused};

#[derive(Template)]
#[template(path = "registration/download.html")]
struct DownloadPage {
    layout: Layout,
    project: String,
    project_href: String,
    name: String,
    people: i64,
    at: String,
    by: String,
    reason: String,
    recipient: String,
    hash: String,
    columns: Vec<(String, String)>,
    warnings: Vec<String>,
    current: bool,
    why: String,
    problems: Problems,
}

async fn permitted(
    app: &App,
    visitor: &Visitor,
    id: ExportId,
) -> WebResult<(export::Model, Work, Permit)> {
    let export = rows::export(app.db.read(), id).await?;
    let work = Work::of(
        app.db.read(),
        export.project_id.ok_or(StoreError::NotFound)?,
    )
    .await?;
    let permit = visitor.actor.permit(Action::FillTemplate, &work.place()?)?;
    Ok((export, work, permit))
}

async fn view(
    app: &App,
    visitor: &Visitor,
    (export, work): (&export::Model, &Work),
    why: &str,
    problems: Problems,
) -> WebResult<DownloadPage> {
    let contents = rows::contents(export);
    let by = store::review::names(app.db.read(), [export.by_account]).await?;
    Ok(DownloadPage {
        layout: Layout::of(app, visitor, Nav::Registration).await?,
        project: work.project.title.clone(),
        project_href: format!("/registration/projects/{}", work.project.id),
        people: export.rows,
        at: time_words(export.at, app.clock.now()),
        by: by.into_values().next().unwrap_or_default(),
        reason: export.reason.clone(),
        recipient: export.recipient.clone().unwrap_or_else(|| "--".to_owned()),
        hash: hash_words(&export.file_sha256),
        columns: contents
            .columns
            .iter()
            .map(|(header, filled)| (header.clone(), filled_words(filled)))
            .collect(),
        current: rows::is_current(app.db.read(), export).await?,
        name: contents.file_name,
        warnings: contents.warnings,
        why: why.to_owned(),
        problems,
    })
}

/// A field's word, or the constant.
fn filled_words(filled: &str) -> String {
    if let Some(constant) = filled.strip_prefix('=') {
        return format!("统一填「{constant}」");
    }
    let field = Field::ALL.iter().find(|field| field.key() == filled);
    field.map_or(filled, |field| field.title()).to_owned()
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ExportId>,
) -> WebResult<Response> {
    let (export, work, _) = permitted(&app, &visitor, id).await?;
    let reason = export.reason.clone();
    page(
        &view(
            &app,
            &visitor,
            (&export, &work),
            &reason,
            Problems::default(),
        )
        .await?,
    )
}

pub(super) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ExportId>,
    fields: Fields,
) -> WebResult<Response> {
    let (export, work, permit) = permitted(&app, &visitor, id).await?;
    let reason = fields.text("reason");
    if reason.is_empty() {
        let problem = Problem::new("reason", "文件里有完整的证件号码，请写明为什么下载");
        return refused(&view(&app, &visitor, (&export, &work), "", problem.into()).await?);
    }
    let bytes = actions::download(&app, &permit, &export, reason).await?;
    let name = rows::contents(&export).file_name;
    Ok(attachment(&name, XLSX, bytes))
}
