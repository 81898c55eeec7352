use super::super::{Absence, Candidate, Edge, Quota, Total, Verdict};
use super::{Parameters, select, size};
use super::{chosen, missed, ranks, rule, sat};

/// Ten who sat: one clear first, four on 70 of whom three share both scores, five below.
fn tied() -> Vec<Candidate> {
    vec![
        sat("01", "90", "90"),
        sat("02", "60", "80"),
        sat("03", "70", "70"),
        sat("04", "70", "70"),
        sat("05", "70", "70"),
        sat("06", "60", "60"),
        sat("07", "59", "60"),
        sat("08", "58", "60"),
        sat("09", "57", "60"),
        sat("10", "56", "60"),
    ]
}

fn with_keys(ratio: &str, ties: &str, keys: &str) -> Parameters {
    Parameters {
        tie_keys: keys.parse().unwrap(),
        ..rule(ratio, ties)
    }
}

#[test]
fn plan_4_2_ties_at_the_last_place_follow_the_rule() {
    // ratio, keys, ties, chosen, cut
    let table: &[(&str, &str, &str, &[&str], &str)] = &[
        ("30%", "", "none", &["01"], "90.0"),
        ("30%", "", "all", &["01", "02", "03", "04", "05"], "70.0"),
        ("30%", "practical", "none", &["01", "02"], "70.0"),
        (
            "30%",
            "practical",
            "all",
            &["01", "02", "03", "04", "05"],
            "70.0",
        ),
        ("30%", "theory", "none", &["01"], "90.0"),
        ("30%", "theory", "all", &["01", "03", "04", "05"], "70.0"),
        ("40%", "theory", "none", &["01", "03", "04", "05"], "70.0"),
        ("20%", "practical", "none", &["01", "02"], "70.0"),
        ("50%", "", "none", &["01", "02", "03", "04", "05"], "70.0"),
        ("10%", "", "all", &["01"], "90.0"),
        (
            "60%",
            "",
            "none",
            &["01", "02", "03", "04", "05", "06"],
            "60.0",
        ),
    ];
    let candidates = tied();
    for (ratio, keys, ties, expected, cut) in table {
        let outcome = select(&candidates, &with_keys(ratio, ties, keys));
        assert_eq!(
            chosen(&candidates, &outcome),
            *expected,
            "{ratio} {keys} {ties}"
        );
        assert_eq!(
            outcome.cut().map(|cut| cut.to_string()).as_deref(),
            Some(*cut)
        );
        assert_eq!(size(outcome.chosen()), expected.len());
    }
}

#[test]
fn plan_4_2_equals_share_a_rank() {
    let outcome = select(&tied(), &with_keys("30%", "none", "practical"));
    let expected = [1, 2, 3, 3, 3, 6, 7, 8, 9, 10].map(Some);
    assert_eq!(ranks(&outcome), expected);
    let outcome = select(&tied(), &rule("30%", "all"));
    assert_eq!(ranks(&outcome), [1, 2, 2, 2, 2, 6, 7, 8, 9, 10].map(Some));
}

#[test]
fn plan_4_2_a_draw_is_among_exactly_those_who_share_the_last_place() {
    let candidates = tied();
    let outcome = select(
        &candidates,
        &with_keys("30%", "draw:2025-04-27", "practical"),
    );
    // By hand: printf '%s' 2025-04-2703 | sha256sum, and the same for 04 and 05.
    let drawn = chosen(&candidates, &outcome);
    assert_eq!(drawn, ["01", "02", DRAWN]);
    assert_eq!(ranks(&outcome), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(Some));
    let again = select(
        &candidates,
        &with_keys("30%", "draw:2025-04-27", "practical"),
    );
    assert_eq!(again, outcome);
    let winners: std::collections::BTreeSet<_> = (0..50)
        .map(|seed| {
            let outcome = select(
                &candidates,
                &with_keys("30%", &format!("draw:{seed}"), "practical"),
            );
            chosen(&candidates, &outcome).pop().unwrap()
        })
        .collect();
    assert_eq!(winners.into_iter().collect::<Vec<_>>(), ["03", "04", "05"]);
}

/// Whose digest is the smallest of the three.
const DRAWN: &str = "05";

#[test]
fn plan_4_2_totals_are_not_rounded_before_ranking() {
    let candidates = vec![
        sat("01", "78.5", "78.6"),
        sat("02", "78.6", "78.5"),
        sat("03", "60", "60"),
    ];
    let mut parameters = rule("34%", "none");
    parameters.weights = "theory=33.33,practical=66.67".parse().unwrap();
    let outcome = select(&candidates, &parameters);
    let totals: Vec<_> = outcome
        .standings()
        .iter()
        .map(|standing| standing.total.unwrap().to_string())
        .collect();
    assert_eq!(totals, ["78.56667", "78.53333", "60.0"]);
    assert_eq!(chosen(&candidates, &outcome), ["01"]);
}

#[test]
fn plan_4_2_everyone_who_sat_is_chosen_when_places_are_left() {
    let mut candidates = tied();
    candidates.truncate(5);
    candidates.extend(["11", "12", "13"].map(|number| missed(number, Absence::Missed)));
    let outcome = select(&candidates, &rule("80%", "none"));
    assert_eq!(outcome.quota().places, 6);
    assert_eq!(
        (outcome.sat(), outcome.chosen(), outcome.absent()),
        (5, 5, 3)
    );
    assert_eq!(outcome.edge(), None);
    assert_eq!(outcome.cut(), Total::from_units(7_000_000));
}

#[test]
fn plan_4_2_nobody_chosen_means_no_cut_score() {
    let nobody = [
        (vec![], "60%"),
        (vec![missed("01", Absence::Missed)], "100%"),
        (vec![sat("01", "50", "50")], "60%"),
        (vec![sat("01", "50", "50"), sat("02", "50", "50")], "50%"),
        (tied(), "0%"),
    ];
    for (candidates, ratio) in nobody {
        let outcome = select(&candidates, &rule(ratio, "none"));
        assert_eq!((outcome.chosen(), outcome.cut()), (0, None));
    }
    let outcome = select(&tied(), &rule("0%", "all"));
    assert_eq!(
        (outcome.chosen(), outcome.cut(), outcome.edge()),
        (0, None, None)
    );
}

#[test]
fn plan_4_2_the_absent_are_not_chosen_and_stand_last() {
    let mut half = sat("02", "99", "99");
    half.marks = half
        .marks
        .iter()
        .filter(|(part, _)| part.as_str() == "theory")
        .collect();
    let mut cheated = sat("03", "100", "100");
    cheated.absence = Some(Absence::Cheated);
    let candidates = vec![
        missed("04", None),
        half,
        cheated,
        missed("01", Absence::Missed),
        sat("05", "1", "1"),
    ];
    let outcome = select(&candidates, &rule("100%", "all"));
    assert_eq!(chosen(&candidates, &outcome), ["05"]);
    let order: Vec<_> = outcome
        .standings()
        .iter()
        .map(|standing| (candidates[standing.index].number.as_str(), standing.verdict))
        .collect();
    let absent = ["04", "02", "03", "01"].map(|number| (number, Verdict::Absent));
    assert_eq!(order, [&[("05", Verdict::Chosen)][..], &absent].concat());
    assert!(
        outcome.standings()[1..]
            .iter()
            .all(|s| s.rank.is_none() && s.total.is_none())
    );
}

#[test]
fn plan_4_2_a_missing_tie_key_ranks_behind_but_does_not_exclude() {
    let mut with_average = sat("02", "70", "70");
    let average = ("average".parse().unwrap(), super::score("0"));
    with_average.marks = with_average.marks.iter().chain([average]).collect();
    let candidates = vec![sat("01", "70", "70"), with_average];
    let outcome = select(&candidates, &with_keys("50%", "none", "average"));
    assert_eq!(chosen(&candidates, &outcome), ["02"]);
    assert_eq!(outcome.sat(), 2);
}

#[test]
fn plan_4_2_the_summary_tells_who_shares_the_last_total() {
    let candidates = tied();
    let parameters = with_keys("30%", "none", "practical");
    let outcome = select(&candidates, &parameters);
    let expected = Edge {
        total: Total::from_units(7_000_000).unwrap(),
        same_total: 4,
        same_total_chosen: 1,
        level: 3,
        level_chosen: 0,
        places_left: 1,
    };
    assert_eq!(outcome.edge(), Some(expected));
    let summary = outcome.summary(&parameters);
    assert_eq!(
        summary.to_string(),
        "基数 10 人 × 30% = 3 个名额。分数线 70.0 分；70.0 分并列 4 人，按并列规则取 1 人。\
         录取 2 人，未录取 8 人，缺考 0 人。"
    );
    let Quota { places, .. } = summary.quota;
    assert_eq!((places, summary.sat, summary.not_chosen), (3, 10, 8));
}

#[test]
fn plan_4_2_the_summary_names_the_limit_that_bound() {
    let parameters = Parameters {
        seats: Some(0),
        ..rule("60%", "none")
    };
    let summary = select(&tied(), &parameters).summary(&parameters);
    assert_eq!(
        summary.to_string(),
        "基数 10 人 × 60% = 6 个名额，机位数更少，取 0 个名额。没有人录取，所以没有分数线。\
         录取 0 人，未录取 10 人，缺考 0 人。"
    );
}
