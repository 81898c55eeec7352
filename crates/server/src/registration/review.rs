//! The office reviews a list row by row: the rows with a tick to send back, beside it what the system checked and
//! what changed; the main button says the exact outcome (plan 6.3).

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::ids::{ListId, ReviewId, StudentId};
use domain::registration::{Field, RowReturn};
use domain::review::ReviewKind;
use store::audit::{self, AuditFilter};
use store::review::Kept;
use store::{Page, StoreError};

use super::actions::{self, Decision};
use super::pane::{UnderReview, about};
use crate::desk::{Check, Diff, next_after};
use crate::shell::{
    App, Choice, Fields, Layout, Nav, Problem, Problems, Visitor, WebResult, op_id, page, redirect,
    refused,
};

#[derive(Template)]
#[template(path = "registration/review.html")]
struct ReviewPage {
    layout: Layout,
    title: String,
    project: String,
    project_href: String,
    about: String,
    checks: Vec<Check>,
    failed: String,
    diff: Option<Diff>,
    rows: Vec<Line>,
    reasons: Vec<String>,
    fields: Vec<Choice>,
    foot: Foot,
    why: String,
    refused: Option<String>,
    delegate: String,
    before: Option<String>,
    after: Option<String>,
    problems: Problems,
    list: ListId,
    version: i32,
    op_id: String,
}

/// What the form sends besides the ticks; also alone, when a tick changed.
#[derive(Template)]
#[template(path = "registration/foot.html")]
struct Foot {
    outcome: String,
    says: usize,
}

struct Line {
    student: StudentId,
    number: String,
    name: String,
    id_masked: String,
    phone: String,
    retake: bool,
    remark: String,
    problems: Vec<String>,
    ticked: bool,
    reason: String,
    field: &'static str,
    error: String,
}

/// The ticks as the form sends them.
#[derive(Clone, Debug, Default)]
struct Ticks {
    returns: Vec<RowReturn>,
    why: String,
}

impl Ticks {
    fn of(fields: &Fields) -> Self {
        let row = |student: StudentId| {
            let field = fields
                .text(&format!("field-{student}"))
                .parse::<Field>()
                .ok();
            RowReturn {
                student,
                reason: fields.text(&format!("reason-{student}")).to_owned(),
                field,
            }
        };
        let returns = fields
            .all("return")
            .filter_map(|text| text.parse().ok())
            .map(row)
            .collect();
        Self {
            returns,
            why: fields.text("reason").to_owned(),
        }
    }

    fn suggested(under: &UnderReview) -> Self {
        let row = |(student, problem): (StudentId, domain::registration::Problem)| RowReturn {
            student,
            reason: problem.sentence,
            field: Some(problem.field),
        };
        Self {
            returns: under.suggested().into_iter().map(row).collect(),
            why: String::new(),
        }
    }
}

async fn kept(app: &App, list: ListId) -> WebResult<Kept> {
    let latest =
        store::review::latest(app.db.read(), ReviewKind::RegistrationList, list.get()).await?;
    Ok(latest.ok_or(StoreError::NotFound)?)
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
) -> WebResult<Response> {
    let under = UnderReview::of(&app, id).await?;
    visitor.actor.permit(
        Action::ReviewRegistration,
        &under.work.list_place(under.list.class_id)?,
    )?;
    let kept = crate::review::actions::open(&app, &visitor.actor, kept(&app, id).await?).await?;
    let ticks = Ticks::suggested(&under);
    page(&view(&app, &visitor, &under, &kept, &ticks, Problems::default()).await?)
}

/// The button's words for the ticks as they are now.
pub(super) async fn foot(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
    fields: Fields,
) -> WebResult<Response> {
    let under = UnderReview::of(&app, id).await?;
    visitor.actor.permit(
        Action::ReviewRegistration,
        &under.work.list_place(under.list.class_id)?,
    )?;
    page(&foot_of(&under, fields.all("return").count()))
}

fn foot_of(under: &UnderReview, returned: usize) -> Foot {
    Foot {
        outcome: under.outcome(returned).sentence(),
        says: returned,
    }
}

pub(super) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
    fields: Fields,
) -> WebResult<Response> {
    let under = UnderReview::of(&app, id).await?;
    let permit = visitor.actor.permit(
        Action::ReviewRegistration,
        &under.work.list_place(under.list.class_id)?,
    )?;
    let kept = kept(&app, id).await?;
    let desk = fields.text("from") == "desk";
    let whole = fields.text("act") == "return";
    let mut ticks = Ticks::of(&fields);
    // On the desk the one row that is sent back carries the reason typed there.
    if let ([only], true, false) = (ticks.returns.as_mut_slice(), desk, ticks.why.is_empty()) {
        only.reason.clone_from(&ticks.why);
    }
    let problems = problems(&fields, &ticks, whole);
    if !problems.is_empty() {
        if desk {
            return to_mend_on_desk(&app, &visitor, &fields, &problems).await;
        }
        return refused(&view(&app, &visitor, &under, &kept, &ticks, problems).await?);
    }
    let decision = Decision {
        list: id,
        version: fields.text("version").parse().unwrap_or(under.list.version),
        returns: if whole { Vec::new() } else { ticks.returns },
        all_returned: whole.then_some(ticks.why),
        next: next_after(&app, &visitor, kept.id).await?,
    };
    let done = actions::decide(
        &app,
        &visitor.actor,
        &permit,
        &under.work,
        &decision,
        fields.text("op_id"),
    )
    .await?;
    Ok(redirect(&done.to, done.flash))
}

async fn to_mend_on_desk(
    app: &App,
    visitor: &Visitor,
    fields: &Fields,
    problems: &Problems,
) -> WebResult<Response> {
    let review: ReviewId = fields
        .text("review")
        .parse()
        .map_err(|_| StoreError::NotFound)?;
    let first = problems
        .list()
        .first()
        .map(|one| one.text.clone())
        .unwrap_or_default();
    crate::desk::again(app, visitor, review, "", Problem::new("why", first)).await
}

/// Reasons that are missing, and a button that said something else than the ticks say.
fn problems(fields: &Fields, ticks: &Ticks, whole: bool) -> Problems {
    let mut problems = Problems::default();
    if whole {
        if ticks.why.is_empty() {
            problems.push(Problem::new("why", "请写明退回理由：哪里不对，怎样改"));
        }
        return problems;
    }
    for row in ticks.returns.iter().filter(|row| row.reason.is_empty()) {
        let id = format!("reason-{}", row.student);
        problems.push(Problem::new(id, "请写明退回理由：哪里不对，怎样改"));
    }
    let said = fields.text("says").parse::<usize>().ok();
    if problems.is_empty() && said.is_some_and(|said| said != ticks.returns.len()) {
        let sentence = format!(
            "你改了勾选，现在退回 {} 人。请看一下按钮上的人数，再按一次",
            ticks.returns.len()
        );
        problems.push(Problem::new("decide", sentence));
    }
    problems
}

async fn view(
    app: &App,
    visitor: &Visitor,
    under: &UnderReview,
    kept: &Kept,
    ticks: &Ticks,
    problems: Problems,
) -> WebResult<ReviewPage> {
    let checks = under.checks();
    let around = around(app, visitor, kept.id).await?;
    let returns: BTreeMap<StudentId, &RowReturn> =
        ticks.returns.iter().map(|row| (row.student, row)).collect();
    Ok(ReviewPage {
        layout: Layout::of(app, visitor, Nav::Registration).await?,
        title: under.work.list_title(under.list.class_id),
        project: under.work.project.title.clone(),
        project_href: format!("/registration/projects/{}", under.work.project.id),
        about: about(app, under, kept).await?,
        failed: failed_words(&checks),
        checks,
        diff: under.diff(),
        rows: lines(under, &returns, &problems),
        reasons: last_reasons(app, visitor).await?,
        fields: Field::ALL
            .iter()
            .map(|field| Choice::new(field.value(), field.label()))
            .collect(),
        foot: foot_of(under, returns.len()),
        why: ticks.why.clone(),
        refused: kept
            .review
            .my_turn(&visitor.actor)
            .err()
            .map(|why| why.to_string()),
        delegate: format!("/reviews/{}/delegate", kept.id),
        before: around.0,
        after: around.1,
        problems,
        list: under.list.id,
        version: under.list.version,
        op_id: op_id(),
    })
}

fn lines(
    under: &UnderReview,
    returns: &BTreeMap<StudentId, &RowReturn>,
    problems: &Problems,
) -> Vec<Line> {
    let line = |one: &&store::registration::RowOf| {
        let id = one.student.id;
        let back = returns.get(&id);
        let found = under.problems(id);
        Line {
            student: id,
            number: one.student.school_number.clone(),
            name: one.student.name.clone(),
            id_masked: one.student.id_masked.clone(),
            phone: domain::registration::masked_phone(
                one.student
                    .phone
                    .as_ref()
                    .map(domain::values::Phone::as_str),
            ),
            retake: one.row.data.retake,
            remark: one.row.data.remark.clone().unwrap_or_default(),
            problems: found
                .iter()
                .map(|one| format!("{}：{}", one.field.label(), one.sentence))
                .collect(),
            ticked: back.is_some(),
            reason: back.map(|row| row.reason.clone()).unwrap_or_default(),
            field: back
                .and_then(|row| row.field)
                .map(Field::value)
                .unwrap_or_default(),
            error: problems.of(&format!("reason-{id}")).to_owned(),
        }
    };
    under.waiting().iter().map(line).collect()
}

/// The list before and the one after on the desk of the visitor, for the keys k and j.
async fn around(
    app: &App,
    visitor: &Visitor,
    review: ReviewId,
) -> WebResult<(Option<String>, Option<String>)> {
    let mine = crate::review::turns(&visitor.actor);
    let waiting = store::review::waiting(app.db.read(), visitor.actor.account(), &mine).await?;
    let lists: Vec<&Kept> = waiting
        .iter()
        .filter(|one| one.review.kind == ReviewKind::RegistrationList)
        .collect();
    let at = lists.iter().position(|one| one.id == review);
    let href = |at: Option<usize>| {
        at.and_then(|at| lists.get(at))
            .map(|one| format!("/registration/lists/{}/review", one.object_id))
    };
    Ok((
        href(at.and_then(|at| at.checked_sub(1))),
        href(at.map(|at| at + 1)),
    ))
}

/// "1 项不通过", empty when all passed.
fn failed_words(checks: &[Check]) -> String {
    match checks.iter().filter(|check| check.kind == "fail").count() {
        0 => String::new(),
        failed => format!("{failed} 项不通过"),
    }
}

/// The last ten different reasons this person gave.
async fn last_reasons(app: &App, visitor: &Visitor) -> WebResult<Vec<String>> {
    const REASONS: usize = 10;
    let filter = AuditFilter {
        actor: Some(visitor.actor.account()),
        ..AuditFilter::default()
    };
    let record = audit::entries(app.db.read(), &filter, Page::new(1, 300)).await?;
    let mut reasons: Vec<String> = Vec::new();
    for entry in record
        .items
        .into_iter()
        .filter(|entry| entry.action == "return_registration")
    {
        if let Some(reason) = entry.reason.filter(|reason| !reasons.contains(reason)) {
            reasons.push(reason);
        }
    }
    reasons.truncate(REASONS);
    Ok(reasons)
}
