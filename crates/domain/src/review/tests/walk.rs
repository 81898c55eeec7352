//! Random walks through a review by a cast of seven.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::super::{By, Chain, Happened, Refusal, Review, ReviewState, ReviewStepState};
use super::{CAST, noon, person, submitted, two_steps};
use crate::access::Actor;
use crate::ids::AccountId;

#[derive(Clone, Debug)]
enum Act {
    Open,
    Approve,
    Return(String, Option<String>),
    TakeBack,
    Delegate(i64),
    Remind,
}

fn any_act() -> impl Strategy<Value = (Act, i64, i64)> {
    let act = prop_oneof![
        Just(Act::Open),
        Just(Act::Approve),
        ("[ 甲乙]{0,3}", prop::option::of("[ a-z]{0,4}"))
            .prop_map(|(why, field)| Act::Return(why, field)),
        Just(Act::TakeBack),
        prop::sample::select(CAST.to_vec()).prop_map(Act::Delegate),
        Just(Act::Remind),
    ];
    (act, prop::sample::select(CAST.to_vec()), 0..90_i64)
}

fn act(
    review: &Review,
    act: &Act,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<(Review, Happened), Refusal> {
    match act {
        Act::Open => Ok((review.open(actor, now), Happened::Approved)),
        Act::Approve => review.approve(actor, now),
        Act::Return(why, field) => review.return_to_author(actor, why, field.as_deref(), now),
        Act::TakeBack => review.take_back(actor.account(), 10, now),
        Act::Delegate(to) => review.delegate(actor, AccountId::new(*to)),
        Act::Remind => review.remind(actor, 4, now),
    }
}

/// What must be so whatever people did.
fn sound(review: &Review) {
    let states: Vec<_> = review.steps.iter().map(|step| step.state).collect();
    let all =
        |state: ReviewStepState, steps: &[ReviewStepState]| steps.iter().all(|one| *one == state);
    assert!(all(ReviewStepState::Approved, &states[..review.step]));
    assert!(all(ReviewStepState::Waiting, &states[review.step + 1..]));
    for step in &review.steps {
        assert_eq!(
            step.decided.is_some(),
            step.state != ReviewStepState::Waiting
        );
        assert_eq!(
            step.reason.is_some(),
            step.state == ReviewStepState::Returned
        );
        assert!(
            step.decided
                .is_none_or(|by| by.account != review.submitted.account),
            "decided by its author"
        );
    }
    match review.state {
        ReviewState::Approved => assert!(all(ReviewStepState::Approved, &states)),
        ReviewState::Returned => {
            assert!(
                !review.returned_because().unwrap().0.trim().is_empty(),
                "returned without a reason"
            );
        }
        ReviewState::Open => {
            assert_eq!(states[review.step], ReviewStepState::Waiting);
            let deciders = CAST
                .iter()
                .filter(|id| review.my_turn(&person(**id)).is_ok());
            assert!(deciders.count() > 0, "nobody can decide {review:?}");
        }
        ReviewState::TakenBack => assert_eq!((review.step, review.opened), (0, None)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn plan_6_1_no_walk_through_a_review_is_stuck_or_returned_without_a_reason(
        acts in prop::collection::vec(any_act(), 1..60),
        long in any::<bool>(),
    ) {
        let chain = if long { two_steps() } else { Chain::office() };
        let mut review = submitted(&chain);
        let (mut now, mut last_reminder) = (noon(), None);
        for (what, who, wait) in acts {
            now += TimeDelta::minutes(wait);
            let actor = person(who);
            let before = review.clone();
            let Ok((after, happened)) = act(&review, &what, &actor, now) else { continue };
            sound(&after);
            match happened {
                Happened::Reminded { .. } => {
                    if before.reminded_at.is_some() {
                        prop_assert!(last_reminder.is_none_or(|last| now - last >= TimeDelta::hours(4)));
                    }
                    last_reminder = Some(now);
                }
                Happened::DecisionTakenBack { .. } => {
                    let (_, By { account, at }) = before.last_decision().unwrap();
                    prop_assert_eq!((account, before.opened), (actor.account(), None));
                    prop_assert!(now - at <= TimeDelta::minutes(10));
                }
                Happened::PassedOn { .. } | Happened::Approved | Happened::Returned { .. }
                | Happened::SubmissionTakenBack | Happened::Delegated { .. } => {}
            }
            review = after;
            if matches!(review.state, ReviewState::TakenBack) {
                review = submitted(&chain);
            }
        }
    }
}
