//! Scores into a round: one way for what is typed and for what comes in as a file (plan 4.3.2).

use std::collections::BTreeMap;

use domain::access::{Permit, Reach};
use domain::ids::{AccountId, ClassId, RoundId, StudentId};
use domain::selection::{Marking, MarkingRefused, PartNames, Pass, RoundState};
use serde_json::{Value, json};
use store::audit::{self, AuditDraft};
use store::selection::{self as rows, Entrant, ScoreChange, ScoreRow, round};
use store::{StoreError, Tx};

use super::{person, sent_before};
use crate::selection::passes::Passes;
use crate::shell::{App, WebError, WebResult};

/// What became different; a change says whether its student is in the base.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorded {
    /// Before and after of every entry that changed: writing all `before` again takes it back.
    pub(crate) changes: Vec<ScoreChange>,
}

/// Write scores inside the caller's transaction. Refused once the list is sealed.
pub(crate) async fn record_scores(
    tx: &Tx,
    app: &App,
    permit: &Permit,
    (round, pass): (RoundId, Option<Pass>),
    scores: &[ScoreRow],
) -> WebResult<Recorded> {
    let round = rows::locked(tx, round).await?;
    still_open(&round)?;
    let changes = match round.parameters.marking {
        Marking::Single => rows::write_scores(tx, round.id, scores).await?,
        Marking::Double => {
            let pass =
                pass.ok_or_else(|| WebError::refused(MarkingRefused::NotChosen.to_string()))?;
            let by = person(permit)?;
            take(tx, app, by, &round, pass).await?;
            rows::write_marks(tx, (round.id, pass), by, scores, app.clock.now()).await?
        }
    };
    if !changes.is_empty() {
        let project = store::projects::project(tx, round.project_id).await?;
        let ids: Vec<StudentId> = changes.iter().map(|change| change.student).collect();
        let people = store::school::students_by_id(tx, &ids).await?;
        let names = round.parameters.names();
        let number = |id: StudentId| {
            let found = people.iter().find(|student| student.id == id);
            found.map_or_else(|| id.to_string(), |student| student.school_number.clone())
        };
        let values = |side: fn(&ScoreChange) -> &ScoreRow| -> Value {
            let said: BTreeMap<String, String> = changes
                .iter()
                .map(|change| (number(change.student), said(side(change), &names)))
                .collect();
            match pass.filter(|_| round.parameters.marking == Marking::Double) {
                Some(pass) => json!({ "pass": pass.label(), "scores": said }),
                None => json!({ "scores": said }),
            }
        };
        let draft = AuditDraft::new(permit, app.clock.now(), "record_scores")
            .on("selection_round", round.id.get(), &project.title)
            .project(project.id)
            .change(
                Some(values(|change| &change.before)),
                Some(values(|change| &change.after)),
            );
        audit::write(tx, draft).await?;
    }
    Ok(Recorded { changes })
}

/// "理论 78.5，实操 80", "缺考", or nothing.
fn said(row: &ScoreRow, names: &PartNames) -> String {
    let marks = row
        .marks
        .iter()
        .map(|(part, score)| format!("{} {score}", names.name(&part)));
    let absence = row.absence.map(|absence| absence.label().to_owned());
    let note = row.note.as_ref().map(|note| format!("备注：{note}"));
    let record = row
        .record
        .as_ref()
        .map(|record| format!("考场记录：{record}"));
    marks
        .chain(absence)
        .chain(note)
        .chain(record)
        .collect::<Vec<_>>()
        .join("，")
}

pub(super) fn still_open(round: &round::Model) -> WebResult<()> {
    match round.state {
        RoundState::Entering => Ok(()),
        RoundState::Sealed
        | RoundState::Computed
        | RoundState::Confirmed
        | RoundState::Published
        | RoundState::Final => Err(WebError::refused("成绩单已经封存，成绩不能再改")),
    }
}

/// Take a pass on, as far as the account may type into it.
async fn take(
    tx: &Tx,
    app: &App,
    by: AccountId,
    round: &round::Model,
    pass: Pass,
) -> WebResult<()> {
    let passes = Passes::load(tx, round).await?;
    let entrants = rows::entrants(tx, round.id, &Reach::All).await?;
    passes
        .may_enter(by, pass, &entrants)
        .map_err(|why| WebError::refused(why.to_string()))?;
    rows::take_pass(tx, round.id, by, pass, app.clock.now()).await?;
    Ok(())
}

/// Say which pass one types; cannot be changed afterwards. Answers where it is typed.
pub(crate) async fn take_pass(
    app: &App,
    permit: &Permit,
    round: RoundId,
    pass: Pass,
    op_id: &str,
) -> WebResult<String> {
    let by = person(permit)?;
    let tx = app.db.begin().await?;
    if let Some(location) = sent_before(app, &tx, by, op_id).await? {
        return Ok(location);
    }
    let round = rows::locked(&tx, round).await?;
    still_open(&round)?;
    if round.parameters.marking == Marking::Single {
        return Err(WebError::refused("这次选拔的成绩只录一遍，不用选"));
    }
    take(&tx, app, by, &round, pass).await?;
    let location = format!("/selection/{}/scores", round.id);
    store::operations::led_to(&tx, by, op_id, &location).await?;
    let project = store::projects::project(&tx, round.project_id).await?;
    let draft = AuditDraft::new(permit, app.clock.now(), "take_pass")
        .on("selection_round", round.id.get(), &project.title)
        .project(project.id)
        .change(None, Some(json!({ "pass": pass.label() })));
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(location)
}

/// A number that every change of one of these entries makes larger.
pub(crate) fn stamp<'a>(entrants: impl IntoIterator<Item = &'a Entrant>) -> i64 {
    entrants
        .into_iter()
        .map(|one| i64::from(one.entry.version))
        .sum()
}

/// The sheet of one class as it was typed.
pub(crate) struct ScoreSheetForm {
    pub(crate) op_id: String,
    pub(crate) class: ClassId,
    /// Which pass, where marks are entered twice.
    pub(crate) pass: Option<Pass>,
    /// What [`stamp`] said of the class when the form was made.
    pub(crate) stamp: i64,
    pub(crate) rows: Vec<ScoreRow>,
}

/// Save the sheet of one class; `Stale` when anybody changed the class in the meantime.
pub(crate) async fn save_sheet(
    app: &App,
    permit: &Permit,
    round: RoundId,
    form: &ScoreSheetForm,
) -> WebResult<(String, usize)> {
    let by = person(permit)?;
    let tx = app.db.begin().await?;
    if let Some(location) = sent_before(app, &tx, by, &form.op_id).await? {
        return Ok((location, form.rows.len()));
    }
    let found = rows::locked(&tx, round).await?;
    still_open(&found)?;
    let mut entrants = rows::entrants(&tx, round, &Reach::All).await?;
    if let (Marking::Double, Some(pass)) = (found.parameters.marking, form.pass) {
        entrants = Passes::load(&tx, &found).await?.view(pass, &entrants);
    }
    let own = entrants
        .iter()
        .filter(|one| one.entry.class_id == form.class && one.entry.in_base);
    if stamp(own) != form.stamp {
        return Err(StoreError::Stale.into());
    }
    let recorded = record_scores(&tx, app, permit, (round, form.pass), &form.rows).await?;
    let location = format!("/selection/{round}/scores?class={}", form.class);
    store::operations::led_to(&tx, by, &form.op_id, &location).await?;
    tx.commit().await?;
    Ok((location, recorded.changes.len()))
}
