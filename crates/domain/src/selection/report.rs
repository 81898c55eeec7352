//! A selection as stable JSON, for `onex select --json` and for other programs (plan 4.2).

use serde::{Serialize, Serializer};

use super::from_files::{Cohort, NotInBase};
use super::outcome::Outcome;
use super::parameters::{Binding, Parameters};
use super::parts::PartNames;
use super::reason::Reasons;
use super::state::Verdict;
use super::total::Total;

/// The whole result; candidates in rank order, the absent last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    base: u32,
    #[serde(serialize_with = "as_object")]
    base_by_class: Vec<(String, u32)>,
    ratio: String,
    quota: u32,
    binding: Binding,
    sat: u32,
    absent: u32,
    chosen: u32,
    cut_score: Option<Total>,
    not_in_base: Vec<NotInBase>,
    candidates: Vec<Line>,
}

/// One candidate of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    pub student_number: String,
    pub name: String,
    pub class: String,
    pub total: Option<Total>,
    pub rank: Option<u32>,
    pub verdict: Verdict,
    pub reason: String,
}

impl Report {
    /// `outcome` is that of `cohort` by `parameters`.
    pub fn new(
        cohort: &Cohort,
        outcome: &Outcome,
        parameters: &Parameters,
        names: &PartNames,
    ) -> Self {
        let reasons = Reasons::new(outcome, &cohort.candidates, parameters, names);
        let lines = outcome.standings().iter().filter_map(|standing| {
            let candidate = cohort.candidates.get(standing.index)?;
            Some(Line {
                student_number: candidate.number.as_str().to_owned(),
                name: candidate.name.clone(),
                class: candidate.class.clone(),
                total: standing.total,
                rank: standing.rank,
                verdict: standing.verdict,
                reason: reasons.of(standing),
            })
        });
        let quota = outcome.quota();
        Self {
            base: outcome.base(),
            base_by_class: cohort.base_by_class.clone(),
            ratio: parameters.ratio.to_string(),
            quota: quota.places,
            binding: quota.binding,
            sat: outcome.sat(),
            absent: outcome.absent(),
            chosen: outcome.chosen(),
            cut_score: outcome.cut(),
            not_in_base: cohort.not_in_base.clone(),
            candidates: lines.collect(),
        }
    }

    pub fn lines(&self) -> &[Line] {
        &self.candidates
    }
}

/// A JSON object in the order of the list, which a map would lose.
fn as_object<S: Serializer>(pairs: &[(String, u32)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(class, people)| (class, people)))
}
