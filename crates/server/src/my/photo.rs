//! The student's portrait: what is asked for, the one in use, and a new one.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::dates::time_words;
use domain::ids::{RegistrationId, StudentId};
use domain::registration::photo::judge;

use super::who;
use crate::people::{Own, take_one};
use crate::shell::{
    App, Layout, Problems, Upload, Visitor, WebResult, op_id, page, redirect, refused,
};

#[derive(Template)]
#[template(path = "my/photo.html")]
struct PhotoPage {
    layout: Layout,
    student: StudentId,
    rules: String,
    /// When the one in use was taken in, empty when there is none.
    since: String,
    faults: Vec<String>,
    good: bool,
    returned: String,
    op_id: String,
    problems: Problems,
}

async fn view(app: &App, visitor: &Visitor, own: &Own, problems: Problems) -> WebResult<PhotoPage> {
    let used = store::people::photo_of(app.db.read(), own.student.id).await?;
    let faults = used
        .as_ref()
        .map(|photo| judge(&own.work.plan.photo, &photo.measure))
        .unwrap_or_default();
    let returned = own.row.state == domain::registration::RegistrationState::Returned
        && own.row.field == Some(domain::registration::Field::Photo);
    Ok(PhotoPage {
        layout: who::layout(app, visitor).await?,
        student: own.student.id,
        rules: own.work.plan.photo.words(),
        since: used.map_or(String::new(), |photo| time_words(photo.at, app.clock.now())),
        good: faults
            .iter()
            .all(domain::registration::photo::PhotoFault::is_warning),
        faults: faults.iter().map(ToString::to_string).collect(),
        returned: own
            .row
            .reason
            .clone()
            .filter(|_| returned)
            .unwrap_or_default(),
        op_id: op_id(),
        problems,
    })
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RegistrationId>,
) -> WebResult<Response> {
    let (own, _) = who::own(&app, &visitor, id).await?;
    page(&view(&app, &visitor, &own, Problems::default()).await?)
}

pub(super) async fn take(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RegistrationId>,
    upload: Upload,
) -> WebResult<Response> {
    let (own, permit) = who::own(&app, &visitor, id).await?;
    let here = format!("/my/photo/{id}");
    let op = upload.fields.text("op_id");
    match take_one(&app, &permit, &own, upload.bytes.clone(), (op, &here)).await? {
        Ok(done) => Ok(redirect(&done.to, done.flash)),
        Err(problem) => refused(&view(&app, &visitor, &own, problem.into()).await?),
    }
}
