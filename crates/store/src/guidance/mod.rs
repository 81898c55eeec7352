//! Guidance around a selection: talks, wishes, activities, the incident plan (plan 4.3.1, 4.3.3, 4.3.4).

pub mod activity;
pub mod incident_step;
pub mod talk;
mod unchosen;
pub mod wish;

pub use unchosen::{Unchosen, told_not_chosen, told_projects, unchosen};

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Reach;
use domain::guidance::{ActivityKind, IncidentKind, TalkKind, Wish, WishState};
use domain::ids::{AccountId, ActivityId, ClassId, ProjectId, StudentId, TalkId, WishId};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait, Set};

use crate::school::{classes_within, student, students_within};
use crate::{Page, Paged, StoreError, StoreResult, Tx, micros, page};

/// A talk to be noted.
#[derive(Clone, Debug)]
pub struct NewTalk<'a> {
    pub project: ProjectId,
    pub student: StudentId,
    pub kind: TalkKind,
    pub held_on: NaiveDate,
    pub said: &'a str,
    pub by: AccountId,
}

/// Note a talk; talks are never changed afterwards.
pub async fn add_talk(tx: &Tx, new: &NewTalk<'_>, now: DateTime<Utc>) -> StoreResult<TalkId> {
    let row = talk::ActiveModel {
        project_id: Set(new.project),
        student_id: Set(new.student),
        kind: Set(new.kind),
        held_on: Set(new.held_on),
        said: Set(new.said.to_owned()),
        by_account: Set(new.by),
        created_at: Set(micros(now)),
        ..Default::default()
    };
    Ok(talk::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// The talks with a student in a project, the latest first.
pub async fn talks(
    db: &impl ConnectionTrait,
    project: ProjectId,
    student: StudentId,
) -> StoreResult<Vec<talk::Model>> {
    Ok(talk::Entity::find()
        .filter(talk::COLUMN.project_id.eq(project))
        .filter(talk::COLUMN.student_id.eq(student))
        .order_by_desc(talk::Column::HeldOn)
        .order_by_desc(talk::Column::Id)
        .all(db)
        .await?)
}

/// Register a wish; `Taken` when the student has one in this project.
pub async fn add_wish(
    tx: &Tx,
    (project, student): (ProjectId, StudentId),
    said: &str,
    by: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<WishId> {
    let row = wish::ActiveModel {
        project_id: Set(project),
        student_id: Set(student),
        said: Set(said.to_owned()),
        state: Set(Wish::NEW.state),
        by_account: Set(by),
        created_at: Set(micros(now)),
        version: Set(1),
        ..Default::default()
    };
    Ok(wish::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// One wish.
pub async fn wish(db: &impl ConnectionTrait, id: WishId) -> StoreResult<wish::Model> {
    wish::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// The wish of a student in a project.
pub async fn wish_of(
    db: &impl ConnectionTrait,
    project: ProjectId,
    student: StudentId,
) -> StoreResult<Option<wish::Model>> {
    Ok(wish::Entity::find()
        .filter(wish::COLUMN.project_id.eq(project))
        .filter(wish::COLUMN.student_id.eq(student))
        .one(db)
        .await?)
}

/// Keep what the rule made of a wish; `Stale` when somebody moved it meanwhile.
pub async fn save_wish(tx: &Tx, was: &wish::Model, now: Wish) -> StoreResult<()> {
    let row = wish::ActiveModel {
        state: Set(now.state),
        path: Set(now.path),
        version: Set(was.version + 1),
        ..Default::default()
    };
    let written = wish::Entity::update_many()
        .set(row)
        .filter(wish::COLUMN.id.eq(was.id))
        .filter(wish::COLUMN.version.eq(was.version))
        .exec(tx)
        .await?;
    if written.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

/// The students whose wish opens registration in a project (plan 4.3.4).
pub async fn registered_by_wish(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<Vec<StudentId>> {
    let found = wish::Entity::find()
        .filter(wish::COLUMN.project_id.eq(project))
        .filter(wish::Column::State.eq(WishState::Approved))
        .order_by_asc(wish::Column::Id)
        .all(db)
        .await?;
    Ok(found
        .into_iter()
        .filter(|row| row.wish().opens_registration())
        .map(|row| row.student_id)
        .collect())
}

/// Wishes of students within reach that nobody has handed in yet, the oldest first.
pub async fn wishes_without_path(
    db: &impl ConnectionTrait,
    reach: &Reach,
) -> StoreResult<Vec<wish::Model>> {
    let students = student::Entity::find()
        .select_only()
        .column(student::Column::Id)
        .filter(students_within(reach))
        .into_query();
    Ok(wish::Entity::find()
        .filter(wish::Column::State.is_in([WishState::Registered, WishState::Returned]))
        .filter(wish::Column::StudentId.in_subquery(students))
        .order_by_asc(wish::Column::Id)
        .all(db)
        .await?)
}

/// An activity to be noted.
#[derive(Clone, Debug)]
pub struct NewActivity<'a> {
    pub class: ClassId,
    pub kind: ActivityKind,
    pub held_on: NaiveDate,
    pub title: &'a str,
    pub people: u32,
    pub said: &'a str,
    pub by: AccountId,
}

/// Note an activity of a class.
pub async fn add_activity(
    tx: &Tx,
    new: &NewActivity<'_>,
    now: DateTime<Utc>,
) -> StoreResult<ActivityId> {
    let row = activity::ActiveModel {
        class_id: Set(new.class),
        kind: Set(new.kind),
        held_on: Set(new.held_on),
        title: Set(new.title.to_owned()),
        people: Set(i32::try_from(new.people).unwrap_or(i32::MAX)),
        said: Set(new.said.to_owned()),
        by_account: Set(new.by),
        created_at: Set(micros(now)),
        ..Default::default()
    };
    Ok(activity::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// One page of the activities of classes within reach, the latest first.
pub async fn activities(
    db: &impl ConnectionTrait,
    reach: &Reach,
    page: Page,
) -> StoreResult<Paged<activity::Model>> {
    let query = activity::Entity::find()
        .filter(classes_within(activity::Column::ClassId, reach))
        .order_by_desc(activity::Column::HeldOn)
        .order_by_desc(activity::Column::Id);
    page::fetch(db, query, page).await
}

/// One step of the incident plan as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepText {
    pub act: String,
    pub who: String,
    pub phone: String,
}

/// The whole incident plan, kind by kind, step by step.
pub async fn incident_steps(db: &impl ConnectionTrait) -> StoreResult<Vec<incident_step::Model>> {
    Ok(incident_step::Entity::find()
        .order_by_asc(incident_step::Column::Kind)
        .order_by_asc(incident_step::Column::Number)
        .all(db)
        .await?)
}

/// Write the steps of one kind in place of the earlier ones.
pub async fn write_incident(tx: &Tx, kind: IncidentKind, steps: &[StepText]) -> StoreResult<()> {
    incident_step::Entity::delete_many()
        .filter(incident_step::Column::Kind.eq(kind))
        .exec(tx)
        .await?;
    for (number, step) in (1..).zip(steps) {
        let row = incident_step::ActiveModel {
            kind: Set(kind),
            number: Set(number),
            act: Set(step.act.clone()),
            who: Set(step.who.clone()),
            phone: Set(step.phone.clone()),
            ..Default::default()
        };
        incident_step::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
