//! Random walks over the rows of a list.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::{List, ListState, NotDone, RegistrationState, Row};
use super::{returned, student};

#[derive(Clone, Debug)]
enum Act {
    Check(Vec<(i64, usize)>),
    Hold(Vec<i64>),
    Submit,
    TakeBack,
    Decide(Vec<(i64, String)>),
    Undecide(Vec<i64>),
    Mend(i64),
    Withdraw(i64, String),
    Reinstate(i64),
    Add(Vec<i64>),
}

fn any_act() -> impl Strategy<Value = Act> {
    let id = || 1..9_i64;
    let why = || "[ 甲]{0,2}";
    prop_oneof![
        prop::collection::vec((id(), 0..2_usize), 0..3).prop_map(Act::Check),
        prop::collection::vec(id(), 0..3).prop_map(Act::Hold),
        Just(Act::Submit),
        Just(Act::Submit),
        Just(Act::TakeBack),
        prop::collection::vec((id(), why()), 0..3).prop_map(Act::Decide),
        prop::collection::vec(id(), 0..3).prop_map(Act::Undecide),
        id().prop_map(Act::Mend),
        (id(), why()).prop_map(|(id, why)| Act::Withdraw(id, why)),
        id().prop_map(Act::Reinstate),
        prop::collection::vec(id(), 0..3).prop_map(Act::Add),
    ]
}

fn act(list: &List, act: &Act) -> Result<List, NotDone> {
    let ids = |ids: &[i64]| ids.iter().copied().map(student).collect::<BTreeSet<_>>();
    match act {
        Act::Check(faults) => {
            Ok(list.checked(&faults.iter().map(|(id, n)| (student(*id), *n)).collect()))
        }
        Act::Hold(students) => Ok(list.holding(&ids(students))),
        Act::Submit => list.submit(),
        Act::TakeBack => list.take_back(),
        Act::Decide(returns) => {
            let returns: Vec<_> = returns.iter().map(|(id, why)| returned(*id, why)).collect();
            list.decide(&returns).map(|(list, decided)| {
                assert_eq!(decided.returned, returns.len());
                list
            })
        }
        Act::Undecide(students) => list.undecide(&ids(students)),
        Act::Mend(id) => list.mend(student(*id)),
        Act::Withdraw(id, why) => list.withdraw(student(*id), why),
        Act::Reinstate(id) => list.reinstate(student(*id)),
        Act::Add(students) => list.add_chosen(&ids(students)),
    }
}

/// Somebody does the work that is left; a list that cannot be finished is a dead end.
fn finish(mut list: List) -> ListState {
    for _ in 0..3 {
        list = list.checked(&BTreeMap::new()).holding(&BTreeSet::new());
        let back: Vec<_> = list
            .rows()
            .iter()
            .filter(|row| row.state == RegistrationState::Returned)
            .map(|row| row.student)
            .collect();
        for id in back {
            list = list.mend(id).unwrap();
        }
        list = list.submit().unwrap_or(list);
        list = list.decide(&[]).map_or(list, |(list, _)| list);
    }
    list.state()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn plan_6_3_no_walk_over_a_list_is_stuck_or_returns_a_row_without_a_reason(
        acts in prop::collection::vec(any_act(), 1..50),
    ) {
        let mut list = List::from_chosen((1..=5).map(student));
        for what in acts {
            let before = list.clone();
            let Ok(after) = act(&list, &what) else { continue };
            for row in after.rows() {
                if matches!(row.state, RegistrationState::Returned | RegistrationState::Withdrawn) {
                    prop_assert!(row.reason.as_deref().is_some_and(|why| !why.trim().is_empty()));
                }
                let was = before.rows().iter().find(|one| one.student == row.student).map(|one| one.state);
                if was != Some(row.state) && row.state == RegistrationState::Approved {
                    prop_assert_eq!(was, Some(RegistrationState::Submitted));
                    prop_assert!(!row.held, "a row without its consent was approved");
                }
            }
            if matches!(what, Act::Submit) {
                let handed_in = |row: &&Row| row.state == RegistrationState::Submitted;
                prop_assert!(
                    after
                        .rows()
                        .iter()
                        .filter(handed_in)
                        .all(|row| row.faults == 0 && !row.held)
                );
            }
            let students: BTreeSet<_> = after.rows().iter().map(|row| row.student).collect();
            prop_assert_eq!(students.len(), after.rows().len(), "somebody is on the list twice");
            prop_assert_eq!(finish(after.clone()), ListState::Approved);
            list = after;
        }
    }
}
