//! The acts of review, each inside the caller's transaction: rule, rows, record, messages.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Actor, Permit};
use domain::ids::{AccountId, GroupId, ProjectId, ReviewId};
use domain::plan::PlanParameters;
use domain::review::{Happened, Refusal, Review, ReviewKind, ReviewStepState, Submission};
use serde_json::{Value, json};
use store::Tx;
use store::audit::{self, AuditDraft};
use store::review::{self as rows, Kept, NewReview};

use super::tell::{remind_next, tell_author, tell_next};
use super::waits_at;
use crate::shell::{App, WebError, WebResult};

/// What is handed in.
#[derive(Clone, Debug)]
pub(crate) struct HandedIn<'a> {
    pub(crate) kind: ReviewKind,
    pub(crate) object_id: i64,
    pub(crate) project: Option<ProjectId>,
    /// The major group it belongs to.
    pub(crate) group: GroupId,
    /// As people know it: `23会计3班 报名表（26 人）`.
    pub(crate) title: &'a str,
    /// The deadline it serves.
    pub(crate) deadline: Option<NaiveDate>,
    pub(crate) plan: &'a PlanParameters,
    /// What was handed in, masked: the next submission is compared with it.
    pub(crate) content: Option<Value>,
}

/// Hand an object in to its chain; whoever's turn it is hears of it.
pub(crate) async fn submit(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    given: &HandedIn<'_>,
) -> WebResult<ReviewId> {
    let (by, now) = (author(permit)?, app.clock.now());
    let earlier = rows::latest(tx, given.kind, given.object_id).await?;
    if earlier
        .as_ref()
        .is_some_and(|one| one.review.current().is_some())
    {
        return Err(WebError::refused("这一件已经提交，正在审核，不用再提交"));
    }
    let submission = Submission {
        kind: given.kind,
        group: given.group,
        by,
        at: now,
        due_on: Some(given.plan.review_due(app.clock.today(), given.deadline)),
        earlier_rounds: earlier.map_or(0, |one| one.review.round),
    };
    let review = Review::submit(&submission, given.plan.chains.of(given.kind));
    let new = NewReview {
        object_id: given.object_id,
        project_id: given.project,
        title: given.title,
        review: &review,
    };
    let id = rows::insert(tx, &new).await?;
    let kept = rows::review(tx, id).await?;
    let again = if review.round > 1 {
        "改好重交"
    } else {
        "提交"
    };
    tell_next(
        app,
        tx,
        permit,
        &kept,
        &format!("{}{again}，等你审核", permit.name()),
    )
    .await?;
    record(
        tx,
        draft(permit, now, "submit_review", &kept).change(None, given.content.clone()),
    )
    .await?;
    Ok(id)
}

/// Somebody looks at a review: ends the time in which the act before may be taken back.
pub(crate) async fn open(app: &App, actor: &Actor, kept: Kept) -> WebResult<Kept> {
    let opened = kept.review.open(actor, app.clock.now());
    if opened == kept.review {
        return Ok(kept);
    }
    let tx = app.db.begin().await?;
    // Read again: what was decided meanwhile is not to be overwritten by a look.
    let kept = rows::review(&tx, kept.id).await?;
    let opened = kept.review.open(actor, app.clock.now());
    if opened != kept.review {
        rows::save(&tx, &kept, &opened).await?;
    }
    let kept = rows::review(&tx, kept.id).await?;
    tx.commit().await?;
    Ok(kept)
}

/// Agree; the next step's turn comes, or the review is approved.
pub(crate) async fn approve(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    permit: &Permit,
    kept: &Kept,
) -> WebResult<Happened> {
    let now = app.clock.now();
    let (after, happened) = kept.review.approve(actor, now).map_err(refused)?;
    rows::save(tx, kept, &after).await?;
    let moved = Kept {
        review: after,
        ..kept.clone()
    };
    if let Happened::PassedOn { .. } = happened {
        tell_next(
            app,
            tx,
            permit,
            &moved,
            &format!("{}已同意，等你审核", permit.name()),
        )
        .await?;
    } else {
        tell_author(
            app,
            tx,
            permit,
            &moved,
            format!("{}已同意", permit.name()),
            String::new(),
        )
        .await?;
    }
    record(tx, draft(permit, now, "approve_review", kept)).await?;
    Ok(happened)
}

/// Give it back to its author; the reason is required and may point at a field.
pub(crate) async fn return_to_author(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    permit: &Permit,
    kept: &Kept,
    reason: &str,
    field: Option<&str>,
) -> WebResult<Happened> {
    let now = app.clock.now();
    let (after, happened) = kept
        .review
        .return_to_author(actor, reason, field, now)
        .map_err(refused)?;
    rows::save(tx, kept, &after).await?;
    let body = format!("理由：{}", reason.trim());
    tell_author(
        app,
        tx,
        permit,
        kept,
        format!("{}退回，请改好重交", permit.name()),
        body,
    )
    .await?;
    record(
        tx,
        draft(permit, now, "return_review", kept).because(reason.trim()),
    )
    .await?;
    Ok(happened)
}

/// Take one's own last act back, within the minutes of the plan and until the next person opened it.
/// The area's record is brought back in the same transaction.
pub(crate) async fn take_back(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    permit: &Permit,
    kept: &Kept,
) -> WebResult<Happened> {
    let now = app.clock.now();
    let plan = plan_of(app, tx, kept).await?;
    let back = kept
        .review
        .take_back(actor.account(), plan.take_back_minutes, now);
    let (after, happened) = back.map_err(refused)?;
    rows::save(tx, kept, &after).await?;
    super::follow::after_take_back(app, tx, actor, permit, kept, &happened).await?;
    let action = match &happened {
        Happened::DecisionTakenBack { was } => {
            let what = if *was == ReviewStepState::Returned {
                "退回"
            } else {
                "同意"
            };
            tell_author(
                app,
                tx,
                permit,
                kept,
                format!("{}撤回了{what}，正在重新审核", permit.name()),
                String::new(),
            )
            .await?;
            "take_back_decision"
        }
        _ => "take_back_submission",
    };
    record(tx, draft(permit, now, action, kept)).await?;
    Ok(happened)
}

/// Let a colleague decide the step whose turn it is.
pub(crate) async fn delegate(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    permit: &Permit,
    kept: &Kept,
    to: AccountId,
) -> WebResult<String> {
    let now = app.clock.now();
    let (after, _) = kept.review.delegate(actor, to).map_err(refused)?;
    rows::save(tx, kept, &after).await?;
    let moved = Kept {
        review: after,
        ..kept.clone()
    };
    tell_next(
        app,
        tx,
        permit,
        &moved,
        &format!("{}转给你审核", permit.name()),
    )
    .await?;
    let name = store::review::names(tx, [to])
        .await?
        .remove(&to)
        .unwrap_or_default();
    record(
        tx,
        draft(permit, now, "delegate_review", kept).change(None, Some(json!({ "whom": name }))),
    )
    .await?;
    Ok(name)
}

/// Ask whoever's turn it is to hurry; rate limited by the plan. Answers whom it went to.
pub(crate) async fn remind(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    permit: &Permit,
    kept: &Kept,
) -> WebResult<String> {
    let now = app.clock.now();
    let plan = plan_of(app, tx, kept).await?;
    let (after, _) = kept
        .review
        .remind(actor, plan.remind_hours, now)
        .map_err(refused)?;
    rows::save(tx, kept, &after).await?;
    remind_next(
        app,
        tx,
        permit,
        kept,
        &format!("{}催办，请尽快审核", permit.name()),
    )
    .await?;
    let whom = match kept.review.current() {
        Some(step) => waits_at(tx, step, app.clock.today()).await?,
        None => Vec::new(),
    };
    let whom = whom
        .into_iter()
        .map(|(_, name)| name)
        .collect::<Vec<_>>()
        .join("、");
    record(
        tx,
        draft(permit, now, "remind_review", kept).change(None, Some(json!({ "whom": whom }))),
    )
    .await?;
    Ok(whom)
}

/// The plan a review goes by: the project's version, else the one in force.
pub(crate) async fn plan_of(
    app: &App,
    db: &impl sea_orm::ConnectionTrait,
    kept: &Kept,
) -> WebResult<PlanParameters> {
    if let Some(project) = kept.project_id {
        let project = store::projects::project(db, project).await?;
        return Ok(store::plan::plan_version(db, project.plan_version_id)
            .await?
            .parameters);
    }
    let versions = store::plan::plan_versions(db).await?;
    let found = domain::plan::version_on(&versions, app.clock.today());
    Ok(found
        .map(|version| version.parameters.clone())
        .unwrap_or_default())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "used as a function of map_err"
)]
fn refused(refusal: Refusal) -> WebError {
    WebError::refused(refusal.to_string())
}

pub(super) fn author(permit: &Permit) -> WebResult<AccountId> {
    permit
        .account()
        .ok_or_else(|| WebError::internal("a review is handed in by a person"))
}

fn draft(permit: &Permit, now: DateTime<Utc>, action: &str, kept: &Kept) -> AuditDraft {
    let draft = AuditDraft::new(permit, now, action).on(
        kept.review.kind.value(),
        kept.object_id,
        &kept.title,
    );
    match kept.project_id {
        Some(project) => draft.project(project),
        None => draft,
    }
}

async fn record(tx: &Tx, draft: AuditDraft) -> WebResult<()> {
    audit::write(tx, draft).await?;
    Ok(())
}
