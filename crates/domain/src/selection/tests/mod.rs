//! Tests of the rule: tables for each case, and a second, naive implementation over random cohorts.

mod corrected;
mod from_files;
mod naive;
mod parameters;
mod reasons;
mod rule;
mod score_sheet;
mod seal;
mod twice;

use super::{Absence, Candidate, Marks, Outcome, Parameters, Verdict, select};
use crate::values::Score;

fn score(text: &str) -> Score {
    text.parse().unwrap()
}

/// A candidate who sat theory and practical.
fn sat(number: &str, theory: &str, practical: &str) -> Candidate {
    let marks = [("theory", theory), ("practical", practical)];
    let marks: Marks = marks
        .map(|(part, mark)| (part.parse().unwrap(), score(mark)))
        .into_iter()
        .collect();
    Candidate {
        marks,
        ..missed(number, None)
    }
}

fn missed(number: &str, absence: impl Into<Option<Absence>>) -> Candidate {
    Candidate {
        number: number.into(),
        name: format!("学生{number}"),
        class: "23会计1班".to_owned(),
        marks: Marks::default(),
        absence: absence.into(),
    }
}

/// Half theory, half practical, no tie keys.
fn rule(ratio: &str, ties: &str) -> Parameters {
    let mut parameters = Parameters::new(
        ratio.parse().unwrap(),
        "theory=50,practical=50".parse().unwrap(),
    );
    parameters.ties = ties.parse().unwrap();
    parameters
}

/// The numbers of the chosen in rank order.
fn chosen(candidates: &[Candidate], outcome: &Outcome) -> Vec<String> {
    let chosen = outcome
        .standings()
        .iter()
        .filter(|standing| standing.verdict == Verdict::Chosen);
    chosen
        .map(|standing| candidates[standing.index].number.as_str().to_owned())
        .collect()
}

fn ranks(outcome: &Outcome) -> Vec<Option<u32>> {
    outcome
        .standings()
        .iter()
        .map(|standing| standing.rank)
        .collect()
}

fn size(number: u32) -> usize {
    usize::try_from(number).unwrap()
}
