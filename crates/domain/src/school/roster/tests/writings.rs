//! The same fact as different schools write it.

use super::*;

/// The roster of two with one cell of the second written so.
fn written(column: usize, text: &str) -> Roster {
    let mut rows = students(2);
    rows[1][column] = text.to_owned();
    run(&rows, &school(), true)
}

fn second(roster: &Roster) -> &RosterRow {
    roster.rows[1].outcome.value().unwrap()
}

#[test]
fn plan_2_1_a_class_is_known_by_each_of_its_spellings() {
    for spelling in ["2023级会计1班", "23会计（1）班", "23级会计一班"] {
        let roster = written(CLASS, spelling);
        assert_eq!(problems(&roster), [], "{spelling}");
        assert!(
            matches!(second(&roster).class, ClassRef::Known(_)),
            "{spelling}"
        );
    }
    let mut rows = students(3);
    rows[2][CLASS] = "2023级会计（1）班".to_owned();
    let roster = run(&rows, &Known::default(), true);
    assert_eq!(roster.structure.classes.len(), 1);
    assert_eq!(roster.structure.classes[0].name, "23会计1班");
}

#[test]
fn a_day_that_lacks_something_is_completed_by_the_identity_number() {
    for text in ["2007年6月", "2007.06", "200706", "07-06-25", "07.6.25"] {
        let roster = written(BIRTH, text);
        assert_eq!(problems(&roster), [], "{text}");
        assert_eq!(
            second(&roster).birth_date.unwrap().to_string(),
            "2007-06-25"
        );
    }
    let wrong = [
        ("2007年7月", ProblemKind::ContradictsId),
        ("07-07-25", ProblemKind::ContradictsId),
        ("不详", ProblemKind::NotADate),
    ];
    for (text, kind) in wrong {
        assert_eq!(
            problems(&written(BIRTH, text)),
            [(3, "出生日期", kind)],
            "{text}"
        );
    }
}

#[test]
fn plan_6_3_a_residence_permit_is_known_by_its_region() {
    let body = "81000020070625002";
    let number = format!("{body}{}", IdNumber::check_character(body).unwrap());
    let mut rows = students(2);
    rows[1][ID].clone_from(&number);
    rows[1][ID_TYPE].clear();
    let roster = run(&rows, &school(), true);
    assert_eq!(problems(&roster), []);
    assert_eq!(
        second(&roster).id_type,
        IdType::HongKongMacaoTaiwanResidence
    );
    rows[1][ID_TYPE] = "港澳居民居住证".to_owned();
    rows[1][ID] = format!("{body}{}", if number.ends_with('0') { '1' } else { '0' });
    let roster = run(&rows, &school(), true);
    assert_eq!(
        problems(&roster),
        [(3, "证件号码", ProblemKind::CheckDigit)]
    );
}

#[test]
fn signs_around_a_number_are_cleaned_and_said() {
    let id = id_of(2);
    let parted = format!("{}-{}-{}.", &id[..6], &id[6..14], &id[14..]);
    let roster = written(ID, &parted);
    assert_eq!(problems(&roster), []);
    assert_eq!(second(&roster).id_number, Some(Secret::from(id.as_str())));
    let said = |cleaned: &crate::import::Cleaned| cleaned.what == Cleaning::NumberForm;
    assert!(roster.report.cleaned.iter().any(said));
}

#[test]
fn a_grade_that_cannot_be_read_is_one_problem_and_not_two() {
    let roster = written(GRADE, "高一");
    assert_eq!(problems(&roster), [(3, "年级", ProblemKind::OutOfRange)]);
    assert_eq!(problems(&written(GRADE, "2023年秋季")), []);
}
