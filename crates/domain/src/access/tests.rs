use chrono::NaiveDate;

use super::{Action, Actor, Denied, Holding, Place, Post, Reach, SecondFactor};
use crate::ids::{AccountId, ClassId, FacultyId, GroupId};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn held(post: Post) -> Holding {
    Holding {
        post,
        faculty: None,
        group: None,
        class: None,
        student: None,
        from: day("2024-09-01"),
        to: Some(day("2025-08-31")),
    }
}

fn actor(holding: Holding, factor: SecondFactor, today: &str) -> Actor {
    Actor::new(
        AccountId::new(7),
        "周文博".into(),
        vec![holding],
        factor,
        day(today),
    )
}

fn leader_of(group: i64) -> Holding {
    Holding {
        group: Some(GroupId::new(group)),
        ..held(Post::GroupLeader)
    }
}

fn accounting() -> Place {
    Place::group(FacultyId::new(1), GroupId::new(2))
}

#[test]
fn plan_2_1_a_post_gives_permission_within_its_own_group_only() {
    let own = actor(leader_of(2), SecondFactor::Fresh, "2025-05-20");
    let other = actor(leader_of(3), SecondFactor::Fresh, "2025-05-20");
    assert!(own.permit(Action::PrepareProject, &accounting()).is_ok());
    assert_eq!(
        other
            .permit(Action::PrepareProject, &accounting())
            .unwrap_err(),
        Denied::Hidden
    );
}

#[test]
fn plan_4_3_2_a_teacher_marks_within_the_own_group_and_decides_nothing() {
    let of = |group: i64| Holding {
        group: Some(GroupId::new(group)),
        ..held(Post::Teacher)
    };
    let own = actor(of(2), SecondFactor::Missing, "2025-05-20");
    let other = actor(of(3), SecondFactor::Missing, "2025-05-20");
    assert!(own.permit(Action::EnterScores, &accounting()).is_ok());
    assert_eq!(
        other
            .permit(Action::EnterScores, &accounting())
            .unwrap_err(),
        Denied::Hidden
    );
    for action in [
        Action::PrepareSelection,
        Action::SealScores,
        Action::ConfirmSelection,
    ] {
        assert_eq!(
            own.permit(action, &accounting()).unwrap_err(),
            Denied::NotAllowed { action }
        );
    }
    assert_eq!(own.reach(Action::ViewStudents), Reach::Nothing);
}

#[test]
fn plan_2_1_a_post_ends_with_its_term_of_office() {
    let last_day = actor(leader_of(2), SecondFactor::Fresh, "2025-08-31");
    let day_after = actor(leader_of(2), SecondFactor::Fresh, "2025-09-01");
    assert!(
        last_day
            .permit(Action::PrepareProject, &accounting())
            .is_ok()
    );
    assert_eq!(
        day_after
            .permit(Action::ViewProjects, &accounting())
            .unwrap_err(),
        Denied::Hidden
    );
    assert_eq!(day_after.reach(Action::ViewStudents), Reach::Nothing);
}

#[test]
fn what_may_be_seen_but_not_done_is_said_so() {
    let clerk = actor(held(Post::OfficeClerk), SecondFactor::Fresh, "2025-05-20");
    assert_eq!(
        clerk
            .permit(Action::PrepareProject, &accounting())
            .unwrap_err(),
        Denied::NotAllowed {
            action: Action::PrepareProject
        }
    );
}

#[test]
fn posts_that_export_need_the_second_factor() {
    let missing = actor(held(Post::OfficeClerk), SecondFactor::Missing, "2025-05-20");
    let earlier = actor(held(Post::OfficeClerk), SecondFactor::Earlier, "2025-05-20");
    let needed = |action| Denied::SecondFactorNeeded { action };
    assert_eq!(
        missing
            .permit(Action::ImportStudents, &Place::SCHOOL)
            .unwrap_err(),
        needed(Action::ImportStudents)
    );
    assert_eq!(missing.reach(Action::ViewStudents), Reach::Nothing);
    assert!(missing.permit(Action::OwnAccount, &Place::SCHOOL).is_ok());
    assert!(
        earlier
            .permit(Action::ImportStudents, &Place::SCHOOL)
            .is_ok()
    );
    assert_eq!(
        earlier
            .permit(Action::FillTemplate, &Place::SCHOOL)
            .unwrap_err(),
        needed(Action::FillTemplate)
    );
}

#[test]
fn a_list_reaches_as_far_as_the_posts() {
    let teacher = actor(
        Holding {
            class: Some(ClassId::new(5)),
            ..held(Post::ClassTeacher)
        },
        SecondFactor::Missing,
        "2025-05-20",
    );
    let Reach::Within {
        classes, groups, ..
    } = teacher.reach(Action::ViewStudents)
    else {
        panic!("a class teacher sees the own class");
    };
    assert_eq!((classes, groups), (vec![ClassId::new(5)], vec![]));
    assert_eq!(teacher.reach(Action::ViewAudit), Reach::Nothing);
}

#[test]
fn the_administrator_sees_no_student() {
    for action in Action::ALL {
        let administers = matches!(
            action,
            Action::OwnAccount
                | Action::UseDesk
                | Action::ManageAccounts
                | Action::ManageChannels
                | Action::ViewDeliveries
                | Action::SendAgain
        );
        assert_eq!(
            action.posts().contains(&Post::Administrator),
            administers,
            "{action:?}"
        );
    }
}

#[test]
fn every_post_has_a_word_that_parses_back() {
    for post in Post::ALL {
        assert_eq!(post.code().parse(), Ok(post));
    }
}

#[test]
fn full_identity_numbers_leave_only_with_a_second_factor_just_shown() {
    let earlier = actor(held(Post::OfficeClerk), SecondFactor::Earlier, "2025-05-20");
    assert!(
        earlier
            .permit(Action::ExportStudents, &Place::SCHOOL)
            .is_ok()
    );
    assert_eq!(
        earlier
            .permit(Action::ExportIdentity, &Place::SCHOOL)
            .unwrap_err(),
        Denied::SecondFactorNeeded {
            action: Action::ExportIdentity
        }
    );
    let leader = actor(leader_of(2), SecondFactor::Fresh, "2025-05-20");
    assert_eq!(
        leader
            .permit(Action::ExportIdentity, &accounting())
            .unwrap_err(),
        Denied::NotAllowed {
            action: Action::ExportIdentity
        }
    );
}

#[test]
fn everybody_looks_after_the_own_account_whatever_the_post_is_about() {
    for post in Post::ALL {
        let person = actor(held(post), SecondFactor::Missing, "2025-05-20");
        assert!(
            person.permit(Action::OwnAccount, &Place::SCHOOL).is_ok(),
            "{post:?}"
        );
    }
}
