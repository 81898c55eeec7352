//! Rounds over HTTP: take the visitor and the form, ask for the permit, call the action, answer.

mod change;
mod compare;
mod decide;
mod entry;
mod notice;
mod open;
mod paper;
mod result;

pub(super) use change::{ask_change, change};
pub(super) use compare::{compare, settle, take_pass};
pub(super) use decide::{
    before_confirm, before_final, before_publish, before_seal, confirm, finalise, publish, seal,
};
pub(super) use entry::{grid, save_grid};
pub(super) use notice::public;
pub(super) use open::{new_round, open_round};
pub(super) use paper::notice_paper;
pub(super) use result::{export, print, round as show, rule};

use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::{Action, Reach};
use domain::projects::ProjectState;
use domain::selection::{Marking, RoundState};
use serde::Deserialize;
use store::Page;
use store::projects::ProjectFilter;
use store::selection::{self as rows, round};

use super::actions::Progress;
use super::passes::Passes;
use super::sight::place_of;
use super::views::{Item, ListPage, OpenProject, Twice};
use crate::shell::{App, Layout, Nav, Visitor, WebResult, page};

/// Which page of a list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct PageQuery {
    page: Option<u64>,
}

const ROUNDS: u64 = 50;

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<PageQuery>,
) -> WebResult<Response> {
    let db = app.db.read();
    let at = Page::new(query.page.unwrap_or(1), ROUNDS);
    let reach = visitor.actor.reach(Action::ViewSelection);
    let found = rows::rounds(db, &reach, at).await?;
    let mut items = Vec::new();
    for listed in &found.items {
        let progress = if listed.round.state == RoundState::Entering {
            progress(&app, &listed.round).await?
        } else {
            String::new()
        };
        let whole = visitor.actor.may(
            Action::ViewSelection,
            &place_of(&app, &listed.project).await?,
        );
        items.push(Item::new(listed, &progress, whole, &visitor));
    }
    let shown = u64::try_from(items.len()).unwrap_or_default();
    page(&ListPage {
        layout: Layout::of(&app, &visitor, Nav::Selection).await?,
        rounds: items,
        open: openable(&app, &visitor).await?,
        page: at.number(),
        pages: found.total.div_ceil(at.size()),
        first: at.offset() + 1,
        last: at.offset() + shown,
        total: found.total,
    })
}

/// How far the marks of a round are typed.
async fn progress(app: &App, round: &round::Model) -> WebResult<String> {
    let db = app.db.read();
    let entrants = rows::entrants(db, round.id, &Reach::All).await?;
    if round.parameters.marking == Marking::Single {
        return Ok(Progress::of(&entrants, &round.parameters).to_string());
    }
    let passes = Passes::load(db, round).await?;
    let names = compare::names(app, &passes).await?;
    Ok(Twice::of(&passes, &entrants, &names).words())
}

/// Approved projects of the visitor's own groups that have no round yet.
async fn openable(app: &App, visitor: &Visitor) -> WebResult<Vec<OpenProject>> {
    let db = app.db.read();
    let reach = visitor.actor.reach(Action::PrepareSelection);
    let filter = ProjectFilter {
        states: vec![ProjectState::Approved],
        ..ProjectFilter::default()
    };
    let mut open = Vec::new();
    for project in store::projects::projects(db, &filter, &reach, Page::new(1, ROUNDS))
        .await?
        .items
    {
        if rows::of_project(db, project.id).await?.is_empty() {
            let href = format!("/projects/{}/selection/new", project.id);
            open.push(OpenProject {
                title: project.title,
                href,
            });
        }
    }
    Ok(open)
}
