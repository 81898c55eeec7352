//! Snapshots of the roll: who was in which class and state on a day, kept so that a result can be computed again (plan 4.2).

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, ClassId, MajorId, SnapshotId};
use domain::selection::natural_order;
use domain::values::{Grade, StudentState};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, Set};

use super::snapshot::{self};
use super::{class, snapshot_entry, student};
use crate::{StoreError, StoreResult, Tx, micros};

/// Take down all students of the classes of one grade in these majors, whatever their state.
pub async fn take_snapshot(
    tx: &Tx,
    grade: Grade,
    majors: &[MajorId],
    taken_by: Option<AccountId>,
    purpose: &str,
    now: DateTime<Utc>,
) -> StoreResult<SnapshotId> {
    let row = snapshot::ActiveModel {
        grade: Set(grade),
        major_ids: Set(majors.iter().map(|major| Json::from(major.get())).collect()),
        taken_at: Set(micros(now)),
        taken_by: Set(taken_by),
        purpose: Set(purpose.to_owned()),
        ..Default::default()
    };
    let id = snapshot::Entity::insert(row).exec(tx).await?.last_insert_id;
    let classes = class::Entity::find()
        .filter(class::Column::Grade.eq(grade))
        .filter(class::Column::MajorId.is_in(majors.iter().copied()))
        .order_by_asc(class::Column::Id)
        .all(tx)
        .await?;
    for class in classes {
        let students = student::Entity::find()
            .filter(student::Column::ClassId.eq(class.id))
            .order_by_asc(student::Column::SchoolNumber)
            .all(tx)
            .await?;
        let entries: Vec<_> = students
            .iter()
            .map(|student| entry(id, &class, student))
            .collect();
        for some in entries.chunks(500) {
            snapshot_entry::Entity::insert_many(some.to_vec())
                .exec_without_returning(tx)
                .await?;
        }
    }
    Ok(id)
}

fn entry(
    snapshot: SnapshotId,
    class: &class::Model,
    student: &student::Model,
) -> snapshot_entry::ActiveModel {
    snapshot_entry::ActiveModel {
        snapshot_id: Set(snapshot),
        student_id: Set(student.id),
        class_id: Set(class.id),
        major_id: Set(class.major_id),
        state: Set(student.state),
        ..Default::default()
    }
}

/// How many students of a grade in these majors there are now, by class and state: what a snapshot
/// taken at this moment would hold.
pub async fn roll_counts(
    db: &impl ConnectionTrait,
    grade: Grade,
    majors: &[MajorId],
) -> StoreResult<Vec<(class::Model, StudentState, u32)>> {
    let classes = class::Entity::find()
        .filter(class::Column::Grade.eq(grade))
        .filter(class::Column::MajorId.is_in(majors.iter().copied()))
        .all(db)
        .await?;
    let counts: Vec<(ClassId, StudentState, i64)> = student::Entity::find()
        .select_only()
        .column(student::Column::ClassId)
        .column(student::Column::State)
        .column_as(student::Column::Id.count(), "people")
        .filter(student::Column::ClassId.is_in(classes.iter().map(|class| class.id)))
        .group_by(student::Column::ClassId)
        .group_by(student::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let mut found: Vec<_> = counts
        .into_iter()
        .filter_map(|(id, state, people)| {
            let class = classes.iter().find(|class| class.id == id)?.clone();
            Some((class, state, u32::try_from(people).ok()?))
        })
        .collect();
    found.sort_by(|(a, one, _), (b, other, _)| {
        natural_order(&a.name, &b.name).then_with(|| one.cmp(other))
    });
    Ok(found)
}

/// One snapshot.
pub async fn snapshot(db: &impl ConnectionTrait, id: SnapshotId) -> StoreResult<snapshot::Model> {
    snapshot::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// Everybody in a snapshot, class by class.
pub async fn snapshot_entries(
    db: &impl ConnectionTrait,
    id: SnapshotId,
) -> StoreResult<Vec<snapshot_entry::Model>> {
    Ok(snapshot_entry::Entity::find()
        .filter(snapshot_entry::Column::SnapshotId.eq(id))
        .order_by_asc(snapshot_entry::Column::ClassId)
        .order_by_asc(snapshot_entry::Column::Id)
        .all(db)
        .await?)
}
