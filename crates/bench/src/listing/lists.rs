//! The registration lists of a project with their reviews: finished in the projects that are over, at every step in
//! those that are not.

use domain::ids::ListId;
use domain::registration::{Fault, ListState, Problems, RegistrationState, RowData, Sent};
use domain::review::{By, Chain, Review, ReviewKind, ReviewState, ReviewStepState, Submission};
use sea_orm::{EntityTrait, Set};
use store::registration::registration;
use store::review::NewReview;
use store::school::student;

use super::school::{Class, Target};
use crate::Outcome;

/// One list with its rows; answers how many.
pub(super) async fn fill(to: &Target<'_>, turn: u32, class: &Class) -> Outcome<usize> {
    let state = if to.live {
        ListState::ALL
            .iter()
            .copied()
            .cycle()
            .nth(usize::try_from(turn)? % ListState::ALL.len())
            .ok_or("no state")?
    } else {
        ListState::Approved
    };
    let list = store::registration::add_list(to.tx, to.project, class.id, to.now).await?;
    let handed_in = (state != ListState::Draft).then_some(to.now);
    store::registration::move_list(to.tx, &list, state, handed_in).await?;
    let rows: Vec<_> = (0..)
        .zip(&class.students)
        .map(|(nth, student)| row(to, list.id, (state, nth), (student, class)))
        .collect();
    registration::Entity::insert_many(rows)
        .exec_without_returning(to.tx)
        .await?;
    if handed_in.is_some() {
        review(to, list.id, state, class).await?;
    }
    Ok(class.students.len())
}

/// Of every list some gave up; of a returned one every third goes back; of a draft every tenth has a fault.
fn row(
    to: &Target<'_>,
    list: ListId,
    (of, nth): (ListState, u32),
    (student, class): (&student::Model, &Class),
) -> registration::ActiveModel {
    let state = match of {
        _ if nth % 12 == 11 => RegistrationState::Withdrawn,
        ListState::Draft => RegistrationState::Draft,
        ListState::Submitted => RegistrationState::Submitted,
        ListState::Returned if nth % 3 == 0 => RegistrationState::Returned,
        ListState::Returned | ListState::Approved => RegistrationState::Approved,
    };
    let faulty = of == ListState::Draft && nth % 10 == 0;
    let faults = faulty.then(|| Fault::PhoneMissing.problem());
    let decided = matches!(
        state,
        RegistrationState::Approved | RegistrationState::Returned
    );
    registration::ActiveModel {
        list_id: Set(list),
        project_id: Set(to.project),
        student_id: Set(student.id),
        state: Set(state),
        data: Set(RowData {
            retake: nth % 25 == 0,
            sent: (of != ListState::Draft).then(|| sent(student, class)),
            ..RowData::default()
        }),
        problems: Set(Problems(faults.into_iter().collect())),
        reason: Set((state == RegistrationState::Returned)
            .then(|| "手机号与学生本人说的不一样，请核对".to_owned())),
        decided_by: Set(decided.then_some(to.clerk)),
        decided_at: Set(decided.then_some(to.now)),
        version: Set(2),
        ..Default::default()
    }
}

fn sent(student: &student::Model, class: &Class) -> Sent {
    Sent {
        name: student.name.clone(),
        sex: student.sex,
        birth_date: student.birth_date,
        id_type: student.id_type,
        id_masked: student.id_masked.clone(),
        id_mark: student.id_hash.clone(),
        roll_mark: student.roll_hash.clone(),
        class: class.name.clone(),
        phone: student.phone.as_ref().map(ToString::to_string),
        retake: false,
        remark: None,
    }
}

async fn review(to: &Target<'_>, list: ListId, state: ListState, class: &Class) -> Outcome {
    let submission = Submission {
        kind: ReviewKind::RegistrationList,
        group: class.group,
        by: to.clerk,
        at: to.now,
        due_on: None,
        earlier_rounds: 0,
    };
    let mut review = Review::submit(&submission, &Chain::office());
    let decided = match state {
        ListState::Approved => Some((ReviewState::Approved, ReviewStepState::Approved)),
        ListState::Returned => Some((ReviewState::Returned, ReviewStepState::Returned)),
        ListState::Draft | ListState::Submitted => None,
    };
    if let (Some((whole, own)), Some(step)) = (decided, review.steps.first_mut()) {
        (review.state, step.state) = (whole, own);
        step.decided = Some(By {
            account: to.clerk,
            at: to.now,
        });
    }
    let title = format!("{} 报名表", class.name);
    let new = NewReview {
        object_id: list.get(),
        project_id: Some(to.project),
        title: &title,
        review: &review,
    };
    store::review::insert(to.tx, &new).await?;
    Ok(())
}
