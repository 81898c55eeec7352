//! Opening and changing a project: the form, its faults at the fields, a draft kept.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::Datelike;
use domain::access::{Action, Place};
use domain::ids::ProjectId;
use domain::projects::{ProjectField, ProjectState};
use domain::review::ReviewKind;
use store::StoreError;
use store::projects::{self as rows, project};

use super::actions::{self, Sent};
use super::facts::{majors_of, place_for};
use super::form::Typed;
use super::form_view::{Around, choices, form_page};
use crate::shell::{App, Clashes, Fields, Flash, Problem, Problems, Said, Visitor, WebError};
use crate::shell::{WebResult, overtaken, page, redirect, refused};

pub(super) async fn new(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let choices = choices(&app, &visitor, None).await?;
    let typed = Typed::default();
    let grade = choices
        .structure
        .classes
        .iter()
        .map(|class| class.grade.year());
    // Most projects are for the second year.
    let usual = app.clock.today().year() - 2;
    let typed = Typed {
        grade: grade
            .filter(|year| *year == usual)
            .map(|year| year.to_string())
            .next()
            .unwrap_or_default(),
        ..typed
    };
    page(
        &form_page(
            &app,
            &visitor,
            &choices,
            Around::new_project(),
            typed,
            Problems::default(),
        )
        .await?,
    )
}

pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let choices = choices(&app, &visitor, None).await?;
    let typed = Typed::sent(&fields);
    let read = typed.read(&choices, app.clock.today());
    let Some(values) = read.values else {
        let view = form_page(
            &app,
            &visitor,
            &choices,
            Around::new_project(),
            typed,
            read.problems,
        )
        .await?;
        return refused(&view.came_back());
    };
    let place = choices
        .structure
        .group_place(values.group)
        .ok_or(StoreError::NotFound)?;
    let permit = visitor.actor.permit(Action::PrepareProject, &place)?;
    let sent = Sent {
        op_id: fields.text("op_id"),
        version: 0,
    };
    let to = actions::open(&app, &permit, &values, sent).await?;
    Ok(saved(&fields, &to, &values.title))
}

/// On to the page where the answers are checked, or to the project with its draft.
fn saved(fields: &Fields, to: &str, title: &str) -> Response {
    if fields.text("act") == "check" {
        redirect(&format!("{to}/submit"), None)
    } else {
        redirect(to, Flash::ok(format!("草稿已保存：{title}。")))
    }
}

async fn editable(
    app: &App,
    visitor: &Visitor,
    id: ProjectId,
) -> WebResult<(project::Model, Place)> {
    let project = rows::project(app.db.read(), id).await?;
    let place = place_for(app.db.read(), &visitor.actor, &project).await?;
    visitor.actor.permit(Action::PrepareProject, &place)?;
    Ok((project, place))
}

pub(super) async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
) -> WebResult<Response> {
    let (project, _) = editable(&app, &visitor, id).await?;
    if !project.state.editable() {
        return Err(WebError::refused(format!(
            "项目{}，现在不能改。要改的话，请审核的人退回",
            project.state.label()
        )));
    }
    let choices = choices(&app, &visitor, Some(&project)).await?;
    let typed = Typed::of(&project, &majors_of(app.db.read(), &project).await?);
    let mut around = Around::of(&project, &typed.said(&choices));
    let mut problems = Problems::default();
    if let Some((reason, field)) = returned(&app, &project).await? {
        match field.and_then(|field| field.parse::<ProjectField>().ok()) {
            Some(field) => {
                problems.push(Problem::new(field.value(), format!("退回理由：{reason}")));
            }
            None => around.returned = Some(format!("退回理由：{reason}")),
        }
    }
    page(&form_page(&app, &visitor, &choices, around, typed, problems).await?)
}

/// The reason of the last return and the field it points at.
async fn returned(
    app: &App,
    project: &project::Model,
) -> WebResult<Option<(String, Option<String>)>> {
    if project.state != ProjectState::Returned {
        return Ok(None);
    }
    let last = store::review::latest(app.db.read(), ReviewKind::Project, project.id.get()).await?;
    let because = last
        .as_ref()
        .and_then(|kept| kept.review.returned_because());
    Ok(because.map(|(reason, field)| (reason.to_owned(), field.map(str::to_owned))))
}

pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    fields: Fields,
) -> WebResult<Response> {
    let (project, place) = editable(&app, &visitor, id).await?;
    let choices = choices(&app, &visitor, Some(&project)).await?;
    let typed = Typed::sent(&fields);
    let read = typed.read(&choices, app.clock.today());
    let version = fields.text("version").parse().unwrap_or_default();
    let Some(values) = read.values else {
        let around =
            Around::of(&project, &Said::default()).made_from(version, fields.text("before"));
        let view = form_page(&app, &visitor, &choices, around, typed, read.problems).await?;
        return refused(&view.came_back());
    };
    let permit = visitor.actor.permit(Action::PrepareProject, &place)?;
    let sent = Sent {
        op_id: fields.text("op_id"),
        version,
    };
    match actions::edit(&app, &permit, id, &values, sent).await {
        Ok(to) => Ok(saved(&fields, &to, &values.title)),
        Err(WebError::Store(StoreError::Stale)) => clashing(&app, &visitor, id, &fields).await,
        Err(other) => Err(other),
    }
}

/// Somebody else saved the project meanwhile: what stood there, what stands there now, what was typed.
async fn clashing(
    app: &App,
    visitor: &Visitor,
    id: ProjectId,
    fields: &Fields,
) -> WebResult<Response> {
    let (project, _) = editable(app, visitor, id).await?;
    let choices = choices(app, visitor, Some(&project)).await?;
    let yours = Typed::sent(fields);
    let now = Typed::of(&project, &majors_of(app.db.read(), &project).await?).said(&choices);
    let clashes = Clashes::between(fields, &now, &yours.said(&choices));
    let around = Around::of(&project, &now);
    let view = form_page(app, visitor, &choices, around, yours, Problems::default()).await?;
    overtaken(&view.overtaken(clashes))
}
