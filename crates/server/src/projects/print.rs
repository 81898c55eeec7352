//! A project as a paper: where it stands, the tasks of a step, its gate, what happened (ux-security A6.2: each prints).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::dates::time_words;
use domain::ids::ProjectId;

use super::page::{Asked, ProjectPage, project_page};
use crate::shell::{App, Visitor, WebResult, page};

#[derive(Template)]
#[template(path = "projects/print.html")]
struct ProjectSheet {
    asset_version: String,
    project: ProjectPage,
    /// "林静仪　今天 09:30"
    printed: String,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    Query(asked): Query<Asked>,
) -> WebResult<Response> {
    let now = app.clock.now();
    let project = project_page(&app, &visitor, id, &asked.with_all_history()).await?;
    page(&ProjectSheet {
        asset_version: project.layout.asset_version.clone(),
        printed: format!("{}　{}", visitor.actor.name(), time_words(now, now)),
        project,
    })
}
