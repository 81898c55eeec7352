//! What is done with projects, each in one transaction with its record.

use chrono::Datelike;
use domain::access::{Actor, Permit};
use domain::ids::{AccountId, ProjectId, ReviewId};
use domain::plan::PlanParameters;
use domain::projects::{Event, Gate, GateState, NotNow, ProjectState, Step, may_begin};
use domain::review::{Happened, ReviewKind};
use serde_json::json;
use store::audit::{self, AuditDraft};
use store::projects::{self as rows, ProjectValues, project};
use store::review::Kept;
use store::{StoreError, Tx, operations};

use super::answers::content;
use super::facts;
use crate::review::actions::{self as review, HandedIn};
use crate::shell::{App, WebError, WebResult};

/// A form's own number and the version its page was made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent<'a> {
    pub(crate) op_id: &'a str,
    pub(crate) version: i32,
}

/// Open a project as a draft; answers its page.
pub(crate) async fn open(
    app: &App,
    permit: &Permit,
    values: &ProjectValues,
    sent: Sent<'_>,
) -> WebResult<String> {
    let (by, now) = (person(permit)?, app.clock.now());
    let tx = app.db.begin().await?;
    if let Some(to) = again(app, &tx, by, sent).await? {
        return Ok(to);
    }
    let code = rows::next_code(&tx, app.clock.today().year()).await?;
    let id = rows::create(&tx, &code, values, by, now).await?;
    let project = rows::project(&tx, id).await?;
    let after = content(&tx, &project).await?;
    let draft = draft(app, permit, "open_project", &project).change(None, Some(after));
    done(&tx, by, sent, format!("/projects/{id}"), draft).await?;
    tx.commit().await?;
    Ok(format!("/projects/{id}"))
}

/// Change a draft or a returned project.
pub(crate) async fn edit(
    app: &App,
    permit: &Permit,
    id: ProjectId,
    values: &ProjectValues,
    sent: Sent<'_>,
) -> WebResult<String> {
    let by = person(permit)?;
    let tx = app.db.begin().await?;
    if let Some(to) = again(app, &tx, by, sent).await? {
        return Ok(to);
    }
    let project = rows::project(&tx, id).await?;
    if !project.state.editable() {
        return Err(WebError::refused(format!(
            "项目{}，现在不能改。要改的话，请审核的人退回",
            project.state.label()
        )));
    }
    let before = content(&tx, &project).await?;
    rows::update(&tx, id, sent.version, values).await?;
    let after = content(&tx, &rows::project(&tx, id).await?).await?;
    let to = format!("/projects/{id}");
    if before == after {
        operations::led_to(&tx, by, sent.op_id, &to).await?;
    } else {
        let draft = draft(app, permit, "edit_project", &project).change(Some(before), Some(after));
        done(&tx, by, sent, to.clone(), draft).await?;
    }
    tx.commit().await?;
    Ok(to)
}

/// Hand the project in to its reviewers (plan 6.1).
pub(crate) async fn submit(
    app: &App,
    permit: &Permit,
    id: ProjectId,
    sent: Sent<'_>,
) -> WebResult<String> {
    let by = person(permit)?;
    let tx = app.db.begin().await?;
    if let Some(to) = again(app, &tx, by, sent).await? {
        return Ok(to);
    }
    let project = rows::project(&tx, id).await?;
    step(app, &tx, &project, sent.version, Event::Submitted).await?;
    let plan = plan(&tx, &project).await?;
    let given = HandedIn {
        kind: ReviewKind::Project,
        object_id: id.get(),
        project: Some(id),
        group: project.group_id,
        title: &project.title,
        deadline: project.registration_deadline,
        plan: &plan,
        content: Some(content(&tx, &project).await?),
    };
    let to = format!("/projects/{id}");
    operations::led_to(&tx, by, sent.op_id, &to).await?;
    review::submit(app, &tx, permit, &given).await?;
    tx.commit().await?;
    Ok(to)
}

/// A reviewer's word on a project.
pub(crate) enum Decision<'a> {
    Approve,
    Return {
        reason: &'a str,
        field: Option<&'a str>,
    },
}

/// Decide the review that waits; `to` is the page to go on to.
pub(crate) async fn decide(
    app: &App,
    actor: &Actor,
    permit: &Permit,
    (id, review_id): (ProjectId, ReviewId),
    decision: &Decision<'_>,
    sent: Sent<'_>,
    to: &str,
) -> WebResult<String> {
    let by = person(permit)?;
    let tx = app.db.begin().await?;
    if let Some(to) = again(app, &tx, by, sent).await? {
        return Ok(to);
    }
    let kept = store::review::review(&tx, review_id).await?;
    if kept.review.kind != ReviewKind::Project || kept.object_id != id.get() {
        return Err(StoreError::NotFound.into());
    }
    operations::led_to(&tx, by, sent.op_id, to).await?;
    decide_in(app, &tx, actor, permit, (&kept, sent.version), decision).await?;
    tx.commit().await?;
    Ok(to.to_owned())
}

/// Decide inside a transaction; `version` is that of the review the page showed.
pub(crate) async fn decide_in(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    permit: &Permit,
    (kept, version): (&Kept, i32),
    decision: &Decision<'_>,
) -> WebResult<()> {
    let project = rows::project(tx, ProjectId::new(kept.object_id)).await?;
    if kept.version != version {
        return Err(StoreError::Stale.into());
    }
    let happened = match decision {
        Decision::Approve => review::approve(app, tx, actor, permit, kept).await?,
        Decision::Return { reason, field } => {
            review::return_to_author(app, tx, actor, permit, kept, reason, *field).await?
        }
    };
    let event = match happened {
        Happened::Approved => Event::Approved,
        Happened::Returned { .. } => Event::Returned,
        _ => return Ok(()),
    };
    step(app, tx, &project, project.version, event).await
}

/// The project goes back to where it was before the act that was taken back.
pub(crate) async fn after_take_back(
    app: &App,
    tx: &Tx,
    _permit: &Permit,
    kept: &Kept,
    happened: &Happened,
) -> WebResult<()> {
    let project = rows::project(tx, ProjectId::new(kept.object_id)).await?;
    let event = match happened {
        Happened::SubmissionTakenBack => Event::SubmissionTakenBack,
        // A step in the middle of the chain was taken back: the project was under review all the time.
        Happened::DecisionTakenBack { .. } if project.state == ProjectState::InReview => {
            return Ok(());
        }
        Happened::DecisionTakenBack { .. } => Event::DecisionTakenBack,
        _ => return Ok(()),
    };
    step(app, tx, &project, project.version, event).await
}

/// A leader lets the project through a closed gate; shown for ever.
pub(crate) async fn grant(
    app: &App,
    permit: &Permit,
    id: ProjectId,
    gate: Step,
    reason: &str,
    sent: Sent<'_>,
) -> WebResult<String> {
    let by = person(permit)?;
    let tx = app.db.begin().await?;
    if let Some(to) = again(app, &tx, by, sent).await? {
        return Ok(to);
    }
    let project = rows::project(&tx, id).await?;
    let facts = facts(&tx, app.clock.today(), &project).await?;
    if Gate::of(gate, &facts).state() != GateState::Closed || !may_begin(gate, &facts) {
        return Err(WebError::refused(format!(
            "{}现在不需要例外放行",
            gate.gate()
        )));
    }
    rows::grant_exception(&tx, id, gate, reason, by, app.clock.now()).await?;
    let draft = draft(app, permit, "grant_exception", &project)
        .change(None, Some(json!({ "gate": gate.gate() })))
        .because(reason);
    let to = format!("/projects/{id}?step={}#gate", gate.value());
    done(&tx, by, sent, to.clone(), draft).await?;
    tx.commit().await?;
    Ok(to)
}

/// Move the project on, or say why not.
async fn step(
    app: &App,
    tx: &Tx,
    project: &project::Model,
    version: i32,
    event: Event,
) -> WebResult<()> {
    let facts = facts(tx, app.clock.today(), project).await?;
    let state = facts
        .after(event)
        .map_err(|why: NotNow| WebError::refused(why.to_string()))?;
    rows::set_state(tx, project.id, version, state).await?;
    Ok(())
}

async fn plan(tx: &Tx, project: &project::Model) -> WebResult<PlanParameters> {
    Ok(store::plan::plan_version(tx, project.plan_version_id)
        .await?
        .parameters)
}

/// Where the same form led before, if it was sent before.
async fn again(app: &App, tx: &Tx, by: AccountId, sent: Sent<'_>) -> WebResult<Option<String>> {
    if sent.op_id.is_empty() {
        return Err(WebError::refused(
            "这一页没有编号，可能是存下来的旧页面。请重新打开再办",
        ));
    }
    Ok(operations::first_time(tx, by, sent.op_id, app.clock.now()).await?)
}

/// Note where it led, and the record last: the chain is held from there to the commit.
async fn done(
    tx: &Tx,
    by: AccountId,
    sent: Sent<'_>,
    to: String,
    draft: AuditDraft,
) -> WebResult<()> {
    operations::led_to(tx, by, sent.op_id, &to).await?;
    audit::write(tx, draft).await?;
    Ok(())
}

fn person(permit: &Permit) -> WebResult<AccountId> {
    permit
        .account()
        .ok_or_else(|| WebError::internal("a person acts on a project"))
}

fn draft(app: &App, permit: &Permit, action: &str, project: &project::Model) -> AuditDraft {
    let draft = AuditDraft::new(permit, app.clock.now(), action);
    draft
        .on("project", project.id.get(), &project.title)
        .project(project.id)
}
