//! The list of projects: saved views, conditions, pages.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::{Action, Reach};
use domain::ids::{CertificateId, GroupId, ProjectId};
use domain::projects::{ProjectState, state_sentence};
use domain::values::Grade;
use serde::Deserialize;
use store::Page;
use store::projects::{self as rows, ProjectFilter, project};

use super::facts::facts;
use super::words::{exam_words, short_title};
use crate::school::choices;
use crate::shell::{App, Chip, Choice, Layout, Nav, Visitor, WebResult, page};

/// Rows a page.
const SIZE: u64 = 50;

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    view: String,
    grade: String,
    certificate: String,
    q: String,
    page: String,
}

#[derive(Template)]
#[template(path = "projects/list.html")]
struct ListPage {
    layout: Layout,
    may_open: bool,
    views: Vec<View>,
    asked: Asked,
    grades: Vec<Choice>,
    certificates: Vec<Choice>,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    total: u64,
    page: u64,
    pages: u64,
    first: u64,
    last: u64,
    base: String,
    /// The address without conditions.
    clear: String,
}

struct View {
    label: &'static str,
    href: String,
    current: bool,
}

struct Row {
    id: ProjectId,
    title: String,
    note: String,
    group: String,
    exam: String,
    deadline: String,
    state: &'static str,
    badge: &'static str,
    stands: String,
}

const VIEWS: [(&str, &str); 4] = [
    ("", "全部"),
    ("group", "我组"),
    ("review", "待审核"),
    ("live", "进行中"),
];

impl Asked {
    fn filter(&self, own: Vec<GroupId>) -> ProjectFilter {
        let states = match self.view.as_str() {
            "review" => vec![ProjectState::InReview],
            "live" => vec![
                ProjectState::Draft,
                ProjectState::InReview,
                ProjectState::Returned,
                ProjectState::Approved,
            ],
            _ => Vec::new(),
        };
        ProjectFilter {
            states,
            groups: if self.view == "group" {
                own
            } else {
                Vec::new()
            },
            grade: self.grade.parse::<Grade>().ok(),
            certificate: self.certificate.parse::<CertificateId>().ok(),
            text: self.q.trim().to_owned(),
        }
    }

    /// The address with one condition set or taken away.
    fn with(&self, key: &str, value: &str) -> String {
        let pairs = [
            ("view", self.view.as_str()),
            ("grade", self.grade.as_str()),
            ("certificate", self.certificate.as_str()),
            ("q", self.q.as_str()),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, kept) in pairs {
            let value = if name == key { value } else { kept };
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() {
            "/projects".to_owned()
        } else {
            format!("/projects?{query}")
        }
    }

    /// The address of a page of this list, up to its number.
    fn base(&self) -> String {
        let here = self.with("", "");
        if here.contains('?') {
            format!("{here}&")
        } else {
            format!("{here}?")
        }
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> WebResult<Response> {
    let db = app.db.read();
    let reach = visitor.actor.reach(Action::ViewProjects);
    let own: Vec<GroupId> = visitor
        .actor
        .holdings()
        .iter()
        .filter_map(|held| held.group)
        .collect();
    let number = asked.page.parse().unwrap_or(1);
    let filter = asked.filter(own.clone());
    let found = rows::projects(db, &filter, &reach, Page::new(number, SIZE)).await?;
    let structure = store::school::structure(db).await?;
    let certificates = store::partners::certificates(db).await?;
    let mut shown = Vec::with_capacity(found.items.len());
    for project in &found.items {
        let certificate = certificates
            .iter()
            .find(|one| one.id == project.certificate_id);
        let name = certificate.map(|one| one.name.as_str()).unwrap_or_default();
        let group = structure
            .group(project.group_id)
            .map(|group| group.name.clone())
            .unwrap_or_default();
        shown.push(row(&app, project, name, group).await?);
    }
    let grades = choices::grades(&structure);
    let offered: Vec<Choice> = certificates
        .iter()
        .map(|one| Choice::new(one.id, &one.name))
        .collect();
    let first = Page::new(number, SIZE).offset();
    page(&ListPage {
        layout: Layout::of(&app, &visitor, Nav::Projects).await?,
        may_open: visitor.actor.may_somewhere(Action::PrepareProject),
        views: views(&asked, !own.is_empty() && !matches!(reach, Reach::Nothing)),
        chips: chips(&asked, &grades, &offered),
        grades,
        certificates: offered,
        total: found.total,
        page: number,
        pages: found.total.div_ceil(SIZE).max(1),
        first: if shown.is_empty() { 0 } else { first + 1 },
        last: first + u64::try_from(shown.len()).unwrap_or_default(),
        base: asked.base(),
        clear: if asked.view.is_empty() {
            "/projects".to_owned()
        } else {
            format!("/projects?view={}", asked.view)
        },
        rows: shown,
        asked,
    })
}

fn views(asked: &Asked, has_group: bool) -> Vec<View> {
    let views = VIEWS
        .iter()
        .filter(|(value, _)| has_group || *value != "group");
    views
        .map(|(value, label)| View {
            label,
            href: asked.with("view", value),
            current: asked.view == *value,
        })
        .collect()
}

fn chips(asked: &Asked, grades: &[Choice], certificates: &[Choice]) -> Vec<Chip> {
    let chosen = |key: &str, name: &str, value: &str, choices: &[Choice]| {
        let label = Choice::label_of(choices, value)?;
        Some(Chip {
            text: format!("{name}：{label}"),
            without: asked.with(key, ""),
        })
    };
    let text = (!asked.q.trim().is_empty()).then(|| Chip {
        text: format!("名称或编号：{}", asked.q.trim()),
        without: asked.with("q", ""),
    });
    [
        chosen("grade", "年级", &asked.grade, grades),
        chosen("certificate", "证书", &asked.certificate, certificates),
        text,
    ]
    .into_iter()
    .flatten()
    .collect()
}

async fn row(
    app: &App,
    project: &project::Model,
    certificate: &str,
    group: String,
) -> WebResult<Row> {
    let today = app.clock.today();
    let facts = facts(app.db.read(), today, project).await?;
    let deadline = project
        .registration_deadline
        .map(|day| domain::dates::day_words(day, today));
    Ok(Row {
        id: project.id,
        title: project.title.clone(),
        note: format!(
            "{} · {}级 · {}",
            short_title(certificate, &project.level),
            project.grade,
            project.code
        ),
        group,
        exam: exam_words(project, today),
        deadline: deadline.unwrap_or_else(|| "--".to_owned()),
        state: project.state.label(),
        badge: match project.state {
            ProjectState::Draft | ProjectState::Closed => "mute",
            ProjectState::InReview => "info",
            ProjectState::Returned => "error",
            ProjectState::Approved => "ok",
        },
        stands: state_sentence(&facts).to_string(),
    })
}
