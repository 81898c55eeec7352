//! What waits for whom in a round: scores to be entered or settled, a result to be
//! confirmed, told and made final.

use chrono::{DateTime, Utc};
use domain::access::{Action, Reach};
use domain::selection::{Marking, Notice, Pass, RoundState};
use store::selection::{self as rows, ListedRound};

use super::actions::Progress;
use super::passes::Passes;
use super::sight::{ordinal, place_of};
use crate::desk::Waiting;
use crate::shell::{App, Visitor, WebResult};

/// What waits for the visitor in the rounds within reach.
pub(crate) async fn waiting(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    let mut found = super::papers::waiting(app, visitor).await?;
    let entering = of(app, visitor, Action::EnterScores, RoundState::Entering).await?;
    for listed in entering {
        found.extend(to_type(app, visitor, &listed).await?);
    }
    let action = Action::SettleMarks;
    for listed in of(app, visitor, action, RoundState::Entering).await? {
        found.extend(to_settle(app, visitor, &listed).await?);
    }
    for listed in of(app, visitor, Action::ConfirmSelection, RoundState::Computed).await? {
        let since = listed.round.computed_at.unwrap_or(listed.round.created_at);
        found.push(waits(
            &listed,
            "确认选拔结果",
            "成绩单已封存，结果已算出".to_owned(),
            since,
        ));
    }
    for listed in of(
        app,
        visitor,
        Action::ConfirmSelection,
        RoundState::Confirmed,
    )
    .await?
    {
        let since = listed.round.confirmed_at.unwrap_or(listed.round.created_at);
        found.push(waits(
            &listed,
            "公示选拔结果",
            "结果已确认".to_owned(),
            since,
        ));
    }
    let action = Action::ConfirmSelection;
    for listed in of(app, visitor, action, RoundState::Published).await? {
        found.extend(to_close(app, &listed).await?);
    }
    Ok(found)
}

/// Scores to be typed or sealed: in the reader's own pass where marks are entered twice.
async fn to_type(app: &App, visitor: &Visitor, listed: &ListedRound) -> WebResult<Option<Waiting>> {
    let round = &listed.round;
    let entrants = rows::entrants(app.db.read(), round.id, &Reach::All).await?;
    let since = round.created_at;
    let place = place_of(app, &listed.project).await?;
    let may_seal = visitor.actor.may(Action::SealScores, &place);
    if round.parameters.marking == Marking::Single {
        let progress = Progress::of(&entrants, &round.parameters);
        let act = match (progress.complete(), may_seal) {
            (true, true) => "封存选拔成绩",
            (true, false) => return Ok(None),
            (false, _) => "录入选拔成绩",
        };
        return Ok(Some(waits(listed, act, progress.to_string(), since)));
    }
    let passes = Passes::load(app.db.read(), round).await?;
    if passes.complete(&entrants) {
        let ready = may_seal && passes.unsettled(&entrants) == 0;
        let note = "两遍成绩已录全，没有不一致".to_owned();
        return Ok(ready.then(|| waits(listed, "封存选拔成绩", note, since)));
    }
    let note = if let Some(own) = passes.markers.pass_of(visitor.actor.account()) {
        let progress = passes.progress(own, &entrants);
        if progress.complete() {
            return Ok(None);
        }
        format!("你录{}，{progress}", own.label())
    } else {
        let free = |pass: &&Pass| passes.markers.of(**pass).next().is_none();
        let free: Vec<&str> = Pass::ALL
            .iter()
            .filter(free)
            .map(|pass| pass.label())
            .collect();
        if free.is_empty() {
            return Ok(None);
        }
        format!("{}还没有人录", free.join("、"))
    };
    Ok(Some(waits(listed, "录入选拔成绩", note, since)))
}

/// Differences for a third person.
async fn to_settle(
    app: &App,
    visitor: &Visitor,
    listed: &ListedRound,
) -> WebResult<Option<Waiting>> {
    if listed.round.parameters.marking == Marking::Single {
        return Ok(None);
    }
    let entrants = rows::entrants(app.db.read(), listed.round.id, &Reach::All).await?;
    let passes = Passes::load(app.db.read(), &listed.round).await?;
    let may = passes
        .may_settle(visitor.actor.account(), &entrants)
        .is_ok();
    let open = passes.unsettled(&entrants);
    Ok((may && open > 0).then(|| Waiting {
        href: format!("/selection/{}/compare", listed.round.id),
        ..waits(
            listed,
            "裁定两遍成绩的差异",
            format!("两遍成绩 {open} 处不一致"),
            listed.round.created_at,
        )
    }))
}

/// A notice that has run out and owes nobody an answer.
async fn to_close(app: &App, listed: &ListedRound) -> WebResult<Option<Waiting>> {
    let round = &listed.round;
    let appeals = store::complaints::open_count(app.db.read(), round.id).await?;
    let notice = Notice::on(app.clock.today(), round.state, round.notice_until, appeals);
    let since = round.published_at.unwrap_or(round.created_at);
    Ok(notice.may_close().then(|| Waiting {
        href: format!("/selection/{}/final", round.id),
        ..waits(
            listed,
            "选拔名单定案",
            "公示期满，没有待答复的申诉".to_owned(),
            since,
        )
    }))
}

async fn of(
    app: &App,
    visitor: &Visitor,
    action: Action,
    state: RoundState,
) -> WebResult<Vec<ListedRound>> {
    let reach = visitor.actor.reach(action);
    Ok(rows::rounds_in(app.db.read(), state, &reach).await?)
}

fn waits(listed: &ListedRound, act: &'static str, note: String, since: DateTime<Utc>) -> Waiting {
    Waiting {
        act,
        title: format!("{} {}", listed.project.title, ordinal(listed.round.number)),
        note,
        href: format!("/selection/{}", listed.round.id),
        from: String::new(),
        since,
        due: listed.project.registration_deadline,
        review: None,
    }
}
