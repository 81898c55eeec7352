use super::super::{Absence, Outside, PartNames, Report, RollEntry, Scope, ScoreRow, gather};
use super::{Parameters, rule, sat, select};
use crate::values::StudentState;

fn student(number: &str, class: &str) -> RollEntry {
    RollEntry {
        number: number.into(),
        other_numbers: vec![format!("school-{number}").into()],
        name: format!("学生{number}"),
        class: class.to_owned(),
        major: "730301".to_owned(),
        grade: "2023".parse().unwrap(),
        state: StudentState::Enrolled,
    }
}

fn scored(row: u32, number: &str, theory: &str, practical: &str) -> ScoreRow {
    ScoreRow {
        row,
        number: number.into(),
        name: format!("学生{number}"),
        marks: sat(number, theory, practical).marks,
        absence: None,
    }
}

fn scope() -> Scope {
    let counting = Parameters::usual_states();
    Scope {
        major: "730301".to_owned(),
        grade: "2023".parse().unwrap(),
        counting,
    }
}

#[test]
fn plan_4_2_the_base_is_all_classes_of_a_grade_in_a_major_whether_they_sat_or_not() {
    let mut intern = student("03", "23会计2班");
    intern.state = StudentState::Internship;
    let roster = [
        student("02", "23会计10班"),
        intern,
        student("01", "23会计1班"),
        student("04", "23会计2班"),
    ];
    let cohort = gather(&roster, &[scored(2, "school-02", "80", "80")], &scope());
    let order = ["23会计1班", "23会计2班", "23会计10班"];
    let classes: Vec<_> = cohort
        .base_by_class
        .iter()
        .map(|(class, n)| (class.as_str(), *n))
        .collect();
    assert_eq!(
        classes,
        order.into_iter().zip([1, 2, 1]).collect::<Vec<_>>()
    );
    let absences: Vec<_> = cohort
        .candidates
        .iter()
        .map(|c| (c.number.as_str(), c.absence))
        .collect();
    let no_row = Some(Absence::NoRow);
    assert_eq!(
        absences,
        [("01", no_row), ("02", None), ("03", no_row), ("04", no_row)]
    );
    assert!(cohort.not_in_base.is_empty());
}

#[test]
fn plan_4_2_whoever_is_not_in_the_base_is_named_with_the_reason() {
    let mut roster = vec![student("01", "23会计1班")];
    let states = [
        (StudentState::Suspended, Outside::Suspended),
        (StudentState::Withdrawn, Outside::Withdrawn),
        (StudentState::Transferred, Outside::Transferred),
        (StudentState::Graduated, Outside::Graduated),
    ];
    for (number, (state, _)) in (10..).zip(states) {
        roster.push(RollEntry {
            state,
            ..student(&number.to_string(), "23会计1班")
        });
    }
    roster.push(RollEntry {
        major: "730201".to_owned(),
        ..student("20", "23金融1班")
    });
    roster.push(RollEntry {
        grade: "2022".parse().unwrap(),
        ..student("21", "22会计1班")
    });
    let numbers = ["01", "10", "11", "12", "13", "20", "21", "99"];
    let scores: Vec<_> = (2..)
        .zip(numbers)
        .map(|(row, number)| scored(row, number, "80", "80"))
        .collect();
    let cohort = gather(&roster, &scores, &scope());
    assert_eq!(cohort.candidates.len(), 1);
    let kinds: Vec<_> = cohort
        .not_in_base
        .iter()
        .map(|row| (row.row, row.kind))
        .collect();
    let states = (3..).zip(states.map(|(_, kind)| kind));
    let others = [
        (7, Outside::OtherMajor),
        (8, Outside::OtherGrade),
        (9, Outside::Unknown),
    ];
    assert_eq!(kinds, states.chain(others).collect::<Vec<_>>());
    let reasons: Vec<_> = cohort
        .not_in_base
        .iter()
        .map(|row| row.reason.as_str())
        .collect();
    assert_eq!(reasons[0], "学生状态是休学，不计入基数");
    assert_eq!(reasons[4], "专业是 730201，不是 730301");
    assert_eq!(reasons[5], "年级是 2022，不是 2023");
    assert_eq!(
        reasons[6],
        "名册里没有这个号码，请核对后补进名册或改正成绩表"
    );
}

#[test]
fn plan_4_2_the_states_that_count_are_a_parameter() {
    let roster = [RollEntry {
        state: StudentState::Internship,
        ..student("01", "23会计1班")
    }];
    let only_enrolled = Scope {
        counting: vec![StudentState::Enrolled],
        ..scope()
    };
    let cohort = gather(&roster, &[scored(2, "01", "80", "80")], &only_enrolled);
    assert!(cohort.candidates.is_empty());
    assert_eq!(cohort.not_in_base[0].kind, Outside::Internship);
}

#[test]
fn plan_4_3_2_rows_that_contradict_each_other_are_not_ranked() {
    let roster = [student("01", "23会计1班"), student("02", "23会计1班")];
    let scores = [
        scored(2, "01", "80", "80"),
        scored(3, "school-01", "90", "80"),
        scored(4, "02", "70", "70"),
        scored(5, "02", "70", "70"),
    ];
    let cohort = gather(&roster, &scores, &scope());
    let absences: Vec<_> = cohort
        .candidates
        .iter()
        .map(|candidate| candidate.absence)
        .collect();
    assert_eq!(absences, [Some(Absence::RowRefused), None]);
}

#[test]
fn plan_4_2_the_json_of_a_selection_is_stable() {
    let roster = [
        student("01", "23会计10班"),
        student("02", "23会计2班"),
        student("03", "23会计2班"),
        RollEntry {
            state: StudentState::Suspended,
            ..student("04", "23会计2班")
        },
    ];
    let scores = [
        scored(2, "01", "88", "88"),
        scored(3, "02", "78.5", "78.6"),
        scored(4, "04", "90", "90"),
    ];
    let cohort = gather(&roster, &scores, &scope());
    let parameters = Parameters {
        seats: Some(1),
        ..rule("67%", "none")
    };
    let outcome = select(&cohort.candidates, &parameters);
    let report = Report::new(&cohort, &outcome, &parameters, &PartNames::default());
    let expected = concat!(
        r#"{"base":3,"base_by_class":{"23会计2班":2,"23会计10班":1},"ratio":"67%","quota":1,"#,
        r#""binding":"seats","sat":2,"absent":1,"chosen":1,"cut_score":88.0,"not_in_base":["#,
        r#"{"row":4,"student_number":"04","name":"学生04","class":"23会计2班","kind":"suspended","#,
        r#""reason":"学生状态是休学，不计入基数"}],"candidates":["#,
        r#"{"student_number":"01","name":"学生01","class":"23会计10班","total":88.0,"rank":1,"#,
        r#""verdict":"chosen","reason":"第 1 名，正好是分数线 88.0 分"},"#,
        r#"{"student_number":"02","name":"学生02","class":"23会计2班","total":78.55,"rank":2,"#,
        r#""verdict":"not_chosen","reason":"第 2 名，低于分数线 9.45 分"},"#,
        r#"{"student_number":"03","name":"学生03","class":"23会计2班","total":null,"rank":null,"#,
        r#""verdict":"absent","reason":"成绩表里没有这名学生，按缺考处理，不参加排序"}]}"#,
    );
    assert_eq!(serde_json::to_string(&report).unwrap(), expected);
}
