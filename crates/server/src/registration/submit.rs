//! Check answers before a list goes to the office: who, what the checks say, what changed (plan 4.2, 6.3).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::dates::deadline_words;
use domain::ids::ListId;
use domain::registration::{ListState, RegistrationState};
use store::registration::RowOf;

use super::actions;
use super::obstacles::{Obstacle, obstacles};
use super::pane::UnderReview;
use super::records::list_with_work;
use super::row::version;
use crate::desk::Check;
use crate::shell::{App, Fields, Layout, Nav, Visitor, WebError, WebResult, op_id, page, redirect};

#[derive(Template)]
#[template(path = "registration/submit.html")]
struct SubmitPage {
    layout: Layout,
    list: ListId,
    version: i32,
    title: String,
    certificate: String,
    deadline: String,
    checks: Vec<Check>,
    rows: Vec<Line>,
    already: usize,
    withdrawn: Vec<String>,
    held: Vec<String>,
    missing: usize,
    /// Nothing goes to the office before these are mended.
    obstacles: Vec<Obstacle>,
    op_id: String,
}

struct Line {
    number: String,
    name: String,
    id_masked: String,
    retake: bool,
    remark: String,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
) -> WebResult<Response> {
    let under = UnderReview::of(&app, id).await?;
    let place = under.work.list_place(under.list.class_id)?;
    visitor.actor.permit(Action::PrepareRegistration, &place)?;
    if under.list.state != ListState::Draft {
        return Err(WebError::refused(format!(
            "报名表{}，现在不能提交",
            under.list.state.label()
        )));
    }
    let of = |state| under.rows.iter().filter(move |one| one.row.state == state);
    let held = under.found.brought.held();
    let deadline = under.work.project.registration_deadline;
    page(&SubmitPage {
        layout: Layout::of(&app, &visitor, Nav::Registration).await?,
        list: id,
        version: under.list.version,
        title: under.work.list_title(under.list.class_id),
        certificate: under.work.short_title(),
        deadline: deadline.map_or("--".to_owned(), |day| {
            deadline_words(day, app.clock.today())
        }),
        checks: under.checks(),
        rows: of(RegistrationState::Draft)
            .filter(|one| !held.contains(&one.student.id))
            .map(line)
            .collect(),
        held: of(RegistrationState::Draft)
            .filter(|one| held.contains(&one.student.id))
            .map(|one| {
                let lacks = under.found.brought.sentence(one.student.id);
                format!("{}：{lacks}", one.student.name)
            })
            .collect(),
        already: of(RegistrationState::Approved).count(),
        withdrawn: of(RegistrationState::Withdrawn)
            .map(|one| {
                format!(
                    "{}（{}）",
                    one.student.name,
                    one.row.reason.as_deref().unwrap_or("--")
                )
            })
            .collect(),
        missing: under.found.findings.missing.len(),
        obstacles: obstacles(
            &app,
            &visitor,
            (id, &under.work),
            (&place, &under.rows),
            &under.found,
        )
        .await?,
        op_id: op_id(),
    })
}

fn line(one: &RowOf) -> Line {
    Line {
        number: one.student.school_number.clone(),
        name: one.student.name.clone(),
        id_masked: one.student.id_masked.clone(),
        retake: one.row.data.retake,
        remark: one.row.data.remark.clone().unwrap_or_default(),
    }
}

pub(super) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
    fields: Fields,
) -> WebResult<Response> {
    let (list, work) = list_with_work(app.db.read(), id).await?;
    let permit = visitor.actor.permit(
        Action::PrepareRegistration,
        &work.list_place(list.class_id)?,
    )?;
    let done = actions::submit(
        &app,
        &permit,
        &work,
        (id, version(&fields)?),
        fields.text("op_id"),
    )
    .await?;
    Ok(redirect(&done.to, done.flash))
}
