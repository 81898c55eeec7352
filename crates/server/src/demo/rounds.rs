//! Two selections, their marks entered twice: one made final with its cut at 71.5, one whose passes are half typed
//! (plan 4.2, 4.3.2).

use domain::access::{Action, Permit, Reach};
use domain::ids::{ProjectId, RoundId};
use domain::selection::Pass;
use store::selection::{self as rows, Entrant, ScoreRow};

use super::cast::{ACCOUNTING, CLERK, at_work, id_in};
use super::{SEED, exam, go_to, objection};
use crate::selection::actions::{
    NewRoundForm, ScoreSheetForm, SealForm, Word, confirm, finalise, open as open_round,
    open_differences, publish as publish_round, save_sheet, seal as seal_scores, settle,
    to_seal_now,
};
use crate::shell::{App, WebResult, op_id};

/// Who types the first pass, who the second, and who settles.
const FIRST: &str = "taohuimin";
const SECOND: &str = "guanyingsi";
const OTHER: &str = "situzhiming";
const THIRD: &str = "lumingyuan";

/// The selection of the pictures, from its opening to its final list.
pub(super) async fn published(app: &App, id: ProjectId) -> WebResult<()> {
    go_to(app, "2025-04-21T09:00");
    let round = open(app, id, "2025-04-23").await?;
    go_to(app, "2025-04-25T16:20");
    let marks = exam::marks(&entrants(app, round).await?, SEED);
    type_in(app, id, (round, Pass::First, FIRST), &marks).await?;
    go_to(app, "2025-04-26T10:40");
    let again = exam::second_pass(&entrants(app, round).await?, &marks);
    type_in(app, id, (round, Pass::Second, SECOND), &again).await?;
    go_to(app, "2025-04-26T15:30");
    settle_all(app, id, round).await?;
    go_to(app, "2025-04-27T10:20");
    seal(app, id, round).await?;
    go_to(app, "2025-04-27T15:10");
    stand_for(app, id, round).await?;
    go_to(app, "2025-04-30T17:00");
    publish(app, id, round).await?;
    objection::answered(app, id, round).await?;
    go_to(app, "2025-05-06T08:40");
    close(app, id, round).await
}

/// A round whose test was held; nobody has typed a mark yet.
pub(super) async fn opened(app: &App, id: ProjectId) -> WebResult<RoundId> {
    go_to(app, "2025-05-12T10:00");
    open(app, id, "2025-05-16").await
}

/// Two of its four classes are typed once, one of them twice.
pub(super) async fn half_typed(app: &App, id: ProjectId, round: RoundId) -> WebResult<()> {
    go_to(app, "2025-05-19T15:30");
    let everybody = entrants(app, round).await?;
    let marks = exam::half(&everybody, 2, SEED);
    type_in(app, id, (round, Pass::First, OTHER), &marks).await?;
    let once = exam::half(&everybody, 1, SEED);
    type_in(app, id, (round, Pass::Second, FIRST), &once).await
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
async fn type_in(
    app: &App,
    id: ProjectId,
    (round, pass, login): (RoundId, Pass, &str),
    marks: &[ScoreRow],
) -> WebResult<()> {
    let permit = at_work(app, login, Action::EnterScores, id).await?.permit;
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
                pass: Some(pass),
                // Nobody has typed this class in this pass before.
                stamp: 0,
                rows,
            };
            save_sheet(app, &permit, round, &form).await?;
        }
    }
    Ok(())
}

/// The dean looks at the papers and says what stands.
async fn settle_all(app: &App, id: ProjectId, round: RoundId) -> WebResult<()> {
    let permit = at_work(app, THIRD, Action::SettleMarks, id).await?.permit;
    let words = open_differences(app, &rows::round(app.db.read(), round).await?).await?;
    let words = words.into_iter().map(|open| Word {
        reason: "看了答卷，第二遍录错".to_owned(),
        ..open
    });
    settle(app, &permit, round, words.collect(), &op_id()).await?;
    Ok(())
}

/// The notice is over and nobody objected.
async fn close(app: &App, id: ProjectId, round: RoundId) -> WebResult<()> {
    let permit = at_work(app, CLERK, Action::ConfirmSelection, id)
        .await?
        .permit;
    let version = rows::round(app.db.read(), round).await?.version;
    finalise(app, &permit, round, &op_id(), version).await?;
    Ok(())
}

async fn seal(app: &App, id: ProjectId, round: RoundId) -> WebResult<()> {
    let permit = at_work(app, ACCOUNTING, Action::SealScores, id)
        .await?
        .permit;
    let form = SealForm {
        op_id: op_id(),
        stamp: to_seal_now(app, &rows::round(app.db.read(), round).await?).await?,
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
