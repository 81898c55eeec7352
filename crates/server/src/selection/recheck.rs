//! Seal and result computed once more from the stored scores, against what is kept (plan 4.3.2).

use domain::ids::{AccountId, AppealId, RoundId};
use domain::selection::{
    Candidate, Outcome, Reasons, Terms, canonical_text, keep_told, seal, select,
};
use serde_json::Value;
use store::selection::{Entrant, NewSeal, NewVerdict, round};

/// A round's scores under its rule, computed now.
pub(super) struct Recomputed {
    pub(super) candidates: Vec<Candidate>,
    pub(super) outcome: Outcome,
    pub(super) seal: String,
    pub(super) verdicts: Vec<NewVerdict>,
}

/// Rule on everybody of the base. `entrants` are all of the round; those outside the base take no part.
pub(super) fn recompute(entrants: &[Entrant], terms: &Terms) -> Recomputed {
    let base: Vec<&Entrant> = entrants.iter().filter(|one| one.entry.in_base).collect();
    let candidates: Vec<Candidate> = base.iter().map(|one| one.candidate()).collect();
    let kept = |at: usize| base.get(at).is_some_and(|one| one.entry.retained);
    let outcome = keep_told(select(&candidates, &terms.rule), kept);
    let names = terms.names();
    let reasons = Reasons::new(&outcome, &candidates, &terms.rule, &names);
    let verdicts = outcome.standings().iter().filter_map(|standing| {
        Some(NewVerdict {
            entry: base.get(standing.index)?.entry.id,
            total: standing.total.map(|total| i64::from(total.units())),
            rank: standing.rank.and_then(|rank| i32::try_from(rank).ok()),
            verdict: standing.verdict,
            reason: reasons.of(standing),
        })
    });
    let verdicts = verdicts.collect();
    let seal = seal(&candidates).to_string();
    Recomputed {
        candidates,
        outcome,
        seal,
        verdicts,
    }
}

impl Recomputed {
    /// The sealed version that these scores and this result make.
    pub(super) fn version(
        &self,
        round: RoundId,
        by: AccountId,
        result: Value,
        appeal: Option<AppealId>,
    ) -> NewSeal {
        let verdicts = self.outcome.standings().iter().filter_map(|standing| {
            let number = self
                .candidates
                .get(standing.index)?
                .number
                .as_str()
                .to_owned();
            Some((number, Value::from(standing.verdict.value())))
        });
        NewSeal {
            round,
            hash: self.seal.clone(),
            content: canonical_text(&self.candidates),
            result,
            verdicts: Value::Object(verdicts.collect()),
            by,
            appeal,
        }
    }
}

/// What came of comparing.
pub(super) struct Recheck {
    /// The scores are the ones that were sealed.
    pub(super) seal_holds: bool,
    /// The students whose kept verdict, rank, total or reason is not what the rule says.
    pub(super) differing: Vec<String>,
    /// The kept figures are those of the result.
    pub(super) summary_holds: bool,
}

impl Recheck {
    pub(super) fn of(round: &round::Model, entrants: &[Entrant], now: &Recomputed) -> Self {
        let differs = |verdict: &&NewVerdict| {
            let kept = entrants.iter().find(|one| one.entry.id == verdict.entry);
            kept.is_none_or(|kept| {
                kept.entry.verdict != Some(verdict.verdict)
                    || kept.entry.rank != verdict.rank
                    || kept.entry.total != verdict.total
                    || kept.entry.reason.as_deref() != Some(verdict.reason.as_str())
            })
        };
        let name = |verdict: &NewVerdict| {
            let one = entrants.iter().find(|one| one.entry.id == verdict.entry);
            one.map_or_else(String::new, |one| format!("{} {}", one.class, one.name))
        };
        let summary = serde_json::to_value(now.outcome.summary(&round.parameters.rule)).ok();
        Self {
            seal_holds: round.seal_hash.as_deref() == Some(now.seal.as_str()),
            differing: now.verdicts.iter().filter(differs).map(name).collect(),
            summary_holds: summary.is_some() && round.result == summary,
        }
    }

    pub(super) fn all_holds(&self) -> bool {
        self.seal_holds && self.summary_holds && self.differing.is_empty()
    }
}
