//! The pages of portraits: the picture itself, a zip handed in, what became of it.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::access::{Action, Permit};
use domain::dates::time_words;
use domain::ids::{PhotoBatchId, ProjectId, StudentId};
use domain::registration::RegistrationState;
use domain::registration::photo::refusal;
use store::StoreError;
use store::people::{self as rows};
use store::registration::{RowOf, rows_of_project};

use super::batch::{Line, order};
use crate::registration::records::Work;
use crate::shell::{
    App, Layout, Nav, Problem, Problems, UploadUpTo, Visitor, WebResult, op_id, page, redirect,
    refused,
};

/// A class's portraits from a telephone fit.
pub(in super::super) const ZIP_MB: usize = 48;

/// A student's portrait, as a picture.
pub(in super::super) async fn picture(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<StudentId>,
) -> WebResult<Response> {
    let db = app.db.read();
    let owner = store::school::student(db, id).await?;
    let structure = store::school::structure(db).await?;
    let place = structure
        .class_place(owner.class_id)
        .ok_or(StoreError::NotFound)?
        .about(id);
    visitor.actor.permit(Action::ViewPhoto, &place)?;
    let photo = rows::photo_of(db, id).await?.ok_or(StoreError::NotFound)?;
    let bytes = app.files.get(&photo.sha256).await?;
    let headers = [
        (CONTENT_TYPE, "image/jpeg"),
        (CONTENT_DISPOSITION, "inline"),
    ];
    Ok((headers, bytes).into_response())
}

#[derive(Template)]
#[template(path = "people/photos/zip.html")]
struct ZipPage {
    layout: Layout,
    id: ProjectId,
    title: String,
    rules: String,
    mb: usize,
    total: usize,
    good: usize,
    faulty: Vec<String>,
    missing: Vec<String>,
    op_id: String,
    problems: Problems,
}

/// The rows whose portraits the visitor may hand in, with the permit for one of them.
async fn reached(
    app: &App,
    visitor: &Visitor,
    id: ProjectId,
) -> WebResult<(Work, Vec<RowOf>, Permit)> {
    let db = app.db.read();
    let work = Work::of(db, id).await?;
    let mut all = rows_of_project(db, id).await?;
    all.retain(|one| one.row.state != RegistrationState::Withdrawn);
    let mut permit = visitor.actor.permit(Action::CollectPhotos, &work.place()?);
    let mut own = Vec::new();
    for one in all {
        let place = work.list_place(one.student.class_id)?;
        if let Ok(given) = visitor.actor.permit(Action::CollectPhotos, &place) {
            own.push(one);
            permit = Ok(given);
        }
    }
    Ok((work, own, permit?))
}

async fn view(
    app: &App,
    visitor: &Visitor,
    (work, own): (&Work, &[RowOf]),
    problems: Problems,
) -> WebResult<ZipPage> {
    let ids: Vec<StudentId> = own.iter().map(|one| one.student.id).collect();
    let photos = rows::photos_of(app.db.read(), &ids).await?;
    let (mut faulty, mut missing) = (Vec::new(), Vec::new());
    for one in own {
        let name = &one.student.name;
        match photos.get(&one.student.id) {
            None => missing.push(name.clone()),
            Some(photo) => {
                if let Some(why) = refusal(&work.plan.photo, &photo.measure) {
                    faulty.push(format!("{name}：{why}"));
                }
            }
        }
    }
    Ok(ZipPage {
        layout: Layout::of(app, visitor, Nav::Registration).await?,
        id: work.project.id,
        title: work.project.title.clone(),
        rules: work.plan.photo.words(),
        mb: ZIP_MB,
        total: own.len(),
        good: own.len() - faulty.len() - missing.len(),
        faulty,
        missing,
        op_id: op_id(),
        problems,
    })
}

pub(in super::super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
) -> WebResult<Response> {
    let (work, own, _) = reached(&app, &visitor, id).await?;
    page(&view(&app, &visitor, (&work, &own), Problems::default()).await?)
}

pub(in super::super) async fn hand_in(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    upload: UploadUpTo<ZIP_MB>,
) -> WebResult<Response> {
    let (work, own, permit) = reached(&app, &visitor, id).await?;
    if upload.bytes.is_empty() {
        let problem = Problem::new("file", "还没有选择压缩包。请选一份 zip 再上传");
        return refused(&view(&app, &visitor, (&work, &own), problem.into()).await?);
    }
    let students: BTreeSet<StudentId> = own.iter().map(|one| one.student.id).collect();
    let file = (upload.file_name.as_str(), upload.bytes.to_vec());
    let done = order(
        &app,
        &permit,
        &work,
        file,
        students,
        upload.fields.text("op_id"),
    )
    .await?;
    Ok(redirect(&done.to, done.flash))
}

#[derive(Template)]
#[template(path = "people/photos/result.html")]
struct ResultPage {
    layout: Layout,
    title: String,
    project: String,
    href: String,
    about: String,
    kept: usize,
    lines: Vec<Line>,
}

/// Of one's own zips only.
pub(in super::super) async fn result(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<PhotoBatchId>,
) -> WebResult<Response> {
    let batch = rows::batch(app.db.read(), id).await?;
    if batch.by_account != visitor.actor.account() {
        return Err(StoreError::NotFound.into());
    }
    let (work, ..) = reached(&app, &visitor, batch.project_id).await?;
    let mut lines: Vec<Line> = batch
        .lines
        .and_then(|lines| serde_json::from_value(lines).ok())
        .unwrap_or_default();
    let order = |line: &Line| match line.kind.as_str() {
        "out" => 0,
        "fault" => 1,
        "warn" => 2,
        _ => 3,
    };
    lines.sort_by_key(order);
    page(&ResultPage {
        layout: Layout::of(&app, &visitor, Nav::Registration).await?,
        title: format!("证件照「{}」", batch.file_name),
        project: work.project.title.clone(),
        href: format!("/registration/projects/{}/photos", work.project.id),
        about: batch.done_at.map_or("正在处理".to_owned(), |at| {
            format!("{} 处理完", time_words(at, app.clock.now()))
        }),
        kept: lines.iter().filter(|line| line.kind != "out").count(),
        lines,
    })
}
