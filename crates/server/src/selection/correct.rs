//! A corrected mark and what it does to a published list (plan 2.2.2c, 4.3.2): computed, shown, and only then written
//! as a new sealed version.

use std::collections::BTreeMap;

use domain::access::Reach;
use domain::complaints::AppealEffect;
use domain::ids::{AccountId, AppealId, EntryId, RoundId, StudentId};
use domain::selection::{Effect, Entered, RoundState, Verdict};
use sea_orm::ConnectionTrait;
use store::selection::{self as rows, Corrected, Entrant, ScoreRow, round};
use store::{StoreError, StoreResult, Tx};

use super::recheck::{Recomputed, recompute};
use crate::shell::{App, WebError, WebResult};

/// A list before and after one corrected mark.
pub(crate) struct Correction {
    pub(crate) round: round::Model,
    pub(crate) effect: Effect,
    /// Everybody of the base, in the order the effect counts in.
    pub(crate) people: Vec<Entrant>,
    entry: EntryId,
    found: Entered,
    before: Recomputed,
    after: Recomputed,
}

/// What a corrected mark would do to the list as it stands.
pub(crate) async fn correction(
    db: &impl ConnectionTrait,
    id: RoundId,
    student: StudentId,
    found: &Entered,
    rule: AppealEffect,
) -> WebResult<Correction> {
    let round = rows::round(db, id).await?;
    let all = rows::entrants(db, id, &Reach::All).await?;
    let own = all
        .iter()
        .find(|one| one.entry.student_id == student && one.entry.in_base);
    let entry = own.ok_or(StoreError::NotFound)?.entry.id;
    let corrected: Vec<Entrant> = all
        .iter()
        .map(|one| as_corrected(one, (student, found), rule))
        .collect();
    let before = recompute(&all, &round.parameters);
    let after = recompute(&corrected, &round.parameters);
    Ok(Correction {
        effect: Effect::between(&before.outcome, &after.outcome),
        people: corrected
            .into_iter()
            .filter(|one| one.entry.in_base)
            .collect(),
        round,
        entry,
        found: found.clone(),
        before,
        after,
    })
}

fn as_corrected(
    one: &Entrant,
    (student, found): (StudentId, &Entered),
    rule: AppealEffect,
) -> Entrant {
    let mut one = if one.entry.student_id == student {
        let row = ScoreRow {
            marks: found.marks.clone(),
            absence: found.absence,
            note: one.entry.note.clone(),
            record: one.entry.record.clone(),
            student,
        };
        one.with(&row, one.entry.version)
    } else {
        one.clone()
    };
    one.entry.retained = match rule {
        AppealEffect::Recompute => false,
        AppealEffect::AddOnly => one.entry.verdict == Some(Verdict::Chosen),
    };
    one
}

impl Correction {
    /// The fingerprint the new version would have: what was looked at is what is confirmed.
    pub(crate) fn seal(&self) -> &str {
        &self.after.seal
    }

    /// The result in one sentence, before and after.
    pub(crate) fn sentences(&self) -> (String, String) {
        let rule = &self.round.parameters.rule;
        let said = |one: &Recomputed| one.outcome.summary(rule).to_string();
        (said(&self.before), said(&self.after))
    }

    /// Total and reason of everybody now ruled on, by student.
    pub(crate) fn reasons(&self) -> BTreeMap<StudentId, &str> {
        let of = |one: &Entrant| {
            let verdicts = &self.after.verdicts;
            let found = verdicts
                .iter()
                .find(|verdict| verdict.entry == one.entry.id)?;
            Some((one.entry.student_id, found.reason.as_str()))
        };
        self.people.iter().filter_map(of).collect()
    }

    /// Write it as the next sealed version; the versions before stay. Answers its number.
    pub(crate) async fn write(
        self,
        app: &App,
        tx: &Tx,
        by: AccountId,
        appeal: AppealId,
    ) -> WebResult<i32> {
        let now = app.clock.now();
        let round = rows::locked(tx, self.round.id).await?;
        if round.version != self.round.version || round.state != RoundState::Published {
            return Err(StoreError::Stale.into());
        }
        self.keep_first(tx, &round).await?;
        let rule = &round.parameters.rule;
        let summary = serde_json::to_value(self.after.outcome.summary(rule));
        let summary = summary.map_err(WebError::internal)?;
        let version = self
            .after
            .version(round.id, by, summary.clone(), Some(appeal));
        let number = rows::keep_seal(tx, version, now).await?;
        let retained = self.after.outcome.standings().iter();
        let retained = retained.filter(|standing| standing.retained);
        let retained: Vec<EntryId> = retained
            .filter_map(|standing| Some(self.people.get(standing.index)?.entry.id))
            .collect();
        let corrected = Corrected {
            entry: self.entry,
            marks: self.found.marks,
            absence: self.found.absence,
            seal: self.after.seal,
            summary,
            verdicts: self.after.verdicts,
            retained,
        };
        rows::correct(tx, round, corrected).await?;
        Ok(number)
    }

    /// A round sealed before versions were kept gets its first one from what stands.
    async fn keep_first(&self, tx: &Tx, round: &round::Model) -> StoreResult<()> {
        let kept = rows::seals(tx, round.id).await?;
        if let (true, Some(by), Some(at)) = (kept.is_empty(), round.sealed_by, round.sealed_at) {
            let result = round.result.clone().unwrap_or_default();
            let first = self.before.version(round.id, by, result, None);
            rows::keep_seal(tx, first, at).await?;
        }
        Ok(())
    }
}
