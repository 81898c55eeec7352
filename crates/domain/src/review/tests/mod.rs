//! The chain by examples, then by random walks.

mod walk;

use super::{
    Chain, ChainStep, Happened, PlaceRule, Refusal, Review, ReviewKind, ReviewState,
    ReviewStepState, Submission,
};
use crate::access::{Actor, Holding, Post, SecondFactor};
use crate::ids::{AccountId, GroupId};
use chrono::{DateTime, TimeDelta, Utc};

const AUTHOR: i64 = 1;
const CLERK: i64 = 2;
const COLLEAGUE: i64 = 3;
const DIRECTOR: i64 = 4;
const TEACHER: i64 = 5;
const LEADER: i64 = 6;
const OTHER_LEADER: i64 = 7;
const CAST: [i64; 7] = [
    AUTHOR,
    CLERK,
    COLLEAGUE,
    DIRECTOR,
    TEACHER,
    LEADER,
    OTHER_LEADER,
];

fn person(id: i64) -> Actor {
    let (post, group) = match id {
        CLERK | COLLEAGUE => (Post::OfficeClerk, None),
        DIRECTOR => (Post::OfficeDirector, None),
        TEACHER => (Post::ClassTeacher, None),
        OTHER_LEADER => (Post::GroupLeader, Some(GroupId::new(2))),
        _ => (Post::GroupLeader, Some(GroupId::new(1))),
    };
    let from = "2024-09-01".parse().unwrap();
    let held = Holding {
        post,
        faculty: None,
        group,
        class: None,
        student: None,
        from,
        to: None,
    };
    Actor::new(
        AccountId::new(id),
        format!("人员{id}"),
        vec![held],
        SecondFactor::Fresh,
        from,
    )
}

fn noon() -> DateTime<Utc> {
    "2025-05-20T04:00:00Z".parse().unwrap()
}

fn minutes(count: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(count)
}

/// The group's other leader looks first, then the office.
fn two_steps() -> Chain {
    let steps = vec![
        ChainStep {
            post: Post::GroupLeader,
            place: PlaceRule::OwnGroup,
        },
        ChainStep {
            post: Post::OfficeClerk,
            place: PlaceRule::School,
        },
    ];
    steps.try_into().unwrap()
}

fn submitted(chain: &Chain) -> Review {
    let submission = Submission {
        kind: ReviewKind::RegistrationList,
        group: GroupId::new(1),
        by: AccountId::new(AUTHOR),
        at: noon(),
        due_on: None,
        earlier_rounds: 1,
    };
    Review::submit(&submission, chain)
}

#[test]
fn plan_6_1_the_office_approves_what_a_group_submits() {
    let review = submitted(&Chain::office());
    assert_eq!((review.state, review.round), (ReviewState::Open, 2));
    let waits = |id| review.current().unwrap().waits_for(&person(id));
    assert_eq!(
        CAST.map(waits),
        [false, true, true, true, false, false, false]
    );
    let (review, happened) = review.approve(&person(DIRECTOR), minutes(5)).unwrap();
    assert_eq!(
        (review.state, happened),
        (ReviewState::Approved, Happened::Approved)
    );
    assert_eq!(
        review.approve(&person(CLERK), minutes(6)),
        Err(Refusal::Over {
            state: ReviewState::Approved
        })
    );
}

#[test]
fn plan_3_4_a_step_of_the_group_is_for_that_group_alone() {
    let review = submitted(&two_steps());
    let refused = Refusal::NotYourTurn {
        post: Post::GroupLeader,
    };
    for id in [CLERK, TEACHER, OTHER_LEADER] {
        assert_eq!(
            review.approve(&person(id), minutes(1)),
            Err(refused.clone()),
            "{id}"
        );
    }
    assert_eq!(
        review.approve(&person(AUTHOR), minutes(1)),
        Err(Refusal::OwnSubmission)
    );
    let (review, happened) = review.approve(&person(LEADER), minutes(1)).unwrap();
    assert_eq!(
        happened,
        Happened::PassedOn {
            next: Post::OfficeClerk
        }
    );
    assert_eq!(review.state, ReviewState::Open);
    assert_eq!(
        review.approve(&person(LEADER), minutes(2)),
        Err(Refusal::NotYourTurn {
            post: Post::OfficeClerk
        })
    );
}

#[test]
fn plan_6_1_a_return_says_why_and_where() {
    let review = submitted(&Chain::office());
    let clerk = person(CLERK);
    for empty in ["", "  \n"] {
        assert_eq!(
            review.return_to_author(&clerk, empty, None, minutes(1)),
            Err(Refusal::ReasonMissing)
        );
    }
    let (review, happened) = review
        .return_to_author(
            &clerk,
            " 考试日期和评价组织的通知不符 ",
            Some("exam_from"),
            minutes(1),
        )
        .unwrap();
    assert_eq!(
        review.returned_because(),
        Some(("考试日期和评价组织的通知不符", Some("exam_from")))
    );
    assert!(
        matches!(happened, Happened::Returned { field: Some(field), .. } if field == "exam_from")
    );
    assert_eq!(review.steps[0].state, ReviewStepState::Returned);
}

#[test]
fn a_submission_is_taken_back_until_the_reviewer_opened_it() {
    let review = submitted(&Chain::office());
    let author = AccountId::new(AUTHOR);
    assert_eq!(
        review.take_back(AccountId::new(CLERK), 10, minutes(1)),
        Err(Refusal::NothingToTakeBack)
    );
    let late = review
        .open(&person(TEACHER), minutes(1))
        .open(&person(AUTHOR), minutes(2));
    let (taken, happened) = late.take_back(author, 10, minutes(3000)).unwrap();
    assert_eq!(
        (taken.state, happened),
        (ReviewState::TakenBack, Happened::SubmissionTakenBack)
    );
    assert!(taken.take_back(author, 10, minutes(3000)).is_err());
    let opened = review.open(&person(CLERK), minutes(1));
    assert_eq!(
        opened.take_back(author, 10, minutes(2)),
        Err(Refusal::AlreadyOpened)
    );
    assert_eq!(
        opened.open(&person(COLLEAGUE), minutes(9)).opened,
        opened.opened,
        "the first look counts"
    );
}

#[test]
fn a_decision_is_taken_back_for_ten_minutes_and_until_the_next_one_opened_it() {
    let (clerk, account) = (person(CLERK), AccountId::new(CLERK));
    let review = submitted(&Chain::office()).open(&clerk, minutes(1));
    let (decided, _) = review
        .return_to_author(&clerk, "手机号有误", None, minutes(5))
        .unwrap();
    assert_eq!(
        decided.take_back(AccountId::new(AUTHOR), 10, minutes(6)),
        Err(Refusal::NothingToTakeBack)
    );
    assert_eq!(
        decided.take_back(account, 10, minutes(16)),
        Err(Refusal::TooLate { minutes: 10 })
    );
    let (again, happened) = decided.take_back(account, 10, minutes(15)).unwrap();
    assert_eq!(
        happened,
        Happened::DecisionTakenBack {
            was: ReviewStepState::Returned
        }
    );
    assert_eq!(
        (again.state, again.steps[0].reason.clone()),
        (ReviewState::Open, None)
    );
    assert_eq!(
        again.take_back(AccountId::new(AUTHOR), 10, minutes(15)),
        Err(Refusal::AlreadyOpened)
    );
    let read = decided.open(&person(AUTHOR), minutes(7));
    assert_eq!(
        read.take_back(account, 10, minutes(8)),
        Err(Refusal::AlreadyOpened)
    );
}

#[test]
fn a_step_in_the_middle_is_taken_back_until_the_next_step_opened_it() {
    let leader = AccountId::new(LEADER);
    let (passed, _) = submitted(&two_steps())
        .approve(&person(LEADER), minutes(1))
        .unwrap();
    let (again, _) = passed.take_back(leader, 10, minutes(2)).unwrap();
    assert_eq!(
        (again.step, again.current().unwrap().state),
        (0, ReviewStepState::Waiting)
    );
    let opened = passed.open(&person(CLERK), minutes(2));
    assert_eq!(
        opened.take_back(leader, 10, minutes(3)),
        Err(Refusal::AlreadyOpened)
    );
}

#[test]
fn delegating_moves_it_to_another_desk_and_leaves_the_post_its_say() {
    let review = submitted(&Chain::office());
    let to = AccountId::new(TEACHER);
    assert_eq!(
        review.delegate(&person(TEACHER), to),
        Err(Refusal::NotYourTurn {
            post: Post::OfficeClerk
        })
    );
    assert_eq!(
        review.delegate(&person(CLERK), AccountId::new(AUTHOR)),
        Err(Refusal::DelegatedToAuthor)
    );
    let (moved, _) = review.delegate(&person(CLERK), to).unwrap();
    assert_eq!(
        moved.delegate(&person(CLERK), to),
        Err(Refusal::DelegatedAlready)
    );
    let step = moved.current().unwrap();
    assert!(step.waits_for(&person(TEACHER)) && !step.waits_for(&person(CLERK)));
    assert!(moved.approve(&person(TEACHER), minutes(1)).is_ok());
    assert!(moved.approve(&person(CLERK), minutes(1)).is_ok());
}

#[test]
fn a_reminder_is_sent_once_in_four_hours() {
    let review = submitted(&Chain::office());
    assert_eq!(
        review.remind(&person(CLERK), 4, minutes(0)),
        Err(Refusal::WaitsForYou)
    );
    let (reminded, happened) = review.remind(&person(AUTHOR), 4, minutes(45)).unwrap();
    assert_eq!(
        happened,
        Happened::Reminded {
            post: Post::OfficeClerk,
            delegated_to: None
        }
    );
    let refused = reminded
        .remind(&person(LEADER), 4, minutes(200))
        .unwrap_err();
    assert_eq!(refused.to_string(), "今天 12:45 催过，16:45 后可再催");
    assert!(
        reminded
            .remind(&person(LEADER), 4, minutes(45 + 240))
            .is_ok()
    );
}
