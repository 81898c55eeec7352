//! The desk with and without a pane, printing it, switching its keys.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use domain::access::Action;
use domain::dates::{day_words, time_words};
use domain::ids::ReviewId;
use serde::Deserialize;

use super::views::{self, Beside, Group, PastRow, Shown, Summary, Undo};
use super::{pane, side, waiting_for};
use crate::shell::{
    App, Fields, Layout, Nav, Problem, Visitor, WebResult, op_id, page, redirect, refused,
};

/// What part of the desk is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// `done`, `started`, else what waits.
    tab: String,
    /// The review in the pane.
    open: String,
}

#[derive(Template)]
#[template(path = "desk/desk.html")]
struct DeskPage {
    layout: Layout,
    summary: Summary,
    may_open: bool,
    tab: &'static str,
    started_open: u64,
    groups: Vec<Group>,
    /// Whether rows can be chosen for being decided together.
    picks: bool,
    past: Vec<PastRow>,
    undo: Option<Undo>,
    shown: Option<Shown>,
    beside: Option<Beside>,
    keys: bool,
    op_id: String,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> WebResult<Response> {
    // A student's desk is the own page.
    if visitor
        .actor
        .holdings()
        .iter()
        .all(|held| held.post == domain::access::Post::Student)
    {
        return Ok(redirect("/my", visitor.flash.clone()));
    }
    let open = asked.open.parse().ok();
    page(&desk(&app, &visitor, &asked.tab, open, None).await?)
}

/// The desk again with a pane whose form has to be mended; what was typed stays.
pub(crate) async fn again(
    app: &App,
    visitor: &Visitor,
    review: ReviewId,
    field: &str,
    problem: Problem,
) -> WebResult<Response> {
    let mut view = desk(app, visitor, "", Some(review), Some(problem)).await?;
    if let Some(shown) = &mut view.shown {
        field.clone_into(&mut shown.pane.field);
    }
    refused(&view)
}

/// Where to go after an act on a review: to the next one, else to the empty desk.
pub(crate) async fn next_after(
    app: &App,
    visitor: &Visitor,
    review: ReviewId,
) -> WebResult<String> {
    let all = waiting_for(app, visitor).await?;
    let reviews: Vec<ReviewId> = all.iter().filter_map(|one| one.review).collect();
    let at = reviews.iter().position(|one| *one == review);
    let next = at
        .and_then(|at| reviews.get(at + 1))
        .or_else(|| reviews.iter().find(|one| **one != review));
    Ok(next.map_or_else(|| "/".to_owned(), |id| format!("/?open={id}")))
}

async fn desk(
    app: &App,
    visitor: &Visitor,
    tab: &str,
    open: Option<ReviewId>,
    problem: Option<Problem>,
) -> WebResult<DeskPage> {
    let today = app.clock.today();
    let all = waiting_for(app, visitor).await?;
    let live = side::live(app, visitor).await?;
    let summary = views::summary(&all, &side::deadlines_this_week(&live, today), today);
    let shown = match open {
        Some(id) => Some(opened(app, visitor, &all, id, problem).await?),
        None => None,
    };
    let beside = if shown.is_some() {
        None
    } else {
        Some(Beside {
            projects: visitor.actor.may_somewhere(Action::ViewProjects),
            boxes: side::boxes(app, visitor, &live).await?,
            total: live.len(),
            awaited: side::awaited(app, visitor).await?,
            near: side::near(&live, today),
        })
    };
    let (tab, past) = match tab {
        "done" => ("done", views::decided(app, visitor).await?),
        "started" => ("started", views::started(app, visitor).await?),
        _ => ("", Vec::new()),
    };
    Ok(DeskPage {
        layout: Layout::of(app, visitor, Nav::Desk).await?,
        summary,
        may_open: visitor.actor.may_somewhere(Action::PrepareProject),
        tab,
        started_open: views::started_open(app, visitor).await?,
        picks: all.iter().filter(|one| one.review.is_some()).count() > 1,
        groups: views::groups(all, open, today),
        past,
        undo: views::undo(app, visitor).await?,
        shown,
        beside,
        keys: visitor.session.keys,
        op_id: op_id(),
    })
}

/// A look at a review is kept: it ends the time in which the act before may be taken back.
async fn opened(
    app: &App,
    visitor: &Visitor,
    all: &[super::Waiting],
    id: ReviewId,
    problem: Option<Problem>,
) -> WebResult<Shown> {
    let kept = store::review::review(app.db.read(), id).await?;
    // The area asks for the permit; nobody opens what is not to be seen.
    pane::pane(app, visitor, &kept).await?;
    let kept = crate::review::actions::open(app, &visitor.actor, kept).await?;
    let pane = pane::pane(app, visitor, &kept).await?;
    Ok(views::shown(
        all,
        id,
        pane,
        problem.map(|one| one.text).unwrap_or_default(),
    ))
}

#[derive(Template)]
#[template(path = "desk/today.html")]
struct TodayPage {
    asset_version: String,
    school: String,
    name: String,
    day: String,
    printed: String,
    groups: Vec<Group>,
    total: usize,
}

pub(super) async fn print_today(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let today = app.clock.today();
    let all = waiting_for(&app, &visitor).await?;
    let layout = Layout::of(&app, &visitor, Nav::Desk).await?;
    page(&TodayPage {
        asset_version: layout.asset_version,
        school: layout.school,
        name: visitor.actor.name().to_owned(),
        day: day_words(today, today),
        printed: time_words(app.clock.now(), app.clock.now()),
        total: all.len(),
        groups: views::groups(all, None, today),
    })
}

/// Single keys can be switched off (WCAG 2.1.4); the browser keeps the answer.
pub(super) async fn switch_keys(visitor: Visitor, fields: Fields) -> WebResult<Response> {
    visitor
        .actor
        .permit(Action::UseDesk, &own_place(&visitor))?;
    let value = if fields.text("keys") == "off" {
        "off"
    } else {
        "on"
    };
    let (open, from_me) = (fields.text("open").parse::<ReviewId>(), fields.text("next"));
    let back = match open {
        Ok(id) => format!("/?open={id}"),
        Err(_) if from_me == "/me" => "/me#keys".to_owned(),
        Err(_) => "/".to_owned(),
    };
    let mut response = redirect(&back, None);
    let cookie = format!("keys={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The place of the person's first post: the desk is everybody's own.
fn own_place(visitor: &Visitor) -> domain::access::Place {
    let held = visitor.actor.holdings().first();
    held.map_or(domain::access::Place::SCHOOL, |held| {
        domain::access::Place {
            faculty: held.faculty,
            group: held.group,
            class: held.class,
            student: held.student,
        }
    })
}
