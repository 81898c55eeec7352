//! Who is missing what; all who can be reminded are chosen already.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::Action;
use domain::dates::{day_words, left_words, weekday_words};
use domain::ids::{ListId, StudentId};
use domain::registration::Need;
use serde::Deserialize;
use store::Page;
use store::registration::{self as lists, ListFilter};

use super::scene::{Scene, group_of};
use crate::registration::records::Work;
use crate::shell::{App, Layout, Nav, Visitor, WebResult, page, redirect};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    tab: String,
}

#[derive(Template)]
#[template(path = "people/class/page.html")]
struct ClassPage {
    layout: Layout,
    list: ListId,
    class: String,
    certificate: String,
    tab: &'static str,
    total: usize,
    missing: usize,
    deadline: String,
    returned: Vec<Line>,
    groups: Vec<Group>,
    rest: Vec<Line>,
    chosen: usize,
    hours: u32,
    others: Vec<(String, String)>,
}

struct Group {
    label: String,
    lines: Vec<Line>,
}

struct Line {
    student: StudentId,
    name: String,
    note: String,
    end: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "people/class/none.html")]
struct NonePage {
    layout: Layout,
}

/// The lists of one's own classes in open projects, the newest first.
pub(super) async fn own_lists(app: &App, visitor: &Visitor) -> WebResult<Vec<(ListId, String)>> {
    let reach = visitor.actor.reach(Action::HelpRegistration);
    let found = lists::lists(
        app.db.read(),
        &ListFilter::default(),
        &reach,
        Page::new(1, 50),
    )
    .await?;
    let mut own = Vec::new();
    for list in found.items {
        let work = Work::of(app.db.read(), list.project_id).await?;
        if work.project.state.is_open() {
            let class = work.class_name(list.class_id);
            own.push((list.id, format!("{class} {}", work.short_title())));
        }
    }
    Ok(own)
}

/// The list that is open now.
pub(super) async fn first(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    match own_lists(&app, &visitor).await?.first() {
        Some((list, _)) => Ok(redirect(
            &format!("/my-class/{list}"),
            visitor.flash.clone(),
        )),
        None => page(&NonePage {
            layout: Layout::of(&app, &visitor, Nav::Class).await?,
        }),
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ListId>,
    Query(asked): Query<Asked>,
) -> WebResult<Response> {
    let scene = Scene::of(&app, &visitor, id).await?;
    let lacking = scene.lacking();
    let missing = lacking.len();
    let tab = match asked.tab.as_str() {
        "done" => "done",
        "all" => "all",
        _ => "missing",
    };
    let groups = groups(&scene);
    let rest = scene
        .rows
        .iter()
        .filter(|one| tab == "all" || scene.brought.lacks(one.student.id).is_empty())
        .map(|one| line(&scene, one.student.id))
        .collect();
    let others = own_lists(&app, &visitor).await?;
    let today = app.clock.today();
    page(&ClassPage {
        layout: Layout::of(&app, &visitor, Nav::Class).await?,
        list: id,
        class: scene.class().to_owned(),
        certificate: scene.work.short_title(),
        tab,
        total: scene.rows.len(),
        missing,
        deadline: scene
            .work
            .project
            .registration_deadline
            .map(|day| {
                let weekday = weekday_words(chrono::Datelike::weekday(&day));
                format!(
                    "截止 {} {weekday}，{}",
                    day_words(day, today),
                    left_words(day, today)
                )
            })
            .unwrap_or_default(),
        returned: scene
            .returned()
            .into_iter()
            .map(|one| {
                let field = one
                    .row
                    .field
                    .map_or("其他", domain::registration::Field::label);
                let why = one.row.reason.as_deref().unwrap_or("--");
                Line {
                    note: format!("{field}：{why}"),
                    end: "去改".to_owned(),
                    ..line(&scene, one.student.id)
                }
            })
            .collect(),
        chosen: groups
            .iter()
            .flat_map(|group| &group.lines)
            .filter(|line| line.chosen)
            .count(),
        groups,
        rest,
        hours: scene.work.plan.remind_hours,
        others: others
            .into_iter()
            .filter(|(list, _)| *list != id)
            .map(|(list, title)| (format!("/my-class/{list}"), title))
            .collect(),
    })
}

fn line(scene: &Scene, student: StudentId) -> Line {
    let lacks = scene.brought.sentence(student);
    let can = scene.can_remind(student);
    Line {
        student,
        name: scene
            .row(student)
            .map(|one| one.student.name.clone())
            .unwrap_or_default(),
        end: scene.reminded_words(student),
        chosen: can && !lacks.is_empty(),
        note: if lacks.is_empty() {
            "都交齐了".to_owned()
        } else {
            lacks
        },
    }
}

fn groups(scene: &Scene) -> Vec<Group> {
    let order = [
        (Need::GuardianConsent, "缺家长同意书"),
        (Need::Photo, "照片没有或不合格"),
        (Need::StudentConsent, "缺学生同意书"),
        (Need::Form, "没核对信息"),
    ];
    let group = |(need, label): (Need, &str)| {
        let lines: Vec<Line> = scene
            .lacking()
            .into_iter()
            .filter(|(_, lacks)| group_of(lacks) == Some(need))
            .map(|(one, _)| line(scene, one.student.id))
            .collect();
        Group {
            label: format!("{label} {}", lines.len()),
            lines,
        }
    };
    let all = order.into_iter().map(group);
    all.filter(|group| !group.lines.is_empty()).collect()
}
