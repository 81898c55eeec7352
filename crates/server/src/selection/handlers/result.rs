//! A round as it stands: progress while scores come in, then the result, its rule, its paper, its sheet.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::{Action, Reach};
use domain::dates::{day_of, day_words, deadline_words, time_words};
use domain::ids::{AccountId, RoundId, StudentId};
use domain::selection::{Marking, Outcome, RoundState};
use domain::values::StudentState;
use store::StoreError;
use store::selection::{self as rows, Entrant};

use super::compare::names;
use crate::selection::actions;
use crate::selection::passes::Passes;
use crate::selection::recheck::{Recheck, Recomputed, recompute};
use crate::selection::sight::Sight;
use crate::selection::views::{
    EnteringPage, ListQuery, Outsider, PrintPage, ResultPage, RulePage, Subject, Twice, sheet_of,
    sorted,
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
        with_settlements(app, sight, all.clone()).await?
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

/// The list with a note where the two entries of a mark were far apart and a third person looked.
async fn with_settlements(
    app: &App,
    sight: &Sight,
    mut seen: Vec<Entrant>,
) -> WebResult<Vec<Entrant>> {
    if sight.round.parameters.marking == Marking::Single {
        return Ok(seen);
    }
    let passes = Passes::load(app.db.read(), &sight.round).await?;
    let today = app.clock.today();
    let mut notes: HashMap<StudentId, String> = HashMap::new();
    for one in passes.differing(&seen) {
        if let (true, Some(apart), Some(word)) =
            (one.difference.flagged, one.difference.apart, one.settled)
        {
            let day = day_words(day_of(word.at), today);
            let said = format!("两次评分差 {apart} 分，{day}已由第三人复看");
            notes.insert(one.entrant.entry.student_id, said);
        }
    }
    for one in &mut seen {
        if let Some(said) = notes.remove(&one.entry.student_id) {
            let kept = one.entry.note.take().map(|note| format!("{note}；{said}"));
            one.entry.note = Some(kept.unwrap_or(said));
        }
    }
    Ok(seen)
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
        let may_do = (
            may(Action::EnterScores),
            may(Action::SealScores),
            may(Action::KeepPapers),
        );
        let twice = twice(&app, &sight, &entrants).await?;
        let entering = EnteringPage::new(&app, layout, &sight, &entrants, outside, may_do, twice);
        return page(&entering.changeable(may(Action::PrepareSelection)));
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

/// How far both passes are, for whoever sees the whole round.
async fn twice(app: &App, sight: &Sight, entrants: &[Entrant]) -> WebResult<Option<Twice>> {
    if sight.round.parameters.marking == Marking::Single || !sight.whole {
        return Ok(None);
    }
    let passes = Passes::load(app.db.read(), &sight.round).await?;
    let names = names(app, &passes).await?;
    Ok(Some(Twice::of(&passes, entrants, &names)))
}

/// Who stood for the result and when it was told.
async fn told(app: &App, sight: &Sight) -> WebResult<String> {
    let round = &sight.round;
    let by = |at, account| said(app, at, account);
    match round.state {
        RoundState::Entering | RoundState::Sealed | RoundState::Computed => Ok(format!(
            "成绩由{}封存；培训就业处确认后公示。",
            by(round.sealed_at, round.sealed_by).await?
        )),
        RoundState::Confirmed => Ok(format!(
            "{}确认；公示后专业组长和班主任收到消息。",
            by(round.confirmed_at, round.confirmed_by).await?
        )),
        RoundState::Published | RoundState::Final => {
            let confirmed = by(round.confirmed_at, round.confirmed_by).await?;
            let published = by(round.published_at, round.published_by).await?;
            let told = format!("{confirmed}确认，{published}公示");
            if round.state.is_final() {
                let closed = by(round.final_at, round.final_by).await?;
                return Ok(format!("{told}，{closed}定案。"));
            }
            let until = round.notice_until.map(|day| {
                let last = deadline_words(day, app.clock.today());
                format!("，公示到 {last}，其间可以申诉")
            });
            Ok(format!("{told}{}。", until.unwrap_or_default()))
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
