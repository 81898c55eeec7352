use super::super::{Absence, Candidate, PartNames, Reasons, by_class, histogram};
use super::{Parameters, missed, rule, sat, select};

/// Number and reason of everyone, in rank order.
fn told(candidates: &[Candidate], parameters: &Parameters) -> Vec<(String, String)> {
    let outcome = select(candidates, parameters);
    let names = PartNames::default();
    let reasons = Reasons::new(&outcome, candidates, parameters, &names);
    let number = |index: usize| candidates[index].number.as_str().to_owned();
    outcome
        .standings()
        .iter()
        .map(|s| (number(s.index), reasons.of(s)))
        .collect()
}

fn assert_told(candidates: &[Candidate], parameters: &Parameters, expected: &[(&str, &str)]) {
    let told = told(candidates, parameters);
    let told: Vec<_> = told
        .iter()
        .map(|(number, reason)| (number.as_str(), reason.as_str()))
        .collect();
    assert_eq!(told, expected);
}

fn with_keys(ratio: &str, ties: &str) -> Parameters {
    Parameters {
        tie_keys: "practical,theory".parse().unwrap(),
        ..rule(ratio, ties)
    }
}

#[test]
fn plan_4_2_every_reason_names_the_number_it_was_measured_by() {
    let candidates = vec![
        sat("01", "97", "97"),
        sat("02", "60.6", "82.4"),
        sat("03", "62.9", "80.1"),
        sat("04", "71", "71"),
        missed("05", Absence::Missed),
    ];
    let expected = [
        ("01", "第 1 名，高于分数线 25.5 分"),
        ("02", "第 2 名，并列 71.5 分，实操 82.4，高于 80.1"),
        ("03", "第 3 名，并列 71.5 分，实操 80.1，低于 82.4"),
        ("04", "第 4 名，低于分数线 0.5 分"),
        ("05", "缺考，不参加排序"),
    ];
    assert_told(&candidates, &with_keys("40%", "none"), &expected);
}

#[test]
fn plan_4_2_ties_are_told_with_how_many_and_how_many_places() {
    let candidates = vec![
        sat("01", "90", "90"),
        sat("02", "70", "70"),
        sat("03", "70", "70"),
        sat("04", "72", "68"),
    ];
    let first = ("01", "第 1 名，高于分数线 20.0 分");
    let last = ("04", "第 4 名，并列 70.0 分，实操 68，低于 70");
    let all = "第 2 名的 2 人同分同项，名额只剩 1 个，按规则都录取";
    assert_told(
        &candidates,
        &with_keys("50%", "all"),
        &[first, ("02", all), ("03", all), last],
    );
    let none = "第 2 名的 2 人同分同项，名额只剩 1 个，按规则都不录取";
    let sole = ("01", "第 1 名，正好是分数线 90.0 分");
    let below = ("04", "第 4 名，低于分数线 20.0 分");
    assert_told(
        &candidates,
        &with_keys("50%", "none"),
        &[sole, ("02", none), ("03", none), below],
    );
    let drawn = told(&candidates, &with_keys("50%", "draw:1"));
    assert_eq!(
        drawn[1].1,
        "第 2 名，70.0 分的 2 人同分同项，抽签取 1 人，抽中"
    );
    assert_eq!(
        drawn[2].1,
        "第 3 名，70.0 分的 2 人同分同项，抽签取 1 人，未抽中"
    );
    assert_eq!((drawn[3].0.as_str(), drawn[3].1.as_str()), last);
    let no_keys = told(&candidates, &rule("50%", "none"));
    assert_eq!(
        no_keys[1].1,
        "第 2 名的 3 人同分，名额只剩 1 个，按规则都不录取"
    );
}

#[test]
fn plan_4_2_without_places_the_reason_says_so() {
    let alone = [sat("01", "90", "90")];
    assert_told(
        &alone,
        &rule("60%", "none"),
        &[("01", "第 1 名，这次没有名额")],
    );
    let three = [
        sat("01", "90", "90"),
        sat("02", "90", "90"),
        sat("03", "80", "80"),
    ];
    let both = "第 1 名的 2 人同分，名额只剩 1 个，按规则都不录取";
    let expected = [
        ("01", both),
        ("02", both),
        ("03", "第 3 名，排在 1 个名额之外"),
    ];
    assert_told(&three, &rule("34%", "none"), &expected);
}

#[test]
fn plan_4_2_the_absent_are_told_why() {
    let mut half = sat("01", "90", "90");
    half.marks = half
        .marks
        .iter()
        .filter(|(part, _)| part.as_str() == "theory")
        .collect();
    let candidates = vec![
        half,
        missed("02", None),
        missed("03", Absence::NoRow),
        missed("04", Absence::Deferred),
        missed("05", Absence::Cheated),
    ];
    let expected = [
        ("01", "实操没有成绩，按缺考处理，不参加排序"),
        ("02", "没有成绩，按缺考处理，不参加排序"),
        ("03", "成绩表里没有这名学生，按缺考处理，不参加排序"),
        ("04", "缓考，不参加排序"),
        ("05", "作弊，成绩无效，不参加排序"),
    ];
    assert_told(&candidates, &rule("100%", "none"), &expected);
}

#[test]
fn plan_4_2_the_histogram_counts_everyone_who_sat_once() {
    let candidates = vec![
        sat("01", "100", "100"),
        sat("02", "98", "98"),
        sat("03", "95.9", "95.9"),
        sat("04", "90", "90"),
        sat("05", "90", "90"),
        missed("06", Absence::Missed),
    ];
    let outcome = select(&candidates, &rule("67%", "draw:1"));
    let chart = histogram(&outcome);
    let bins: Vec<_> = chart
        .bins
        .iter()
        .map(|bin| (bin.from, bin.chosen, bin.not_chosen, bin.tied))
        .collect();
    let expected = [
        (90, 1, 1, true),
        (92, 0, 0, false),
        (94, 1, 0, false),
        (96, 0, 0, false),
        (98, 2, 0, false),
    ];
    assert_eq!(bins, expected);
    assert_eq!(
        (chart.tallest, chart.cut, chart.cut_at),
        (2, outcome.cut(), Some(0))
    );
    assert_eq!(histogram(&select(&[], &rule("60%", "none"))).bins, []);
}

#[test]
fn plan_4_2_the_table_of_classes_flags_a_class_with_nobody_chosen() {
    let mut candidates = vec![
        sat("01", "90", "90"),
        sat("02", "80", "80"),
        sat("03", "70", "70"),
        missed("04", None),
    ];
    for (candidate, class) in
        candidates
            .iter_mut()
            .zip(["23会计10班", "23会计2班", "23会计2班", "23会计1班"])
    {
        candidate.class = class.to_owned();
    }
    let outcome = select(&candidates, &rule("50%", "none"));
    let rows: Vec<_> = by_class(&outcome, &candidates)
        .into_iter()
        .map(|row| {
            (
                row.class,
                row.base,
                row.sat,
                row.chosen,
                row.permille,
                row.none_chosen,
            )
        })
        .collect();
    let expected = [
        ("23会计1班".to_owned(), 1, 0, 0, 0, true),
        ("23会计2班".to_owned(), 2, 2, 1, 500, false),
        ("23会计10班".to_owned(), 1, 1, 1, 1000, false),
    ];
    assert_eq!(rows, expected);
}
