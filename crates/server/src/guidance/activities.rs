//! What the classes did about attitude and about treasuring the chance (plan 4.3.1).

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Action;
use domain::dates::day_words;
use domain::guidance::ActivityKind;
use domain::ids::ClassId;
use serde::Deserialize;
use store::guidance::{self as rows, NewActivity};
use store::{Page, StoreError};

use super::actions;
use crate::shell::{
    App, Choice, Fields, Layout, Nav, Pager, Problem, Problems, Visitor, WebResult, op_id, page,
    redirect, refused,
};

const ROWS: u64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListQuery {
    page: String,
}

/// One activity.
struct Row {
    day: String,
    class: String,
    kind: &'static str,
    title: String,
    people: i32,
    said: String,
    by: String,
}

#[derive(Template)]
#[template(path = "guidance/activities.html")]
struct ActivitiesPage {
    layout: Layout,
    rows: Vec<Row>,
    pager: Pager,
    classes: Vec<Choice>,
    kinds: Vec<Choice>,
    today: String,
    typed: Fields,
    op_id: String,
    problems: Problems,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<ListQuery>,
) -> WebResult<Response> {
    let at = Page::new(query.page.parse().unwrap_or(1), ROWS);
    page(&view(&app, &visitor, at, Fields::default(), Problems::default()).await?)
}

async fn view(
    app: &App,
    visitor: &Visitor,
    at: Page,
    typed: Fields,
    problems: Problems,
) -> WebResult<ActivitiesPage> {
    let (db, today) = (app.db.read(), app.clock.today());
    let reach = visitor.actor.reach(Action::ViewGuidance);
    let structure = store::school::structure(db).await?;
    let found = rows::activities(db, &reach, at).await?;
    let names = store::review::names(db, found.items.iter().map(|one| one.by_account)).await?;
    let row = |one: &rows::activity::Model| Row {
        day: day_words(one.held_on, today),
        class: structure
            .class(one.class_id)
            .map(|class| class.name.clone())
            .unwrap_or_default(),
        kind: one.kind.label(),
        title: one.title.clone(),
        people: one.people,
        said: one.said.clone(),
        by: names.get(&one.by_account).cloned().unwrap_or_default(),
    };
    let own = structure.classes.iter().filter(|class| {
        let place = structure.class_place(class.id);
        place.is_some_and(|place| visitor.actor.may(Action::RecordGuidance, &place))
    });
    Ok(ActivitiesPage {
        layout: Layout::of(app, visitor, Nav::Guidance).await?,
        rows: found.items.iter().map(row).collect(),
        pager: Pager::new(at, found.total, "/guidance/activities?".to_owned()),
        classes: own
            .map(|class| Choice::new(class.id, &class.name))
            .collect(),
        kinds: ActivityKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.value(), kind.label()))
            .collect(),
        today: today.to_string(),
        typed,
        op_id: op_id(),
        problems,
    })
}

pub(super) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let mut problems = Problems::default();
    let class = fields.text("class").parse::<ClassId>();
    let class = problems.note(class.map_err(|_| Problem::new("class", "请选班级")));
    let kind = fields.text("kind").parse::<ActivityKind>();
    let kind = problems.note(kind.map_err(|_| Problem::new("kind", "请选活动形式")));
    let day = problems
        .note(fields.parsed("held_on", "日期要写成 2025-05-20"))
        .flatten();
    match day {
        Some(day) if day > app.clock.today() => {
            problems.push(Problem::new(
                "held_on",
                "日期在今天以后，请写开展活动的那一天",
            ));
        }
        None if problems.of("held_on").is_empty() => {
            problems.push(Problem::new("held_on", "请写日期"));
        }
        _ => {}
    }
    let title = fields.text("title").to_owned();
    if title.is_empty() || title.chars().count() > 60 {
        problems.push(Problem::new("title", "请写活动名称，60 个字以内"));
    }
    let people = problems
        .note(fields.parsed::<u32>("people", "人数要写成整数"))
        .flatten();
    if people.is_none() && problems.of("people").is_empty() {
        problems.push(Problem::new("people", "请写参加人数"));
    }
    let (Some(class), Some(kind), Some(held_on), Some(people), true) =
        (class, kind, day, people, problems.is_empty())
    else {
        let view = view(&app, &visitor, Page::new(1, ROWS), fields, problems).await?;
        return refused(&view);
    };
    let structure = store::school::structure(app.db.read()).await?;
    let place = structure.class_place(class).ok_or(StoreError::NotFound)?;
    let permit = visitor.actor.permit(Action::RecordGuidance, &place)?;
    let new = NewActivity {
        class,
        kind,
        held_on,
        title: &title,
        people,
        said: fields.text("said"),
        by: visitor.actor.account(),
    };
    let done = actions::add_activity(&app, &permit, new, fields.text("op_id")).await?;
    Ok(redirect(&done.to, done.flash))
}
