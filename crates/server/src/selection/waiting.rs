//! What waits for whom in a round: scores to be entered, a result to be confirmed, to be published.

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::selection::RoundState;
use store::selection::{self as rows, ListedRound};

use super::actions::Progress;
use super::sight::ordinal;
use crate::desk::Waiting;
use crate::shell::{App, Visitor, WebResult};

/// What waits for the visitor in the rounds within reach.
pub(crate) async fn waiting(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    let mut found = super::papers::waiting(app, visitor).await?;
    let entering = of(app, visitor, Action::EnterScores, RoundState::Entering).await?;
    for listed in entering {
        let entrants =
            rows::entrants(app.db.read(), listed.round.id, &domain::access::Reach::All).await?;
        let progress = Progress::of(&entrants, &listed.round.parameters);
        let act = if progress.complete() {
            "封存选拔成绩"
        } else {
            "录入选拔成绩"
        };
        let since = listed.round.created_at;
        found.push(waits(&listed, act, progress.to_string(), since));
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
            "发布选拔结果",
            "结果已确认".to_owned(),
            since,
        ));
    }
    Ok(found)
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
