//! Those not chosen in a project: who was talked with, who strongly wishes to register (plan 4.3.3, 4.3.4).

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Action;
use serde::Deserialize;
use store::Page;
use store::guidance::{self as rows, Unchosen};
use store::projects::ProjectFilter;

use super::actions;
use crate::shell::{App, Choice, Layout, Nav, Pager, Visitor, WebResult, page};

/// People a page.
const PEOPLE: u64 = 100;
/// Projects offered, the newest first.
const PROJECTS: u64 = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListQuery {
    project: String,
    page: String,
}

/// One person of the list.
struct Row {
    href: String,
    number: String,
    name: String,
    class: String,
    verdict: &'static str,
    reason: String,
    talks: u64,
    wish: String,
}

#[derive(Template)]
#[template(path = "guidance/list.html")]
struct ListPage {
    layout: Layout,
    projects: Vec<Choice>,
    project: String,
    title: String,
    rows: Vec<Row>,
    pager: Pager,
    may_record: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<ListQuery>,
) -> WebResult<Response> {
    let db = app.db.read();
    let reach = visitor.actor.reach(Action::ViewGuidance);
    let all = ProjectFilter::default();
    let told = rows::told_projects(db).await?;
    let mut projects = store::projects::projects(db, &all, &reach, Page::new(1, PROJECTS)).await?;
    projects.items.retain(|one| told.contains(&one.id));
    let wanted = query.project.parse().ok();
    let chosen = projects
        .items
        .iter()
        .find(|one| Some(one.id) == wanted)
        .or_else(|| projects.items.first());
    let at = Page::new(query.page.parse().unwrap_or(1), PEOPLE);
    let (mut found, mut total, mut title) = (Vec::new(), 0, String::new());
    if let Some(project) = chosen {
        let classes = store::school::structure(db).await?;
        let some = rows::unchosen(db, project.id, &reach, at).await?;
        total = some.total;
        title.clone_from(&project.title);
        found = some
            .items
            .iter()
            .map(|one| {
                let class = classes.class(one.student.class_id);
                row(one, class.map_or("--", |class| &class.name))
            })
            .collect();
    }
    let project = chosen.map(|one| one.id.to_string()).unwrap_or_default();
    page(&ListPage {
        layout: Layout::of(&app, &visitor, Nav::Guidance).await?,
        projects: projects
            .items
            .iter()
            .map(|one| Choice::new(one.id, &one.title))
            .collect(),
        pager: Pager::new(at, total, format!("/guidance?project={project}&")),
        project,
        title,
        rows: found,
        may_record: visitor.actor.may_somewhere(Action::RecordGuidance),
    })
}

fn row(one: &Unchosen, class: &str) -> Row {
    let wish = |wish: &rows::wish::Model| match wish.path {
        Some(path) => format!("{}，{}", path.label(), wish.state.label()),
        None => wish.state.label().to_owned(),
    };
    Row {
        href: actions::page(one.project, one.student.id),
        number: one.student.school_number.clone(),
        name: one.student.name.clone(),
        class: class.to_owned(),
        verdict: one.entry.verdict.map_or("--", |verdict| verdict.label()),
        reason: one.entry.reason.clone().unwrap_or_default(),
        talks: one.talks,
        wish: one.wish.as_ref().map_or_else(|| "--".to_owned(), wish),
    }
}
