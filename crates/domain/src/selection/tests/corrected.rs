//! A corrected mark against the second implementation, and what it does to those who were told (plan 2.2.2c).

use proptest::prelude::*;

use super::super::{Candidate, Effect, Verdict, keep_told, select};
use super::naive::{any_rule, cohort, naive};
use super::{rule, sat, size};
use crate::values::Score;

fn corrected(candidates: &[Candidate], at: usize, tenths: i32) -> Vec<Candidate> {
    let mut corrected = candidates.to_vec();
    if let Some(one) = corrected.get_mut(at) {
        one.absence = None;
        one.marks = [
            ("theory", tenths),
            ("practical", tenths),
            ("average", tenths),
        ]
        .into_iter()
        .map(|(part, tenths)| (part.parse().unwrap(), Score::try_from(tenths).unwrap()))
        .collect();
    }
    corrected
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plan_2_2_2c_the_effect_of_a_correction_is_what_a_naive_rule_finds(
        candidates in cohort(), rule in any_rule(), at in 0..24_usize, tenths in 0..=1000,
    ) {
        let after = corrected(&candidates, at, tenths);
        let effect = Effect::between(&select(&candidates, &rule), &select(&after, &rule));
        let (old, old_cut) = naive(&candidates, &rule);
        let (new, new_cut) = naive(&after, &rule);
        let moved: Vec<(usize, Verdict, Verdict)> = old.iter().zip(&new).enumerate()
            .filter(|(_, ((old, _), (new, _)))| old != new)
            .map(|(index, ((old, _), (new, _)))| (index, *old, *new))
            .collect();
        let found: Vec<(usize, Verdict, Verdict)> =
            effect.moved.iter().map(|one| (one.index, one.before, one.after)).collect();
        prop_assert_eq!(found, moved);
        let units = |cut: Option<super::super::Total>| cut.map(|cut| i64::from(cut.units()));
        prop_assert_eq!((units(effect.cut.0), units(effect.cut.1)), (old_cut, new_cut));
    }

    #[test]
    fn plan_2_2_2c_with_add_only_nobody_who_was_told_loses_the_place(
        candidates in cohort(), rule in any_rule(), at in 0..24_usize, tenths in 0..=1000,
    ) {
        let before = select(&candidates, &rule);
        let told: Vec<usize> = before.standings().iter()
            .filter(|one| one.verdict == Verdict::Chosen).map(|one| one.index).collect();
        let plain = select(&corrected(&candidates, at, tenths), &rule);
        let kept = keep_told(plain.clone(), |index| told.contains(&index));
        prop_assert_eq!(kept.cut(), plain.cut());
        prop_assert_eq!(kept.chosen(), plain.chosen());
        let count = |verdict| kept.standings().iter().filter(|one| one.verdict == verdict).count();
        prop_assert_eq!(count(Verdict::Chosen), size(kept.all_chosen()));
        prop_assert_eq!(count(Verdict::NotChosen), size(kept.not_chosen()));
        for (one, plain) in kept.standings().iter().zip(plain.standings()) {
            prop_assert_eq!(one.retained, plain.verdict == Verdict::NotChosen && told.contains(&one.index));
            prop_assert!(one.verdict != Verdict::NotChosen || !told.contains(&one.index));
        }
    }
}

#[test]
fn plan_2_2_2c_a_corrected_mark_moves_one_in_and_one_out() {
    let people = [
        sat("01", "90", "90"),
        sat("02", "80", "80"),
        sat("03", "70", "70"),
        sat("04", "60", "60"),
    ];
    let mut after = people.clone();
    after[2] = sat("03", "85", "85");
    let rule = rule("50%", "none");
    let (old, new) = (select(&people, &rule), select(&after, &rule));
    let effect = Effect::between(&old, &new);
    assert_eq!(effect.cut.0.unwrap().to_string(), "80.0");
    assert_eq!(effect.cut.1.unwrap().to_string(), "85.0");
    assert_eq!(effect.chosen, (2, 2));
    let towards = |chosen| {
        effect
            .towards(chosen)
            .map(|one| one.index)
            .collect::<Vec<_>>()
    };
    assert_eq!((towards(true), towards(false)), (vec![2], vec![1]));

    let kept = keep_told(new, |index| index < 2);
    let effect = Effect::between(&old, &kept);
    assert_eq!(effect.chosen, (2, 3));
    assert_eq!(effect.towards(false).count(), 0);
    assert_eq!(
        kept.summary(&rule).to_string(),
        "基数 4 人 × 50% = 2 个名额。分数线 85.0 分。录取 2 人，更正后保留 1 人，未录取 1 人，缺考 0 人。"
    );
    let names = super::super::PartNames::default();
    let reasons = super::super::Reasons::new(&kept, &after, &rule, &names);
    let of_retained = kept.standings().iter().find(|one| one.retained).unwrap();
    assert_eq!(
        reasons.of(of_retained),
        "第 3 名，更正成绩后排在 2 个名额之外；更正前已公布录取，按方案保留"
    );
}
