//! The checks by a table, the rows by examples and random walks. All people are invented; their
//! identity numbers carry the region 990000, which does not exist.

mod walk;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Candidate, Check, Decided, Fault, Field, Findings, List, ListState, NotDone, Problems,
    RegistrationState, RowReturn, Target, check,
};
use crate::ids::StudentId;
use crate::values::{IdNumber, IdType, NotAPhone, NotAnIdNumber, Sex, StudentState};

fn student(id: i64) -> StudentId {
    StudentId::new(id)
}

/// A number for somebody born on a day; odd order numbers are men.
fn number(born: &str, order: u32) -> String {
    let body = format!("990000{born}{order:03}");
    let check = IdNumber::check_character(&body).unwrap();
    format!("{body}{check}")
}

fn candidate(id: i64) -> Candidate {
    Candidate {
        student: student(id),
        name: format!("学生{id}"),
        sex: Sex::Male,
        birth_date: Some("2008-01-13".parse().unwrap()),
        id_type: IdType::ResidentCard,
        id_number: Some(number("20080113", u32::try_from(2 * id + 1).unwrap()).into()),
        roll_number: Some(format!("G99000020{id:04}").into()),
        major_code: "730301".into(),
        state: StudentState::Enrolled,
        phone: Some("13800000000".into()),
    }
}

fn target() -> Target {
    Target {
        chosen: (1..=3).map(student).collect(),
        major_codes: vec!["730301".into(), "730302".into()],
        elsewhere: BTreeMap::new(),
        states: vec![StudentState::Enrolled, StudentState::Internship],
    }
}

fn faults(change: impl Fn(&mut Candidate)) -> Vec<Fault> {
    let mut one = candidate(1);
    change(&mut one);
    let id = one.student;
    check(&[one], &target())
        .faults
        .remove(&id)
        .unwrap_or_default()
}

#[test]
fn plan_6_3_a_row_without_fault_passes() {
    let findings = check(&[candidate(1), candidate(2), candidate(3)], &target());
    assert_eq!(
        findings,
        Findings {
            checked: 3,
            ..Findings::default()
        }
    );
    assert!(findings.clean());
    assert!(Check::ALL.iter().all(|one| findings.passed(*one) == 3));
}

#[test]
fn plan_6_3_the_identity_number_is_checked_against_itself_and_the_roster() {
    let wrong = |text: &str| -> NotAnIdNumber { text.parse::<IdNumber>().unwrap_err() };
    let mut damaged = number("20080113", 3);
    let last = damaged.pop().unwrap();
    damaged.push(if last == '7' { '8' } else { '7' });
    assert_eq!(
        faults(|c| c.id_number = Some(damaged.clone().into())),
        [Fault::IdNumber {
            why: wrong(&damaged)
        }]
    );
    assert_eq!(
        faults(|c| c.id_number = Some(" ".into())),
        [Fault::IdNumberMissing]
    );
    assert_eq!(
        faults(|c| c.id_number = Some(number("20080113", 2).into())),
        [Fault::SexDiffers {
            roster: Sex::Male,
            number: Sex::Female
        }]
    );
    let found = faults(|c| c.id_number = Some(number("20080114", 3).into()));
    assert_eq!(
        found[0].to_string(),
        "名册是 2008年1月13日，证件号码里是 2008年1月14日，请核对"
    );
    assert_eq!(found[0].field(), Field::BirthDate);
    assert_eq!(faults(|c| c.birth_date = None), []);
    let passport = |c: &mut Candidate| {
        c.id_type = IdType::Passport;
        c.id_number = Some("E12345678".into());
    };
    assert_eq!(faults(passport), [], "only resident cards follow GB 11643");
}

#[test]
fn plan_6_3_what_the_platform_requires_is_there() {
    assert_eq!(
        faults(|c| c.roll_number = Some("  ".into())),
        [Fault::RollNumberMissing]
    );
    assert_eq!(faults(|c| c.phone = None), [Fault::PhoneMissing]);
    assert_eq!(faults(|c| c.name = String::new()), [Fault::NameMissing]);
    let short = faults(|c| c.phone = Some("1380000".into()));
    assert_eq!(
        short,
        [Fault::Phone {
            why: NotAPhone::Length(7)
        }]
    );
    assert_eq!(
        short[0].to_string(),
        "手机号应为 11 位，这里有 7 位。请改正"
    );
}

#[test]
fn plan_6_3_the_major_fits_the_certificate() {
    let found = faults(|c| c.major_code = "730701".into());
    assert_eq!(
        found[0].to_string(),
        "730701 不在证书面向的专业（730301、730302）里，请改走社会考生报名"
    );
    assert_eq!(
        (found.len(), found[0].field(), found[0].check()),
        (1, Field::Major, Check::Major)
    );
}

#[test]
fn plan_4_2_only_the_chosen_register_and_only_in_a_state_that_counts() {
    assert_eq!(faults(|c| c.student = student(9)), [Fault::NotChosen]);
    assert_eq!(faults(|c| c.state = StudentState::Internship), []);
    assert_eq!(
        faults(|c| c.state = StudentState::Suspended),
        [Fault::State {
            state: StudentState::Suspended
        }]
    );
    let findings = check(&[candidate(1)], &target());
    assert_eq!(findings.missing, BTreeSet::from([student(2), student(3)]));
    assert!(findings.faults.is_empty() && !findings.clean());
}

#[test]
fn plan_6_3_nobody_registers_twice() {
    let findings = check(&[candidate(1), candidate(2), candidate(1)], &target());
    assert_eq!(
        findings.faults,
        BTreeMap::from([(student(1), vec![Fault::Twice { times: 2 }])])
    );
    assert_eq!((findings.checked, findings.passed(Check::Once)), (2, 1));

    let elsewhere = BTreeMap::from([(student(2), "财务共享服务（中级）".to_owned())]);
    let findings = check(
        &[candidate(2)],
        &Target {
            elsewhere,
            ..target()
        },
    );
    assert_eq!(
        findings.faults[&student(2)][0].to_string(),
        "已在项目「财务共享服务（中级）」报考同一证书和等级，请只留一处"
    );

    let twin = Candidate {
        id_number: candidate(1)
            .id_number
            .map(|n| n.as_str().to_lowercase().into()),
        ..candidate(2)
    };
    let findings = check(&[candidate(1), twin], &target());
    assert_eq!(
        findings.faults[&student(1)],
        [Fault::SameNumber {
            other: "学生2".into()
        }]
    );
    assert_eq!(
        findings.faults[&student(2)],
        [Fault::SameNumber {
            other: "学生1".into()
        }]
    );
}

#[test]
fn no_sentence_shows_an_identity_number_and_problems_read_back() {
    let number = number("20080113", 2);
    let found = faults(|c| {
        c.id_number = Some(number.clone().into());
        c.phone = None;
    });
    let problems = Problems(found.iter().map(Fault::problem).collect());
    let kept = serde_json::to_string(&problems).unwrap();
    assert!(!kept.contains(&number));
    assert_eq!(serde_json::from_str::<Problems>(&kept).unwrap(), problems);
}

fn returned(id: i64, reason: &str) -> RowReturn {
    RowReturn {
        student: student(id),
        reason: reason.into(),
        field: Some(Field::Photo),
    }
}

#[test]
fn plan_6_3_the_office_decides_row_by_row() {
    let list = List::from_chosen((1..=26).map(student)).submit().unwrap();
    assert_eq!(list.state(), ListState::Submitted);
    let (list, decided) = list
        .decide(&[returned(5, "照片底色偏灰，请换成白底")])
        .unwrap();
    assert_eq!(decided.sentence(), "同意 25 人，退回 1 人");
    assert_eq!(
        (list.state(), list.count(RegistrationState::Approved)),
        (ListState::Returned, 25)
    );
    assert_eq!(list.submit(), Err(NotDone::NotMended { count: 1 }));
    let list = list.mend(student(5)).unwrap().submit().unwrap();
    assert_eq!(
        list.rows()[4].reason.as_deref(),
        Some("照片底色偏灰，请换成白底"),
        "the reviewer sees it again"
    );
    let (list, decided) = list.decide(&[]).unwrap();
    assert_eq!(
        (decided.sentence(), list.state()),
        ("同意 1 人".to_owned(), ListState::Approved)
    );
    assert!(list.rows().iter().all(|row| row.reason.is_none()));
    assert_eq!(
        Decided {
            approved: 0,
            returned: 3
        }
        .sentence(),
        "退回 3 人"
    );
}

#[test]
fn plan_6_3_a_row_is_not_returned_without_a_reason() {
    let list = List::from_chosen([student(1), student(2)])
        .submit()
        .unwrap();
    assert_eq!(
        list.decide(&[returned(1, "  ")]),
        Err(NotDone::ReasonMissing {
            student: student(1)
        })
    );
    assert_eq!(
        list.decide(&[returned(3, "不在名单")]),
        Err(NotDone::NotOnList {
            student: student(3)
        })
    );
    let twice = [returned(1, "手机号有误"), returned(1, "照片有误")];
    assert_eq!(
        list.decide(&twice),
        Err(NotDone::ReturnedTwice {
            student: student(1)
        })
    );
}

#[test]
fn plan_6_3_a_list_with_faults_is_not_handed_in() {
    let list =
        List::from_chosen([student(1), student(2)]).checked(&BTreeMap::from([(student(2), 2)]));
    assert_eq!(list.submit(), Err(NotDone::Faults { count: 1 }));
    assert_eq!(List::default().submit(), Err(NotDone::Nobody));
    let without = list
        .withdraw(student(2), "本人放弃")
        .unwrap()
        .submit()
        .unwrap();
    assert_eq!(without.count(RegistrationState::Submitted), 1);
}

#[test]
fn plan_4_3_3_a_place_given_up_is_free_and_a_second_round_adds_rows() {
    let (list, _) = List::from_chosen([student(1), student(2)])
        .submit()
        .unwrap()
        .decide(&[])
        .unwrap();
    assert_eq!(
        list.withdraw(student(1), ""),
        Err(NotDone::ReasonMissing {
            student: student(1)
        })
    );
    let list = list.withdraw(student(1), "转学").unwrap();
    assert_eq!(list.state(), ListState::Approved);
    let list = list
        .add_chosen(&BTreeSet::from([student(2), student(3)]))
        .unwrap();
    let states: Vec<_> = list.rows().iter().map(|row| row.state).collect();
    assert_eq!(
        states,
        [
            RegistrationState::Withdrawn,
            RegistrationState::Approved,
            RegistrationState::Draft
        ]
    );
    assert_eq!(
        list.reinstate(student(1)).unwrap().rows()[0].state,
        RegistrationState::Draft
    );
}

#[test]
fn a_decision_on_rows_is_taken_back_whole() {
    let list = List::from_chosen([student(1), student(2)])
        .submit()
        .unwrap();
    let (decided, _) = list.decide(&[returned(1, "手机号有误")]).unwrap();
    assert_eq!(
        decided
            .undecide(&BTreeSet::from([student(1), student(2)]))
            .unwrap(),
        list
    );
    assert_eq!(
        list.take_back().unwrap(),
        List::from_chosen([student(2), student(1)])
    );
}
