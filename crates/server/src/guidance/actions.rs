//! What is noted and decided, each in one transaction with its record (plan 4.3).

use domain::access::{Actor, Permit};
use domain::guidance::{IncidentKind, NotMoved, WishPath, WishState};
use domain::ids::{ClassId, ProjectId, ReviewId, StudentId, WishId};
use domain::review::{Happened, ReviewKind};
use serde_json::json;
use store::guidance::{self as rows, NewActivity, NewTalk, StepText, wish};
use store::projects::project;
use store::review::Kept;
use store::school::student;
use store::{StoreError, Tx};

use crate::review::actions::{self as review, HandedIn};
use crate::shell::{Act, App, Begun, Done, Flash, WebError, WebResult};

/// The page of a student in a project.
pub(super) fn page(project: ProjectId, student: StudentId) -> String {
    format!("/guidance/projects/{project}/students/{student}")
}

/// Note a talk.
pub(super) async fn add_talk(
    app: &App,
    permit: &Permit,
    student: &student::Model,
    talk: NewTalk<'_>,
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    rows::add_talk(&act.tx, &talk, act.now).await?;
    let draft = act
        .draft("record_talk")
        .on("student", student.id.get(), &student.name)
        .project(talk.project)
        .change(
            None,
            Some(json!({ "kind": talk.kind.label(), "held_on": talk.held_on })),
        );
    act.record(draft).await?;
    let said = format!("已记录与 {} 的谈话", student.name);
    act.end(Done::new(page(talk.project, student.id), Flash::ok(said)))
        .await
}

/// Register that a student who was not chosen strongly wishes to register (plan 4.3.4).
pub(super) async fn register_wish(
    app: &App,
    permit: &Permit,
    (project, student): (ProjectId, &student::Model),
    said: &str,
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    if rows::told_not_chosen(&act.tx, project, student.id)
        .await?
        .is_none()
    {
        return Err(WebError::refused(format!(
            "{} 不在未录取名单里，不用登记报考意愿",
            student.name
        )));
    }
    if rows::wish_of(&act.tx, project, student.id).await?.is_some() {
        return Err(WebError::refused(format!(
            "{} 的报考意愿已经登记过",
            student.name
        )));
    }
    let by = act.account()?;
    rows::add_wish(&act.tx, (project, student.id), said, by, act.now).await?;
    let draft = act
        .draft("register_wish")
        .on("student", student.id.get(), &student.name)
        .project(project);
    act.record(draft).await?;
    let said = format!("已登记 {} 的报考意愿。下一步：选一条办法", student.name);
    act.end(Done::new(page(project, student.id), Flash::ok(said)))
        .await
}

/// Choose the way in which a wish may be met; a way of its own goes to the office.
pub(super) async fn ask(
    app: &App,
    permit: &Permit,
    (shown, student, project): (&wish::Model, &student::Model, &project::Model),
    path: WishPath,
    (version, op): (i32, &str),
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let kept = current(&act.tx, shown.id, version).await?;
    let plan = store::plan::plan_version(&act.tx, project.plan_version_id).await?;
    let talks = rows::talks(&act.tx, project.id, student.id).await?.len();
    let talks = u64::try_from(talks).unwrap_or(u64::MAX);
    let asked = kept
        .wish()
        .ask(path, &plan.parameters.wish_paths, talks)
        .map_err(said)?;
    rows::save_wish(&act.tx, &kept, asked).await?;
    let to = page(project.id, student.id);
    if asked.state == WishState::Settled {
        let draft = act
            .draft("settle_wish")
            .on("student", student.id.get(), &student.name)
            .project(project.id);
        act.record(draft).await?;
        let said = format!("{} 等第二次选拔", student.name);
        return act.end(Done::new(to, Flash::ok(said))).await;
    }
    let title = format!("{} {}", student.name, path.label());
    let given = HandedIn {
        kind: ReviewKind::Wish,
        object_id: kept.id.get(),
        project: Some(project.id),
        group: project.group_id,
        title: &title,
        deadline: project.registration_deadline,
        plan: &plan.parameters,
        content: Some(json!({ "path": path.label() })),
    };
    let review = review::submit(app, &act.tx, permit, &given).await?;
    let flash = Flash::ok(format!("已提交「{title}」，等培训就业处审批")).with_undo(
        format!("/reviews/{review}/take-back"),
        "撤回",
        "审批的人打开之前可以撤回",
    );
    act.end(Done::new(to, flash)).await
}

/// The student does not wish any more.
pub(super) async fn drop_it(
    app: &App,
    permit: &Permit,
    (shown, student): (&wish::Model, &student::Model),
    (version, op): (i32, &str),
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let kept = current(&act.tx, shown.id, version).await?;
    let dropped = kept.wish().drop_it().map_err(said)?;
    rows::save_wish(&act.tx, &kept, dropped).await?;
    let draft = act
        .draft("drop_wish")
        .on("student", student.id.get(), &student.name)
        .project(kept.project_id);
    act.record(draft).await?;
    let said = format!("已记下 {} 放弃报考", student.name);
    act.end(Done::new(
        page(kept.project_id, student.id),
        Flash::ok(said),
    ))
    .await
}

/// The office's word on a wish.
pub(super) struct Decision<'a> {
    pub(super) review: ReviewId,
    /// The review as the reader saw it.
    pub(super) version: i32,
    /// Why not; none where it is agreed to.
    pub(super) reason: Option<&'a str>,
}

/// Agree to a wish or return it; `to` is the page to go on to.
pub(super) async fn decide(
    app: &App,
    actor: &Actor,
    permit: &Permit,
    id: WishId,
    decision: &Decision<'_>,
    (to, op): (&str, &str),
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let kept = store::review::review(&act.tx, decision.review).await?;
    if kept.object_id != id.get() {
        return Err(StoreError::NotFound.into());
    }
    let shown = (&kept, decision.version);
    decide_in(app, &act.tx, actor, permit, shown, decision.reason).await?;
    act.end(Done {
        to: to.to_owned(),
        flash: None,
    })
    .await
}

/// The word on a wish inside the caller's transaction; no reason where it is agreed to.
pub(crate) async fn decide_in(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    permit: &Permit,
    (kept, version): (&Kept, i32),
    reason: Option<&str>,
) -> WebResult<()> {
    if kept.review.kind != ReviewKind::Wish {
        return Err(StoreError::NotFound.into());
    }
    if kept.version != version {
        return Err(StoreError::Stale.into());
    }
    let happened = match reason {
        None => review::approve(app, tx, actor, permit, kept).await?,
        Some(reason) => {
            review::return_to_author(app, tx, actor, permit, kept, reason, None).await?
        }
    };
    let agreed = match happened {
        Happened::Approved => true,
        Happened::Returned { .. } => false,
        _ => return Ok(()),
    };
    let wish = rows::wish(tx, WishId::new(kept.object_id)).await?;
    let decided = wish.wish().decide(agreed).map_err(said)?;
    Ok(rows::save_wish(tx, &wish, decided).await?)
}

/// The wish goes back to where it was before the act that was taken back.
pub(crate) async fn after_take_back(tx: &Tx, kept: &Kept, happened: &Happened) -> WebResult<()> {
    let wish = rows::wish(tx, WishId::new(kept.object_id)).await?;
    let question_too = !matches!(happened, Happened::DecisionTakenBack { .. });
    match wish.wish().undecide(question_too) {
        Ok(back) => Ok(rows::save_wish(tx, &wish, back).await?),
        // A decision in the middle of a longer chain left the wish where it was.
        Err(NotMoved::State(_)) if !question_too => Ok(()),
        Err(why) => Err(said(why)),
    }
}

/// Note an activity of a class (plan 4.3.1).
pub(super) async fn add_activity(
    app: &App,
    permit: &Permit,
    new: NewActivity<'_>,
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let class: ClassId = new.class;
    let id = rows::add_activity(&act.tx, &new, act.now).await?;
    let class = store::school::class(&act.tx, class).await?.name;
    let after = json!({ "class": class, "held_on": new.held_on, "people": new.people });
    let draft = act
        .draft("record_activity")
        .on("activity", id.get(), new.title)
        .change(None, Some(after));
    act.record(draft).await?;
    let said = format!("已记录 {class}「{}」", new.title);
    act.end(Done::new("/guidance/activities", Flash::ok(said)))
        .await
}

/// Write what is done when this goes wrong (plan 4.3.4).
pub(super) async fn write_incident(
    app: &App,
    permit: &Permit,
    kind: IncidentKind,
    steps: &[StepText],
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    rows::write_incident(&act.tx, kind, steps).await?;
    let lines: Vec<String> = steps
        .iter()
        .map(|step| format!("{}：{}", step.who, step.act))
        .collect();
    let draft = act
        .draft("write_incident_plan")
        .named("incident_plan", kind.label())
        .change(None, Some(json!({ "steps": lines })));
    act.record(draft).await?;
    let said = format!("已保存「{}」的应急步骤", kind.label());
    act.end(Done::new("/guidance/incidents", Flash::ok(said)))
        .await
}

async fn current(tx: &Tx, id: WishId, version: i32) -> WebResult<wish::Model> {
    let kept = rows::wish(tx, id).await?;
    if kept.version == version {
        Ok(kept)
    } else {
        Err(StoreError::Stale.into())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "handed to map_err")]
fn said(why: NotMoved) -> WebError {
    WebError::refused(why.to_string())
}
