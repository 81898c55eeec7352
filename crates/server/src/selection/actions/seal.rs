//! The seal (plan 4.3.2): its hash goes into the audit, and the result is computed from exactly what it covers.

use domain::access::{Permit, Reach};
use domain::ids::RoundId;
use domain::selection::Marking;
use serde_json::json;
use store::audit::{self, AuditDraft};
use store::selection::{self as rows, Computed, Entrant, round};
use store::{StoreError, Tx};

use super::record::still_open;
use super::{person, sent_before, stamp};
use crate::selection::passes::Passes;
use crate::selection::recheck::recompute;
use crate::shell::{App, WebError, WebResult};

/// What the check page sent back.
pub(crate) struct SealForm {
    pub(crate) op_id: String,
    /// What [`stamp`] or [`Passes::stamp`] said of the round when the page was made: what was looked at is what is sealed.
    pub(crate) stamp: i64,
}

/// The number of what would be sealed now.
pub(crate) async fn to_seal_now(app: &App, round: &round::Model) -> WebResult<i64> {
    let db = app.db.read();
    if round.parameters.marking == Marking::Double {
        return Ok(Passes::load(db, round).await?.stamp());
    }
    Ok(stamp(&rows::entrants(db, round.id, &Reach::All).await?))
}

/// What is sealed: the scores as they were looked at. Where marks are entered twice, both passes must be
/// complete and every difference settled; what they agree on becomes the scores.
async fn to_seal(tx: &Tx, round: &round::Model, seen: i64) -> WebResult<Vec<Entrant>> {
    let entrants = rows::entrants(tx, round.id, &Reach::All).await?;
    if round.parameters.marking == Marking::Single {
        return if stamp(&entrants) == seen {
            Ok(entrants)
        } else {
            Err(StoreError::Stale.into())
        };
    }
    let passes = Passes::load(tx, round).await?;
    let Some(agreed) = passes.agreed(&entrants) else {
        return Err(WebError::refused(passes.not_to_seal(&entrants)));
    };
    if passes.stamp() != seen {
        return Err(StoreError::Stale.into());
    }
    rows::write_scores(tx, round.id, &agreed).await?;
    Ok(rows::entrants(tx, round.id, &Reach::All).await?)
}

/// Seal the scores and compute the result in the same transaction; answers where it is.
pub(crate) async fn seal(
    app: &App,
    permit: &Permit,
    id: RoundId,
    form: &SealForm,
) -> WebResult<String> {
    let by = person(permit)?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if let Some(location) = sent_before(app, &tx, by, &form.op_id).await? {
        return Ok(location);
    }
    let round = rows::locked(&tx, id).await?;
    still_open(&round)?;
    let entrants = to_seal(&tx, &round, form.stamp).await?;
    let computed = recompute(&entrants, &round.parameters);
    if computed.outcome.sat() == 0 {
        return Err(WebError::refused(
            "还没有一名学生的成绩录全，现在封存就没有人录取。请先录入成绩",
        ));
    }
    let summary = computed.outcome.summary(&round.parameters.rule);
    let record = json!({ "seal": computed.seal, "result": summary.to_string() });
    let summary = serde_json::to_value(summary).map_err(WebError::internal)?;
    rows::keep_seal(&tx, computed.version(id, by, summary.clone(), None), now).await?;
    let project = store::projects::project(&tx, round.project_id).await?;
    let written = Computed {
        by,
        seal: computed.seal,
        summary,
        verdicts: computed.verdicts,
    };
    rows::compute(&tx, round, written, now).await?;
    let location = format!("/selection/{id}");
    store::operations::led_to(&tx, by, &form.op_id, &location).await?;
    let draft = AuditDraft::new(permit, now, "seal_scores")
        .on("selection_round", id.get(), &project.title)
        .project(project.id)
        .change(None, Some(record));
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(location)
}
