//! The office's word on a project, from the pane on the desk (plan 6.1).

use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::ids::{ProjectId, ReviewId};
use domain::projects::ProjectField;
use store::StoreError;
use store::projects as rows;

use super::actions::{self, Decision, Sent};
use super::facts::place_for;
use crate::desk;
use crate::shell::{App, Fields, Problem, Visitor, WebError, WebResult, redirect};

pub(super) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    fields: Fields,
) -> WebResult<Response> {
    let project = rows::project(app.db.read(), id).await?;
    let place = place_for(app.db.read(), &visitor.actor, &project).await?;
    let permit = visitor.actor.permit(Action::ReviewProject, &place)?;
    let review: ReviewId = fields
        .text("review")
        .parse()
        .map_err(|_| StoreError::NotFound)?;
    let reason = fields.text("reason");
    let field = Some(fields.text("field")).filter(|field| field.parse::<ProjectField>().is_ok());
    let decision = match fields.text("act") {
        "approve" => Decision::Approve,
        "return" if reason.is_empty() => {
            let problem = Problem::new("why", "请写明退回理由：哪里不对，怎样改");
            return desk::again(&app, &visitor, review, fields.text("field"), problem).await;
        }
        "return" => Decision::Return { reason, field },
        other => {
            return Err(WebError::refused(format!(
                "没有「{other}」这个办法，请回到工作台再选"
            )));
        }
    };
    let to = desk::next_after(&app, &visitor, review).await?;
    let sent = Sent {
        op_id: fields.text("op_id"),
        version: fields.text("version").parse().unwrap_or_default(),
    };
    let to = actions::decide(
        &app,
        &visitor.actor,
        &permit,
        (id, review),
        &decision,
        sent,
        &to,
    )
    .await?;
    Ok(redirect(&to, None))
}
