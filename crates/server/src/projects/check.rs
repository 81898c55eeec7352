//! The answers on one page before the project leaves the group (plan 6.1).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Post};
use domain::ids::ProjectId;
use domain::projects::check_form;
use store::projects::{self as rows, project};

use super::actions::{self, Sent};
use super::answers::{Answer, answers};
use super::facts::{form_of, place_for};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebError, WebResult, op_id,
};
use crate::shell::{page, redirect};

#[derive(Template)]
#[template(path = "projects/check.html")]
struct CheckPage {
    layout: Layout,
    id: ProjectId,
    title: String,
    answers: Vec<Answer>,
    /// Faults that keep it from being handed in; their links lead to the form.
    problems: Problems,
    /// "培训就业处"
    office: String,
    /// "林静仪"
    people: String,
    due: u32,
    minutes: bool,
    op_id: String,
    version: i32,
}

/// Who reviews first, as the button says it.
fn office(post: Post) -> String {
    match post {
        Post::OfficeClerk | Post::OfficeDirector => "培训就业处".to_owned(),
        other => other.label().to_owned(),
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
) -> WebResult<Response> {
    let project = allowed(&app, &visitor, id).await?;
    let db = app.db.read();
    if !project.state.editable() {
        return Err(WebError::refused(format!(
            "项目{}，不用再提交",
            project.state.label()
        )));
    }
    let faults = check_form(&form_of(db, &project).await?, app.clock.today());
    let faults: Vec<Problem> = faults
        .iter()
        .map(|fault| Problem::new(fault.field().value(), fault.to_string()))
        .collect();
    let plan = store::plan::plan_version(db, project.plan_version_id)
        .await?
        .parameters;
    let first = plan
        .chains
        .project
        .steps()
        .next()
        .map_or(Post::OfficeClerk, |step| step.post);
    let holders = store::review::holders_of(db, &[first], app.clock.today()).await?;
    let people: Vec<String> = holders.into_iter().map(|holder| holder.name).collect();
    page(&CheckPage {
        layout: Layout::of(&app, &visitor, Nav::Projects).await?,
        id,
        title: project.title.clone(),
        answers: answers(db, &project).await?,
        problems: faults.into(),
        office: office(first),
        people: people.join("、"),
        due: plan.review_days,
        minutes: plan.take_back_minutes > 0,
        op_id: op_id(),
        version: project.version,
    })
}

async fn allowed(app: &App, visitor: &Visitor, id: ProjectId) -> WebResult<project::Model> {
    let project = rows::project(app.db.read(), id).await?;
    let place = place_for(app.db.read(), &visitor.actor, &project).await?;
    visitor.actor.permit(Action::PrepareProject, &place)?;
    Ok(project)
}

pub(super) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    fields: Fields,
) -> WebResult<Response> {
    let project = rows::project(app.db.read(), id).await?;
    let place = place_for(app.db.read(), &visitor.actor, &project).await?;
    let permit = visitor.actor.permit(Action::PrepareProject, &place)?;
    let sent = Sent {
        op_id: fields.text("op_id"),
        version: fields.text("version").parse().unwrap_or_default(),
    };
    let to = actions::submit(&app, &permit, id, sent).await?;
    let done = format!(
        "已提交「{}」，等审核。审核的人打开以前可以撤回。",
        project.title
    );
    Ok(redirect(&to, Flash::ok(done)))
}
