//! Letting a project through a closed gate: by a leader, with a reason, shown for ever (plan 2.1, 6).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::Action;
use domain::ids::ProjectId;
use domain::projects::{Gate, GateState, Step, may_begin};
use serde::Deserialize;
use store::projects as rows;

use super::actions::{self, Sent};
use super::facts::{facts, place_for};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebError, WebResult, op_id,
};
use crate::shell::{page, redirect, refused};

/// The shortest reason that can say something.
const SHORTEST: usize = 6;

#[derive(Debug, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    gate: String,
}

#[derive(Template)]
#[template(path = "projects/exception.html")]
struct ExceptionPage {
    layout: Layout,
    id: ProjectId,
    title: String,
    gate: &'static str,
    gate_title: String,
    guards: &'static str,
    open: Vec<String>,
    reason: String,
    op_id: String,
    problems: Problems,
}

async fn view(
    app: &App,
    visitor: &Visitor,
    id: ProjectId,
    step: Step,
    reason: &str,
    problems: Problems,
) -> WebResult<ExceptionPage> {
    let project = rows::project(app.db.read(), id).await?;
    let facts = facts(app.db.read(), app.clock.today(), &project).await?;
    let gate = Gate::of(step, &facts);
    if gate.state() != GateState::Closed || !may_begin(step, &facts) {
        return Err(WebError::refused(format!(
            "{}现在不需要例外放行",
            step.gate()
        )));
    }
    Ok(ExceptionPage {
        layout: Layout::of(app, visitor, Nav::Projects).await?,
        id,
        title: project.title,
        gate: step.value(),
        gate_title: gate.title(),
        guards: step.guards(),
        open: gate
            .open_conditions()
            .map(|one| one.label.to_owned())
            .collect(),
        reason: reason.to_owned(),
        op_id: op_id(),
        problems,
    })
}

fn gate_of(text: &str) -> WebResult<Step> {
    text.parse()
        .map_err(|_| WebError::refused("没有这个关口，请从项目页的关口卡片进来"))
}

pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    Query(which): Query<Which>,
) -> WebResult<Response> {
    let project = rows::project(app.db.read(), id).await?;
    let place = place_for(app.db.read(), &visitor.actor, &project).await?;
    visitor.actor.permit(Action::GrantException, &place)?;
    let view = view(
        &app,
        &visitor,
        id,
        gate_of(&which.gate)?,
        "",
        Problems::default(),
    )
    .await?;
    page(&view)
}

pub(super) async fn grant(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    fields: Fields,
) -> WebResult<Response> {
    let project = rows::project(app.db.read(), id).await?;
    let place = place_for(app.db.read(), &visitor.actor, &project).await?;
    let permit = visitor.actor.permit(Action::GrantException, &place)?;
    let step = gate_of(fields.text("gate"))?;
    let reason = fields.text("reason");
    if reason.chars().count() < SHORTEST {
        let problem = Problem::new("reason", "请写明理由：为什么等不及，缺的什么时候补上");
        return refused(&view(&app, &visitor, id, step, reason, problem.into()).await?);
    }
    let sent = Sent {
        op_id: fields.text("op_id"),
        version: project.version,
    };
    let to = actions::grant(&app, &permit, id, step, reason, sent).await?;
    Ok(redirect(
        &to,
        Flash::ok(format!("{}已按例外放行，项目页会一直写明。", step.gate())),
    ))
}
