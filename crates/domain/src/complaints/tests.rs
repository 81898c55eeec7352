use chrono::NaiveDate;

use super::{AppealRefused, AppealState, agreed, answer_due, may_file};
use crate::ids::AccountId;
use crate::selection::{Absence, Entered, Notice, RoundState};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn plan_2_2_2c_an_appeal_is_taken_to_the_end_of_the_last_day_and_not_after() {
    let until = Some(day("2025-05-03"));
    let file = |today: &str, state, already| {
        let today = day(today);
        may_file(Notice::on(today, state, until, 0), until, today, already)
    };
    let told = RoundState::Published;
    assert_eq!(file("2025-05-03", told, false), Ok(()));
    assert_eq!(file("2025-05-03", told, true), Err(AppealRefused::Already));
    let late = file("2025-05-04", told, false).unwrap_err();
    assert_eq!(late, AppealRefused::Late("5月3日".to_owned()));
    assert_eq!(
        late.to_string(),
        "公示已于5月3日 24:00 结束，不能再提出申诉"
    );
    assert_eq!(
        file("2025-05-03", RoundState::Final, false),
        Err(AppealRefused::Final)
    );
    assert_eq!(
        file("2025-05-03", RoundState::Confirmed, false),
        Err(AppealRefused::NotYet)
    );
}

#[test]
fn plan_2_2_2c_the_answer_is_due_in_the_days_the_plan_says() {
    assert_eq!(answer_due(day("2025-04-30"), 5), day("2025-05-05"));
}

#[test]
fn plan_2_2_2c_a_second_look_counts_when_two_people_found_the_same() {
    let found = |who: i64, tenths: i32| {
        let mark = ("theory".parse().unwrap(), tenths.try_into().unwrap());
        let entered = Entered {
            marks: [mark].into_iter().collect(),
            ..Entered::default()
        };
        (AccountId::new(who), entered)
    };
    assert_eq!(agreed(&[]), None);
    assert_eq!(agreed(&[found(1, 700)]), None);
    assert_eq!(
        agreed(&[found(1, 700), found(1, 700)]),
        None,
        "the same person twice"
    );
    assert_eq!(agreed(&[found(1, 700), found(2, 705)]), None);
    let three = [found(1, 700), found(2, 705), found(3, 705)];
    assert_eq!(agreed(&three), Some(&three[1].1));
    let away = |who: i64| {
        let entered = Entered {
            absence: Some(Absence::Missed),
            ..Entered::default()
        };
        (AccountId::new(who), entered)
    };
    assert!(agreed(&[away(1), away(2)]).is_some());
}

#[test]
fn plan_2_2_2c_an_answer_is_owed_until_it_is_given_or_the_appeal_taken_back() {
    let open: Vec<&str> = AppealState::ALL
        .iter()
        .filter(|state| state.is_open())
        .map(|state| state.value())
        .collect();
    assert_eq!(open, ["open", "rechecked"]);
}
