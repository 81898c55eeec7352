//! Two selections: one published with its cut at 71.5, one whose scores are half typed (plan 4.2, 4.3.2).

use domain::access::{Action, Permit, Reach};
use domain::ids::{ProjectId, RoundId};
use store::selection::{self as rows, Entrant, ScoreRow};

use super::cast::{ACCOUNTING, CLERK, at_work, id_in};
use super::{SEED, exam, go_to};
use crate::selection::actions::{
    NewRoundForm, ScoreSheetForm, SealForm, confirm, open as open_round, publish as publish_round,
    save_sheet, seal as seal_scores, stamp,
};
use crate::shell::{App, WebResult, op_id};

/// The selection of the pictures, from its opening to its publication.
pub(super) async fn published(app: &App, id: ProjectId) -> WebResult<()> {
    go_to(app, "2025-04-21T09:00");
    let round = open(app, id, "2025-04-23").await?;
    go_to(app, "2025-04-26T16:20");
    let marks = exam::marks(&entrants(app, round).await?, SEED);
    type_in(app, id, round, &marks).await?;
    go_to(app, "2025-04-27T10:20");
    seal(app, id, round).await?;
    go_to(app, "2025-04-27T15:10");
    stand_for(app, id, round).await?;
    go_to(app, "2025-04-30T17:00");
    publish(app, id, round).await
}

/// A round whose test was held; nobody has typed a mark yet.
pub(super) async fn opened(app: &App, id: ProjectId) -> WebResult<RoundId> {
    go_to(app, "2025-05-12T10:00");
    open(app, id, "2025-05-16").await
}

/// Two of its four classes are typed.
pub(super) async fn half_typed(app: &App, id: ProjectId, round: RoundId) -> WebResult<()> {
    go_to(app, "2025-05-19T15:30");
    let marks = exam::half(&entrants(app, round).await?, 2, SEED);
    type_in(app, id, round, &marks).await
}

async fn entrants(app: &App, round: RoundId) -> WebResult<Vec<Entrant>> {
    Ok(rows::entrants(app.db.read(), round, &Reach::All).await?)
}

async fn open(app: &App, id: ProjectId, test_on: &str) -> WebResult<RoundId> {
    let acting = at_work(app, ACCOUNTING, Action::PrepareSelection, id).await?;
    let form = NewRoundForm {
        op_id: op_id(),
        test_on: test_on.parse().ok(),
        approved: None,
        seats: None,
    };
    id_in(&open_round(app, &acting.permit, id, &form).await?)
}

/// Class by class, as somebody types a sheet and saves it.
async fn type_in(app: &App, id: ProjectId, round: RoundId, marks: &[ScoreRow]) -> WebResult<()> {
    let permit = at_work(app, ACCOUNTING, Action::EnterScores, id)
        .await?
        .permit;
    let entrants = entrants(app, round).await?;
    let mut classes: Vec<_> = entrants.iter().map(|one| one.entry.class_id).collect();
    classes.dedup();
    for class in classes {
        let own: Vec<&Entrant> = entrants
            .iter()
            .filter(|one| one.entry.class_id == class && one.entry.in_base)
            .collect();
        let of_class = |row: &&ScoreRow| own.iter().any(|one| one.entry.student_id == row.student);
        let rows: Vec<ScoreRow> = marks.iter().filter(of_class).cloned().collect();
        if !rows.is_empty() {
            let form = ScoreSheetForm {
                op_id: op_id(),
                class,
                stamp: stamp(own),
                rows,
            };
            save_sheet(app, &permit, round, &form).await?;
        }
    }
    Ok(())
}

async fn seal(app: &App, id: ProjectId, round: RoundId) -> WebResult<()> {
    let permit = at_work(app, ACCOUNTING, Action::SealScores, id)
        .await?
        .permit;
    let form = SealForm {
        op_id: op_id(),
        stamp: stamp(&entrants(app, round).await?),
    };
    seal_scores(app, &permit, round, &form).await?;
    Ok(())
}

async fn stand_for(app: &App, id: ProjectId, round: RoundId) -> WebResult<()> {
    let (permit, version) = by_the_office(app, id, round).await?;
    confirm(app, &permit, round, &op_id(), version).await?;
    Ok(())
}

async fn publish(app: &App, id: ProjectId, round: RoundId) -> WebResult<()> {
    let (permit, version) = by_the_office(app, id, round).await?;
    publish_round(app, &permit, round, &op_id(), version).await?;
    Ok(())
}

/// The clerk's permit for a round, and the version of the round she sees.
async fn by_the_office(app: &App, id: ProjectId, round: RoundId) -> WebResult<(Permit, i32)> {
    let acting = at_work(app, CLERK, Action::ConfirmSelection, id).await?;
    let version = rows::round(app.db.read(), round).await?.version;
    Ok((acting.permit, version))
}
