//! Registered students over all lists within reach: filtered, paged, identity numbers masked.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::{Action, Reach};
use domain::ids::{ClassId, ProjectId};
use domain::registration::RegistrationState;
use store::registration::{self as rows, RowFilter, RowOf};
use store::school::{self, Structure};
use store::{Page, Paged};

use super::views::{Badge, PER_PAGE, page_number, row_badge};
use crate::shell::{App, Chip, Choice, Layout, Nav, Pager, Visitor, WebResult, page};

#[derive(Template)]
#[template(path = "registration/search.html")]
struct SearchPage {
    layout: Layout,
    projects: Vec<Choice>,
    classes: Vec<Choice>,
    states: Vec<Choice>,
    asked: Asked,
    conditions: Vec<Chip>,
    rows: Vec<Line>,
    pager: Pager,
}

/// What was asked for, as the form shows it again.
#[derive(Default)]
struct Asked {
    project: String,
    class: String,
    state: String,
    faulty: bool,
    q: String,
}

struct Line {
    list: String,
    number: String,
    name: String,
    class: String,
    id_masked: String,
    project: String,
    badge: Badge,
    retake: bool,
    problem: String,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<HashMap<String, String>>,
) -> WebResult<Response> {
    let reach = visitor.actor.reach(Action::ViewRegistration);
    let filter = filter_of(&query);
    let number = page_number(query.get("page"));
    let db = app.db.read();
    let found = rows::search_rows(db, &filter, &reach, Page::new(number, PER_PAGE)).await?;
    let structure = school::structure(db).await?;
    let ids: Vec<ProjectId> = found.items.iter().map(|one| one.row.project_id).collect();
    let titles = store::projects::projects_by_id(db, &ids).await?;
    let title = |id: ProjectId| {
        titles
            .get(&id)
            .map(|project| project.title.clone())
            .unwrap_or_default()
    };
    let asked = asked(&filter);
    let projects = projects(&app, &reach).await?;
    let classes = classes(&structure, &visitor);
    let line = |one: RowOf| Line {
        list: format!("/registration/lists/{}", one.row.list_id),
        number: one.student.school_number,
        name: one.student.name,
        class: structure
            .class(one.student.class_id)
            .map(|class| class.name.clone())
            .unwrap_or_default(),
        id_masked: one.student.id_masked,
        project: title(one.row.project_id),
        badge: row_badge(one.row.state),
        retake: one.row.data.retake,
        problem: one
            .row
            .problems
            .0
            .first()
            .map(|first| first.sentence.clone())
            .unwrap_or_default(),
    };
    let Paged { items, total } = found;
    page(&SearchPage {
        layout: Layout::of(&app, &visitor, Nav::Registration).await?,
        conditions: conditions(&asked, &projects, &classes),
        pager: Pager::new(Page::new(number, PER_PAGE), total, address(&asked, "")),
        states: RegistrationState::ALL
            .iter()
            .map(|state| Choice::new(state.value(), state.label()))
            .collect(),
        rows: items.into_iter().map(line).collect(),
        projects,
        classes,
        asked,
    })
}

fn filter_of(query: &HashMap<String, String>) -> RowFilter {
    let text = |name: &str| query.get(name).map(|text| text.trim()).unwrap_or_default();
    RowFilter {
        project: text("project").parse().ok(),
        class: text("class").parse().ok(),
        state: text("state").parse().ok(),
        faulty: text("faulty") == "1",
        text: text("q").to_owned(),
    }
}

fn asked(filter: &RowFilter) -> Asked {
    Asked {
        project: filter.project.map(|id| id.to_string()).unwrap_or_default(),
        class: filter.class.map(|id| id.to_string()).unwrap_or_default(),
        state: filter
            .state
            .map(|state| state.value().to_owned())
            .unwrap_or_default(),
        faulty: filter.faulty,
        q: filter.text.clone(),
    }
}

/// The address of the same question without one of its conditions; ends with `?` or `&`.
fn address(asked: &Asked, without: &str) -> String {
    let faulty = if asked.faulty { "1" } else { "" };
    let all = [
        ("project", asked.project.as_str()),
        ("class", &asked.class),
        ("state", &asked.state),
        ("faulty", faulty),
        ("q", &asked.q),
    ];
    let mut line = form_urlencoded::Serializer::new(String::new());
    for (name, value) in all
        .iter()
        .filter(|(name, value)| *name != without && !value.is_empty())
    {
        line.append_pair(name, value);
    }
    let line = line.finish();
    if line.is_empty() {
        "?".to_owned()
    } else {
        format!("?{line}&")
    }
}

fn conditions(asked: &Asked, projects: &[Choice], classes: &[Choice]) -> Vec<Chip> {
    let state = asked
        .state
        .parse::<RegistrationState>()
        .ok()
        .map(RegistrationState::label);
    let all = [
        (
            "project",
            Choice::label_of(projects, &asked.project).map(|label| format!("项目：{label}")),
        ),
        (
            "class",
            Choice::label_of(classes, &asked.class).map(|label| format!("班级：{label}")),
        ),
        ("state", state.map(|label| format!("状态：{label}"))),
        ("faulty", asked.faulty.then(|| "有问题".to_owned())),
        (
            "q",
            Some(format!("学号或姓名：{}", asked.q)).filter(|_| !asked.q.is_empty()),
        ),
    ];
    all.into_iter()
        .filter_map(|(name, text)| {
            Some(Chip {
                text: text?,
                without: address(asked, name),
            })
        })
        .collect()
}

async fn projects(app: &App, reach: &Reach) -> WebResult<Vec<Choice>> {
    let live = store::projects::live(app.db.read(), reach).await?;
    Ok(live
        .into_iter()
        .map(|project| Choice::new(project.id, project.title))
        .collect())
}

/// The classes the visitor may see; a choice outside one's reach would only be an empty list.
fn classes(structure: &Structure, visitor: &Visitor) -> Vec<Choice> {
    let may = |id: ClassId| {
        structure
            .class_place(id)
            .is_some_and(|place| visitor.actor.may(Action::ViewRegistration, &place))
    };
    let seen = structure.classes.iter().filter(|class| may(class.id));
    seen.map(|class| Choice::new(class.id, class.name.as_str()))
        .collect()
}
