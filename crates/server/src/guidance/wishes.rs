//! A wish on its way: the path asked for, given up, the office's word (plan 4.3.4).

use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::guidance::WishPath;
use domain::ids::{ReviewId, WishId};
use store::StoreError;
use store::guidance::{self as rows, wish};

use super::actions::{self, Decision};
use super::person::{self, Subject};
use crate::desk;
use crate::shell::{App, Fields, Problem, Visitor, WebError, WebResult, redirect};

async fn seen(app: &App, visitor: &Visitor, id: WishId) -> WebResult<(wish::Model, Subject)> {
    let wish = rows::wish(app.db.read(), id).await?;
    let about = (wish.project_id, wish.student_id);
    let subject = Subject::of(app, visitor, about).await?;
    Ok((wish, subject))
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<WishId>,
) -> WebResult<Response> {
    let (wish, _) = seen(&app, &visitor, id).await?;
    Ok(redirect(
        &actions::page(wish.project_id, wish.student_id),
        visitor.flash,
    ))
}

fn version(fields: &Fields) -> i32 {
    fields.text("version").parse().unwrap_or_default()
}

pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<WishId>,
    fields: Fields,
) -> WebResult<Response> {
    let (wish, subject) = seen(&app, &visitor, id).await?;
    let permit = subject.permit(&visitor, Action::RecordGuidance)?;
    let Ok(path) = fields.text("path").parse::<WishPath>() else {
        let problem = Problem::new("path", "请选一条办法");
        return person::again(&app, &visitor, &subject, fields, problem.into()).await;
    };
    let about = (&wish, &subject.student, &subject.project);
    let sent = (version(&fields), fields.text("op_id"));
    let done = actions::ask(&app, &permit, about, path, sent).await?;
    Ok(redirect(&done.to, done.flash))
}

pub(super) async fn drop_it(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<WishId>,
    fields: Fields,
) -> WebResult<Response> {
    let (wish, subject) = seen(&app, &visitor, id).await?;
    let permit = subject.permit(&visitor, Action::RecordGuidance)?;
    let sent = (version(&fields), fields.text("op_id"));
    let done = actions::drop_it(&app, &permit, (&wish, &subject.student), sent).await?;
    Ok(redirect(&done.to, done.flash))
}

pub(super) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<WishId>,
    fields: Fields,
) -> WebResult<Response> {
    let (_, subject) = seen(&app, &visitor, id).await?;
    let permit = subject.permit(&visitor, Action::ReviewWish)?;
    let review: ReviewId = fields
        .text("review")
        .parse()
        .map_err(|_| StoreError::NotFound)?;
    let reason = match fields.text("act") {
        "approve" => None,
        "return" if fields.text("reason").is_empty() => {
            let problem = Problem::new("why", "请写不同意的原因，学生和班主任会看到");
            return desk::again(&app, &visitor, review, "", problem).await;
        }
        "return" => Some(fields.text("reason")),
        _ => return Err(WebError::refused("没有这个办法，请回到工作台再选")),
    };
    let to = desk::next_after(&app, &visitor, review).await?;
    let decision = Decision {
        review,
        version: version(&fields),
        reason,
    };
    let sent = (to.as_str(), fields.text("op_id"));
    let done = actions::decide(&app, &visitor.actor, &permit, id, &decision, sent).await?;
    Ok(redirect(&done.to, done.flash))
}
