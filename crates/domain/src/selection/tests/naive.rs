//! The rule once more, written as slowly and plainly as it is told, to compare with the fast one.

use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::super::{Absence, Candidate, PartKey, Rounding, Ties, Verdict};
use super::{Parameters, missed, select, size};
use crate::values::Score;

/// Total (in any unit), then the tie keys; larger is better.
fn measure(candidate: &Candidate, rule: &Parameters) -> Option<Vec<i64>> {
    if candidate.absence.is_some() {
        return None;
    }
    let mut total = 0;
    for (part, weight) in rule.weights.iter() {
        total += i64::from(candidate.marks.get(part)?.tenths()) * i64::from(weight.basis_points());
    }
    let keys = rule.tie_keys.iter();
    let keys = keys.map(|key| {
        candidate
            .marks
            .get(key)
            .map_or(-1, |mark| i64::from(mark.tenths()))
    });
    Some([total].into_iter().chain(keys).collect())
}

fn places(base: usize, rule: &Parameters) -> usize {
    // Count up place by place instead of dividing.
    let share = base * size(rule.ratio.basis_points().unsigned_abs());
    let whole = (0..=base).filter(|places| places * 10_000 <= share).count() - 1;
    let rest = share - whole * 10_000;
    let one_more = match rule.rounding {
        Rounding::Down => false,
        Rounding::Nearest => rest >= 5_000,
        Rounding::Up => rest > 0,
    };
    let places = if one_more { whole + 1 } else { whole };
    let limits = [rule.approved, rule.seats];
    limits
        .into_iter()
        .flatten()
        .fold(places, |places, limit| places.min(size(limit)))
}

fn lot(seed: &str, number: &str) -> Vec<u8> {
    Sha256::digest(format!("{seed}{number}")).to_vec()
}

/// The verdict and rank of each candidate, and the cut total; by counting people, O(n²).
pub(super) fn naive(
    candidates: &[Candidate],
    rule: &Parameters,
) -> (Vec<(Verdict, Option<usize>)>, Option<i64>) {
    let places = places(candidates.len(), rule);
    let measures: Vec<_> = candidates
        .iter()
        .map(|candidate| measure(candidate, rule))
        .collect();
    let mut cut: Option<i64> = None;
    let mut verdicts = Vec::new();
    for (candidate, own) in candidates.iter().zip(&measures) {
        let Some(own) = own else {
            verdicts.push((Verdict::Absent, None));
            continue;
        };
        let better = measures
            .iter()
            .flatten()
            .filter(|other| *other > own)
            .count();
        let level = measures
            .iter()
            .flatten()
            .filter(|other| *other == own)
            .count();
        let split = better < places && places < better + level;
        let mut rank = better + 1;
        let chosen = match &rule.ties {
            _ if !split => better < places,
            Ties::None => false,
            Ties::All => true,
            Ties::Draw { seed } => {
                let ahead = candidates.iter().zip(&measures).filter(|(other, theirs)| {
                    theirs.as_ref() == Some(own)
                        && lot(seed, other.number.as_str()) < lot(seed, candidate.number.as_str())
                });
                rank += ahead.count();
                rank <= places
            }
        };
        if chosen {
            cut = Some(cut.map_or(own[0], |cut| cut.min(own[0])));
        }
        verdicts.push((
            if chosen {
                Verdict::Chosen
            } else {
                Verdict::NotChosen
            },
            Some(rank),
        ));
    }
    (verdicts, cut)
}

fn part(key: &str) -> PartKey {
    key.parse().unwrap()
}

fn mark() -> impl Strategy<Value = Option<Score>> {
    // Few values, so that most cohorts are full of ties.
    prop_oneof![
        1 => Just(None),
        12 => (0..4).prop_map(|n| Some(Score::try_from(700 + n * 5).unwrap())),
        2 => (0..=1000).prop_map(|n| Some(Score::try_from(n).unwrap())),
    ]
}

pub(super) fn cohort() -> impl Strategy<Value = Vec<Candidate>> {
    let one = (mark(), mark(), mark(), prop::bool::weighted(0.05));
    prop::collection::vec(one, 0..24).prop_map(|people| {
        let mut candidates = Vec::new();
        for (n, (theory, practical, average, absent)) in people.into_iter().enumerate() {
            let absence = absent.then_some(Absence::Missed);
            let marks = [
                ("theory", theory),
                ("practical", practical),
                ("average", average),
            ];
            let marks = marks
                .into_iter()
                .filter_map(|(key, mark)| Some((part(key), mark?)));
            candidates.push(Candidate {
                marks: marks.collect(),
                ..missed(&format!("{n:03}"), absence)
            });
        }
        candidates
    })
}

pub(super) fn any_rule() -> impl Strategy<Value = Parameters> {
    let ratio = prop_oneof![Just(6000), 0..=10_000];
    let rounding = prop_oneof![
        Just(Rounding::Down),
        Just(Rounding::Nearest),
        Just(Rounding::Up)
    ];
    let weights = prop_oneof![
        Just("theory=50,practical=50"),
        Just("theory=33.33,practical=66.67"),
        Just("practical=100")
    ];
    let keys = prop_oneof![
        Just(""),
        Just("practical,theory"),
        Just("average"),
        Just("average,theory")
    ];
    let ties = prop_oneof![
        Just(Ties::None),
        Just(Ties::All),
        (0..1000).prop_map(|seed: i32| Ties::Draw {
            seed: seed.to_string()
        })
    ];
    let limit = || prop::option::weighted(0.2, 0..20_u32);
    (ratio, rounding, weights, keys, ties, limit(), limit()).prop_map(
        |(ratio, rounding, weights, keys, ties, approved, seats)| Parameters {
            rounding,
            tie_keys: keys.parse().unwrap(),
            ties,
            approved,
            seats,
            ..Parameters::new(ratio.try_into().unwrap(), weights.parse().unwrap())
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plan_4_2_the_rule_agrees_with_a_naive_one(candidates in cohort(), rule in any_rule()) {
        let outcome = select(&candidates, &rule);
        let (expected, cut) = naive(&candidates, &rule);
        let mut found = vec![None; candidates.len()];
        for standing in outcome.standings() {
            found[standing.index] = Some((standing.verdict, standing.rank.map(size)));
        }
        let expected: Vec<_> = expected.into_iter().map(Some).collect();
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(outcome.cut().map(|cut| i64::from(cut.units())), cut);
        prop_assert_eq!(size(outcome.quota().places), places(candidates.len(), &rule));
        let count = |verdict| found.iter().flatten().filter(|(found, _)| *found == verdict).count();
        prop_assert_eq!(size(outcome.chosen()), count(Verdict::Chosen));
        prop_assert_eq!(size(outcome.not_chosen()), count(Verdict::NotChosen));
        prop_assert_eq!(size(outcome.absent()), count(Verdict::Absent));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plan_4_2_the_order_of_the_candidates_does_not_matter(
        (one, other) in cohort().prop_flat_map(|cohort| (Just(cohort.clone()), Just(cohort).prop_shuffle())),
        rule in any_rule(),
    ) {
        let told = |candidates: &[Candidate]| -> Vec<_> {
            let outcome = select(candidates, &rule);
            let number = |index: usize| candidates[index].number.clone();
            let mut told: Vec<_> = outcome
                .standings()
                .iter()
                .map(|s| (number(s.index), s.rank, s.total, s.verdict))
                .collect();
            told.sort_unstable();
            told
        };
        prop_assert_eq!(told(&one), told(&other));
    }

    #[test]
    fn plan_4_2_nobody_is_chosen_above_someone_better_who_is_not(candidates in cohort(), rule in any_rule()) {
        let outcome = select(&candidates, &rule);
        let by = |verdict| outcome.standings().iter().filter(move |standing| standing.verdict == verdict);
        let measured = |index: usize| measure(&candidates[index], &rule);
        let worst_in = by(Verdict::Chosen).map(|standing| measured(standing.index)).min();
        let best_out = by(Verdict::NotChosen).map(|standing| measured(standing.index)).max();
        if let (Some(worst_in), Some(best_out)) = (worst_in, best_out) {
            let drawn = matches!(rule.ties, Ties::Draw { .. });
            prop_assert!(worst_in > best_out || (drawn && worst_in == best_out));
        }
        let (chosen, places, sat) = (outcome.chosen(), outcome.quota().places, outcome.sat());
        let as_ruled = match rule.ties {
            Ties::None => chosen <= places.min(sat),
            Ties::All => places == 0 && chosen == 0 || chosen >= places.min(sat),
            Ties::Draw { .. } => chosen == places.min(sat),
        };
        prop_assert!(as_ruled);
        prop_assert_eq!(outcome.cut().is_some(), chosen > 0);
        prop_assert_eq!(outcome.standings().len(), candidates.len());
    }
}
