//! Marks entered twice: who may type what, what differs, what stands (plan 4.3.2).

use proptest::prelude::*;

use super::super::{
    About, Absence, Entered, Markers, MarkingRefused, Notice, PartKey, Pass, RoundState, Said,
    agree, compare, covered, notice_until,
};
use super::score;
use crate::ids::AccountId;

fn parts() -> [PartKey; 2] {
    ["theory", "practical"].map(|part| part.parse().unwrap())
}

fn sat(theory: &str, practical: &str) -> Entered {
    let marks = parts().into_iter().zip([theory, practical]);
    Entered {
        marks: marks
            .filter(|(_, mark)| !mark.is_empty())
            .map(|(part, mark)| (part, score(mark)))
            .collect(),
        ..Entered::default()
    }
}

fn away(absence: Absence, record: Option<&str>) -> Entered {
    Entered {
        absence: Some(absence),
        record: record.map(str::to_owned),
        ..Entered::default()
    }
}

#[test]
fn plan_4_3_2_one_account_stands_in_one_pass_whatever_its_posts() {
    let [one, two, three] = [1, 2, 3].map(AccountId::new);
    let markers: Markers = [(one, Pass::First), (two, Pass::Second)]
        .into_iter()
        .collect();
    assert_eq!(markers.may_take(one, Pass::First), Ok(()));
    assert_eq!(
        markers.may_take(one, Pass::Second),
        Err(MarkingRefused::OtherPass(Pass::First))
    );
    assert_eq!(
        markers.may_see(two, Pass::First),
        Err(MarkingRefused::OtherPass(Pass::Second))
    );
    assert_eq!(
        markers.may_see(three, Pass::First),
        Err(MarkingRefused::NotChosen)
    );
    assert_eq!(markers.may_settle(three), Ok(()));
    for (marker, pass) in [(one, Pass::First), (two, Pass::Second)] {
        assert_eq!(
            markers.may_settle(marker),
            Err(MarkingRefused::NotThird(pass))
        );
    }
}

#[test]
fn plan_4_3_2_more_than_five_points_apart_is_flagged() {
    for (one, other, apart, flagged) in [
        ("70", "75", "5", false),
        ("70", "75.1", "5.1", true),
        ("76", "70", "6", true),
        ("70.1", "70", "0.1", false),
    ] {
        let found = compare(&sat(one, "80"), &sat(other, "80"), &parts());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].about, About::Part(parts()[0]));
        assert_eq!(found[0].apart, Some(score(apart)));
        assert_eq!(found[0].flagged, flagged, "{one} {other}");
    }
    assert_eq!(compare(&sat("70", "80"), &sat("70.0", "80"), &parts()), []);
}

#[test]
fn plan_4_3_2_a_difference_stands_open_until_a_third_person_settles_it() {
    let (first, second) = (sat("70", "80"), sat("79", "80"));
    let open = agree(&first, &second, &[], &parts()).unwrap_err();
    assert_eq!(open.len(), 1);
    let about = About::Part(parts()[0]);
    let settled = [(about, Said::Mark(Some(score("78.5"))))];
    assert_eq!(
        agree(&first, &second, &settled, &parts()).unwrap().marks,
        sat("78.5", "80").marks
    );
    // A word on something on which both agree changes nothing.
    let aside = [(About::Part(parts()[1]), Said::Mark(Some(score("1"))))];
    assert_eq!(
        agree(&first, &first, &aside, &parts()).unwrap().marks,
        first.marks
    );
}

#[test]
fn plan_4_3_2_who_sat_and_who_did_not_is_settled_before_the_marks() {
    let (first, second) = (sat("70", "80"), away(Absence::Missed, None));
    let open = agree(&first, &second, &[], &parts()).unwrap_err();
    assert_eq!(
        open.iter().map(|one| one.about).collect::<Vec<_>>(),
        [About::Attendance]
    );
    let say = |absence| [(About::Attendance, Said::Attendance(absence, None))];
    let came = agree(&first, &second, &say(None), &parts()).unwrap();
    assert_eq!((came.absence, came.marks), (None, first.marks.clone()));
    let away = agree(&first, &second, &say(Some(Absence::Missed)), &parts()).unwrap();
    assert_eq!(
        (away.absence, away.marks.is_empty()),
        (Some(Absence::Missed), true)
    );
}

#[test]
fn plan_4_3_2_a_test_that_does_not_count_needs_the_rooms_record() {
    let bare = away(Absence::Cheated, None);
    assert_eq!(compare(&bare, &bare, &parts()).len(), 1);
    let proved = away(Absence::Cheated, Some("07 号"));
    assert_eq!(compare(&proved, &proved, &parts()), []);
    let agreed = agree(&proved, &proved, &[], &parts()).unwrap();
    assert_eq!(agreed.record.as_deref(), Some("07 号"));
    assert_eq!(
        compare(
            &away(Absence::Missed, None),
            &away(Absence::Missed, None),
            &parts()
        ),
        []
    );
}

#[test]
fn plan_4_3_2_complete_means_every_mark_that_counts_or_a_word_why_not() {
    let counting = parts();
    assert!(sat("70", "80").is_complete(&counting));
    assert!(!sat("70", "").is_complete(&counting));
    assert!(away(Absence::OnLeave, None).is_complete(&counting));
    assert!(!Entered::default().is_complete(&counting));
}

proptest! {
    #[test]
    fn plan_4_3_2_what_both_say_alike_is_what_stands(one in 0..=1000_i32, other in 0..=1000_i32) {
        let text = |tenths: i32| format!("{}.{}", tenths / 10, tenths % 10);
        let entered = sat(&text(one), &text(other));
        let agreed = agree(&entered, &entered, &[], &parts()).unwrap();
        prop_assert!(agreed.marks_alike(&entered));
        let differs = compare(&entered, &sat(&text(other), &text(one)), &parts());
        prop_assert_eq!(differs.is_empty(), one == other);
    }
}

#[test]
fn plan_4_3_2_the_notice_is_open_to_the_end_of_its_last_day() {
    let day = |text: &str| text.parse().unwrap();
    let until = notice_until(day("2025-04-30"), 3);
    assert_eq!(until, Some(day("2025-05-03")));
    assert_eq!(notice_until(day("2025-04-30"), 0), None);
    let on = |today: &str, state, open| Notice::on(day(today), state, until, open);
    let (told, closed) = (RoundState::Published, RoundState::Final);
    assert_eq!(on("2025-05-03", told, 0), Notice::Open(day("2025-05-03")));
    assert!(on("2025-05-03", told, 0).takes_appeals());
    assert!(!on("2025-05-03", told, 0).may_close());
    assert!(on("2025-05-04", told, 0).may_close());
    assert!(!on("2025-05-04", told, 0).takes_appeals());
    assert!(!on("2025-05-04", told, 1).may_close());
    assert_eq!(on("2025-05-04", closed, 0), Notice::Final);
    for state in RoundState::ALL {
        assert_eq!(state.is_final(), *state == RoundState::Final);
    }
}

#[test]
fn a_public_list_covers_the_middle_of_a_name() {
    assert_eq!(
        ["袁梓晴", "顾铭", "欧阳若兰", "林", ""].map(covered),
        ["袁*晴", "顾*", "欧**兰", "林*", ""]
    );
}
