//! Scores into a round: one way for what is typed and for what comes in as a file (plan 4.3.2).

use std::collections::BTreeMap;

use domain::access::Permit;
use domain::ids::{ClassId, RoundId, StudentId};
use domain::selection::{PartNames, RoundState};
use serde_json::{Value, json};
use store::audit::{self, AuditDraft};
use store::selection::{self as rows, Entrant, ScoreChange, ScoreRow, round};
use store::{StoreError, Tx};

use super::{person, sent_before};
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
    round: RoundId,
    scores: &[ScoreRow],
) -> WebResult<Recorded> {
    let round = rows::locked(tx, round).await?;
    still_open(&round)?;
    let changes = rows::write_scores(tx, round.id, scores).await?;
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
            json!({ "scores": said })
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
    marks
        .chain(absence)
        .chain(note)
        .collect::<Vec<_>>()
        .join("，")
}

pub(super) fn still_open(round: &round::Model) -> WebResult<()> {
    match round.state {
        RoundState::Entering => Ok(()),
        RoundState::Sealed
        | RoundState::Computed
        | RoundState::Confirmed
        | RoundState::Published => Err(WebError::refused("成绩单已经封存，成绩不能再改")),
    }
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
    let entrants = rows::entrants(&tx, round, &domain::access::Reach::All).await?;
    let own = entrants
        .iter()
        .filter(|one| one.entry.class_id == form.class && one.entry.in_base);
    if stamp(own) != form.stamp {
        return Err(StoreError::Stale.into());
    }
    let recorded = record_scores(&tx, app, permit, round, &form.rows).await?;
    let location = format!("/selection/{round}/scores?class={}", form.class);
    store::operations::led_to(&tx, by, &form.op_id, &location).await?;
    tx.commit().await?;
    Ok((location, recorded.changes.len()))
}
