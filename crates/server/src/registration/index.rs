//! The lists of all projects within reach, by project and class, with states and counts.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Action;
use domain::dates::{left_words, time_words};
use domain::ids::ProjectId;
use domain::registration::ListState;
use store::registration::{self as rows, ListFilter, list};
use store::{Page, school};

use super::views::{Badge, PER_PAGE, counts_words, list_badge, page_number};
use crate::shell::{App, Layout, Nav, Pager, Visitor, WebResult, page};

#[derive(Template)]
#[template(path = "registration/index.html")]
struct IndexPage {
    layout: Layout,
    tabs: Vec<Tab>,
    projects: Vec<Group>,
    pager: Pager,
    templates: bool,
    filtered: bool,
}

struct Tab {
    label: String,
    href: String,
    count: i64,
    current: bool,
}

/// A project with its lists.
struct Group {
    title: String,
    href: String,
    note: String,
    lists: Vec<Line>,
}

struct Line {
    href: String,
    class: String,
    people: u64,
    badge: Badge,
    counts: String,
    faulty: u64,
    submitted: String,
    review: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<HashMap<String, String>>,
) -> WebResult<Response> {
    let reach = visitor.actor.reach(Action::ViewRegistration);
    let state = query
        .get("state")
        .and_then(|state| state.parse::<ListState>().ok());
    let number = page_number(query.get("page"));
    let filter = ListFilter {
        project: None,
        state,
    };
    let db = app.db.read();
    let found = rows::lists(db, &filter, &reach, Page::new(number, PER_PAGE)).await?;
    let total = found.total;
    let mut projects = groups(&app, &visitor, found.items).await?;
    if state.is_none() && number == 1 {
        add_without_lists(&app, &visitor, &mut projects).await?;
    }
    let states = rows::list_states(db, &reach).await?;
    page(&IndexPage {
        layout: Layout::of(&app, &visitor, Nav::Registration).await?,
        tabs: tabs(&states, state),
        projects,
        pager: Pager::new(
            Page::new(number, PER_PAGE),
            total,
            state.map_or("?".to_owned(), |state| format!("?state={}&", state.value())),
        ),
        templates: visitor.actor.may_somewhere(Action::ManageTemplates),
        filtered: state.is_some(),
    })
}

fn tabs(states: &BTreeMap<ListState, i64>, current: Option<ListState>) -> Vec<Tab> {
    let all = Tab {
        label: "全部".to_owned(),
        href: "/registration".to_owned(),
        count: states.values().sum(),
        current: current.is_none(),
    };
    let of = |state: &ListState| Tab {
        label: state.label().to_owned(),
        href: format!("/registration?state={}", state.value()),
        count: states.get(state).copied().unwrap_or_default(),
        current: current == Some(*state),
    };
    std::iter::once(all)
        .chain(ListState::ALL.iter().map(of))
        .collect()
}

async fn groups(app: &App, visitor: &Visitor, lists: Vec<list::Model>) -> WebResult<Vec<Group>> {
    let db = app.db.read();
    let ids: Vec<_> = lists.iter().map(|list| list.id).collect();
    let counts = rows::counts(db, &ids).await?;
    let structure = school::structure(db).await?;
    let ids: Vec<ProjectId> = lists.iter().map(|list| list.project_id).collect();
    let projects = store::projects::projects_by_id(db, &ids).await?;
    let mut groups: Vec<(ProjectId, Group)> = Vec::new();
    for list in lists {
        let own = counts.get(&list.id).copied().unwrap_or_default();
        let line = Line {
            href: format!("/registration/lists/{}", list.id),
            class: structure
                .class(list.class_id)
                .map(|class| class.name.clone())
                .unwrap_or_default(),
            people: own.people(),
            badge: list_badge(list.state),
            counts: counts_words(&own),
            faulty: own.faulty,
            submitted: list
                .submitted_at
                .map_or("--".to_owned(), |at| time_words(at, app.clock.now())),
            review: list.state == ListState::Submitted
                && visitor.actor.may_somewhere(Action::ReviewRegistration),
        };
        match groups
            .last_mut()
            .filter(|(project, _)| *project == list.project_id)
        {
            Some((_, group)) => group.lists.push(line),
            None => {
                if let Some(project) = projects.get(&list.project_id) {
                    groups.push((
                        project.id,
                        Group {
                            lists: vec![line],
                            ..group(app, project)
                        },
                    ));
                }
            }
        }
    }
    Ok(groups.into_iter().map(|(_, group)| group).collect())
}

fn group(app: &App, project: &store::projects::project::Model) -> Group {
    let deadline = project
        .registration_deadline
        .map(|day| left_words(day, app.clock.today()));
    Group {
        title: project.title.clone(),
        href: format!("/registration/projects/{}", project.id),
        note: deadline
            .map(|left| format!("平台截止{left}"))
            .unwrap_or_default(),
        lists: Vec::new(),
    }
}

/// Live projects whose students are chosen but who have no list yet.
async fn add_without_lists(app: &App, visitor: &Visitor, groups: &mut Vec<Group>) -> WebResult<()> {
    let reach = visitor.actor.reach(Action::ViewRegistration);
    for project in store::projects::live(app.db.read(), &reach).await? {
        let own = group(app, &project);
        if groups.iter().any(|known| known.href == own.href) {
            continue;
        }
        if !store::selection::chosen(app.db.read(), project.id)
            .await?
            .is_empty()
        {
            groups.insert(0, own);
        }
    }
    Ok(())
}
