//! What is done when something goes wrong, step by step, with names and telephones (plan 4.3.4).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Place};
use domain::guidance::IncidentKind;
use store::StoreError;
use store::guidance::{self as rows, StepText};

use super::actions;
use crate::shell::{
    App, Fields, Layout, Nav, Problem, Problems, Visitor, WebResult, op_id, page, redirect, refused,
};

/// Steps a form offers.
const STEPS: usize = 8;

/// The steps for one thing that may go wrong.
struct Case {
    kind: &'static str,
    label: &'static str,
    steps: Vec<StepText>,
}

#[derive(Template)]
#[template(path = "guidance/incidents.html")]
struct IncidentsPage {
    layout: Layout,
    cases: Vec<Case>,
    may_edit: bool,
}

#[derive(Template)]
#[template(path = "guidance/incident.html")]
struct EditPage {
    layout: Layout,
    label: &'static str,
    steps: Vec<StepText>,
    op_id: String,
    problems: Problems,
}

async fn steps_of(app: &App, kind: IncidentKind) -> WebResult<Vec<StepText>> {
    let all = rows::incident_steps(app.db.read()).await?;
    let own = all.into_iter().filter(|step| step.kind == kind);
    let text = |step: rows::incident_step::Model| StepText {
        act: step.act,
        who: step.who,
        phone: step.phone,
    };
    Ok(own.map(text).collect())
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let mut cases = Vec::with_capacity(IncidentKind::ALL.len());
    for kind in IncidentKind::ALL {
        cases.push(Case {
            kind: kind.value(),
            label: kind.label(),
            steps: steps_of(&app, *kind).await?,
        });
    }
    page(&IncidentsPage {
        layout: Layout::of(&app, &visitor, Nav::Guidance).await?,
        cases,
        may_edit: visitor.actor.may_somewhere(Action::KeepIncidentPlan),
    })
}

fn kind_of(text: &str) -> WebResult<IncidentKind> {
    Ok(text.parse().map_err(|_| StoreError::NotFound)?)
}

pub(super) async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    Path(kind): Path<String>,
) -> WebResult<Response> {
    visitor
        .actor
        .permit(Action::KeepIncidentPlan, &Place::SCHOOL)?;
    let kind = kind_of(&kind)?;
    let steps = steps_of(&app, kind).await?;
    page(&form(&app, &visitor, kind, steps, Problems::default()).await?)
}

async fn form(
    app: &App,
    visitor: &Visitor,
    kind: IncidentKind,
    mut steps: Vec<StepText>,
    problems: Problems,
) -> WebResult<EditPage> {
    let empty = || StepText {
        act: String::new(),
        who: String::new(),
        phone: String::new(),
    };
    steps.resize_with(STEPS.max(steps.len()), empty);
    Ok(EditPage {
        layout: Layout::of(app, visitor, Nav::Guidance).await?,
        label: kind.label(),
        steps,
        op_id: op_id(),
        problems,
    })
}

pub(super) async fn write(
    State(app): State<App>,
    visitor: Visitor,
    Path(kind): Path<String>,
    fields: Fields,
) -> WebResult<Response> {
    let permit = visitor
        .actor
        .permit(Action::KeepIncidentPlan, &Place::SCHOOL)?;
    let kind = kind_of(&kind)?;
    let typed: Vec<StepText> = fields
        .all("act")
        .zip(fields.all("who"))
        .zip(fields.all("phone"))
        .map(|((act, who), phone)| StepText {
            act: act.to_owned(),
            who: who.to_owned(),
            phone: phone.to_owned(),
        })
        .filter(|step| !(step.act.is_empty() && step.who.is_empty() && step.phone.is_empty()))
        .collect();
    let mut problems = Problems::default();
    for (at, step) in typed.iter().enumerate() {
        if step.act.is_empty() || step.who.is_empty() {
            let sentence = format!("第 {} 步：做什么和谁来做都要写", at + 1);
            problems.push(Problem::new(format!("step-{at}"), sentence));
        }
    }
    if !problems.is_empty() {
        return refused(&form(&app, &visitor, kind, typed, problems).await?);
    }
    let op = fields.text("op_id");
    let done = actions::write_incident(&app, &permit, kind, &typed, op).await?;
    Ok(redirect(&done.to, done.flash))
}
