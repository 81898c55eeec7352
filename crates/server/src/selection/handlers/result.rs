//! A round as it stands: progress while scores come in, then the result, its rule, its paper, its sheet.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::{Action, Reach};
use domain::dates::time_words;
use domain::ids::{AccountId, RoundId, StudentId};
use domain::selection::{Outcome, RoundState};
use domain::values::StudentState;
use store::StoreError;
use store::selection::{self as rows, Entrant};

use crate::selection::actions;
use crate::selection::recheck::{Recheck, Recomputed, recompute};
use crate::selection::sight::Sight;
use crate::selection::views::{
    EnteringPage, ListQuery, Outsider, PrintPage, ResultPage, RulePage, Subject, sheet_of, sorted,
};
use crate::shell::{App, Layout, Nav, Visitor, WebResult, XLSX, attachment, page};

/// Everybody of a round and what the rule says of them.
pub(super) struct Loaded {
    pub(super) all: Vec<Entrant>,
    seen: Vec<Entrant>,
    now: Recomputed,
    recheck: Recheck,
}

impl Loaded {
    pub(super) const fn outcome(&self) -> &Outcome {
        &self.now.outcome
    }

    pub(super) fn subject<'a>(&'a self, sight: &'a Sight) -> Subject<'a> {
        Subject {
            sight,
            all: &self.all,
            seen: &self.seen,
            now: &self.now,
            recheck: &self.recheck,
        }
    }
}

/// Compute the round once more and set it beside what is kept.
pub(super) async fn subject(app: &App, sight: &Sight) -> WebResult<Loaded> {
    let all = rows::entrants(app.db.read(), sight.round.id, &Reach::All).await?;
    let seen = if sight.whole {
        all.clone()
    } else {
        sight.entrants(app).await?
    };
    let now = recompute(&all, &sight.round.parameters);
    let recheck = Recheck::of(&sight.round, &all, &now);
    Ok(Loaded {
        all,
        seen,
        now,
        recheck,
    })
}

/// Those with a score who are not in the base, each with the reason.
pub(super) async fn outsiders(
    app: &App,
    sight: &Sight,
    entrants: &[Entrant],
) -> WebResult<Vec<Outsider>> {
    let roll = store::school::snapshot_entries(app.db.read(), sight.round.snapshot_id).await?;
    let states: HashMap<StudentId, StudentState> =
        roll.iter().map(|one| (one.student_id, one.state)).collect();
    Ok(Outsider::among(entrants, |student| {
        states.get(&student).copied()
    }))
}

pub(in crate::selection) async fn round(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    Query(query): Query<ListQuery>,
) -> WebResult<Response> {
    let sight = Sight::of(&app, &visitor, id).await?;
    let layout = Layout::of(&app, &visitor, Nav::Selection).await?;
    if !sight.may_see_result() {
        let entrants = sight.entrants(&app).await?;
        let outside = outsiders(&app, &sight, &entrants).await?;
        let may = |action| visitor.actor.may(action, &sight.place);
        let may_do = (may(Action::EnterScores), may(Action::KeepPapers));
        return page(&EnteringPage::new(
            &app, layout, &sight, &entrants, outside, may_do,
        ));
    }
    let loaded = subject(&app, &sight).await?;
    let outside = outsiders(&app, &sight, &loaded.seen).await?;
    let told = told(&app, &sight).await?;
    page(&ResultPage::new(
        &app,
        &visitor,
        layout,
        &loaded.subject(&sight),
        &query,
        outside,
        told,
    ))
}

/// Who stood for the result and when it was told.
async fn told(app: &App, sight: &Sight) -> WebResult<String> {
    let round = &sight.round;
    let by = |at, account| said(app, at, account);
    match round.state {
        RoundState::Entering | RoundState::Sealed | RoundState::Computed => Ok(format!(
            "成绩由{}封存；培训就业处确认后发布给专业组长和班主任。",
            by(round.sealed_at, round.sealed_by).await?
        )),
        RoundState::Confirmed => Ok(format!(
            "{}确认；发布后专业组长和班主任收到消息。",
            by(round.confirmed_at, round.confirmed_by).await?
        )),
        RoundState::Published => {
            let confirmed = by(round.confirmed_at, round.confirmed_by).await?;
            Ok(format!(
                "{confirmed}确认，{}发布。",
                by(round.published_at, round.published_by).await?
            ))
        }
    }
}

/// "周文博今天 09:12".
async fn said(
    app: &App,
    at: Option<chrono::DateTime<chrono::Utc>>,
    account: Option<AccountId>,
) -> WebResult<String> {
    let name = match account {
        Some(account) => store::identity::account(app.db.read(), account).await?.name,
        None => String::new(),
    };
    let at = at.map_or_else(String::new, |at| time_words(at, app.clock.now()));
    Ok(format!("{name} {at} "))
}

pub(in crate::selection) async fn rule(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let sight = Sight::of(&app, &visitor, id).await?;
    let layout = Layout::of(&app, &visitor, Nav::Selection).await?;
    let snapshot = store::school::snapshot(app.db.read(), sight.round.snapshot_id).await?;
    let people = store::school::snapshot_entries(app.db.read(), snapshot.id)
        .await?
        .len();
    let loaded = if sight.may_see_result() {
        Some(subject(&app, &sight).await?)
    } else {
        None
    };
    let recheck = loaded.as_ref().map(|loaded| &loaded.recheck);
    page(&RulePage::new(
        &app,
        layout,
        &sight,
        (&snapshot, people),
        recheck,
    ))
}

/// The paper for the notice board names everybody chosen, so it is for those who see the whole round.
pub(in crate::selection) async fn print(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let sight = Sight::of(&app, &visitor, id).await?;
    if !sight.whole || !sight.may_see_result() {
        return Err(StoreError::NotFound.into());
    }
    let loaded = subject(&app, &sight).await?;
    let layout = Layout::of(&app, &visitor, Nav::Selection).await?;
    let printed = format!(
        "{}　{}",
        visitor.actor.name(),
        time_words(app.clock.now(), app.clock.now())
    );
    page(&PrintPage::new(&loaded.subject(&sight), &layout, printed))
}

pub(in crate::selection) async fn export(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    Query(query): Query<ListQuery>,
) -> WebResult<Response> {
    let sight = Sight::of(&app, &visitor, id).await?;
    if !sight.may_see_result() {
        return Err(StoreError::NotFound.into());
    }
    let loaded = subject(&app, &sight).await?;
    let permit = visitor
        .actor
        .permit(Action::ViewSelection, &sight.place_of_reader(&loaded.seen))?;
    let people = query.choose(&sorted(&loaded.seen), &loaded.now.outcome);
    let title = format!("{} {}结果", sight.project.title, sight.ordinal());
    let note = format!(
        "筛选条件：{}，共 {} 人",
        query.words(&loaded.seen),
        people.len()
    );
    let list = sheet_of(title.clone(), note, &people, &sight.round.parameters);
    let bytes = actions::export(&app, &permit, &sight.round, &sight.project, &list).await?;
    Ok(attachment(&format!("{title}.xlsx"), XLSX, bytes))
}
