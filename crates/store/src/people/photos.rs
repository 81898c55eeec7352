//! Portraits found and kept.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, PhotoBatchId, PhotoId, ProjectId, StudentId};
use domain::registration::photo::Measure;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use super::photo::{self};
use super::photo_batch;
use crate::{StoreError, StoreResult, Tx, micros};

/// A portrait to be kept; its file is there already.
#[derive(Clone, Debug)]
pub struct NewPhoto<'a> {
    pub student: StudentId,
    pub sha256: &'a str,
    pub measure: &'a Measure,
    pub by: Option<AccountId>,
}

/// Keep a portrait; the one before is no longer in use.
pub async fn add_photo(tx: &Tx, new: &NewPhoto<'_>, now: DateTime<Utc>) -> StoreResult<PhotoId> {
    photo::Entity::update_many()
        .set(photo::ActiveModel {
            replaced_at: Set(Some(micros(now))),
            ..Default::default()
        })
        .filter(photo::Column::StudentId.eq(new.student))
        .filter(photo::Column::ReplacedAt.is_null())
        .exec(tx)
        .await?;
    let row = photo::ActiveModel {
        student_id: Set(new.student),
        sha256: Set(new.sha256.to_owned()),
        measure: Set(new.measure.clone()),
        by_account: Set(new.by),
        at: Set(micros(now)),
        ..Default::default()
    };
    Ok(photo::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// The portrait in use.
pub async fn photo_of(
    db: &impl ConnectionTrait,
    student: StudentId,
) -> StoreResult<Option<photo::Model>> {
    Ok(photos_of(db, &[student]).await?.remove(&student))
}

/// The portraits in use of several students.
pub async fn photos_of(
    db: &impl ConnectionTrait,
    students: &[StudentId],
) -> StoreResult<BTreeMap<StudentId, photo::Model>> {
    let found = photo::Entity::find()
        .filter(photo::Column::StudentId.is_in(students.iter().copied()))
        .filter(photo::Column::ReplacedAt.is_null())
        .order_by_asc(photo::Column::Id)
        .all(db)
        .await?;
    Ok(found.into_iter().map(|row| (row.student_id, row)).collect())
}

/// Whose portrait in use these bytes are: the same picture for two people is a mistake.
pub async fn photo_with_hash(
    db: &impl ConnectionTrait,
    sha256: &str,
) -> StoreResult<Vec<StudentId>> {
    let found = photo::Entity::find()
        .filter(photo::COLUMN.sha256.eq(sha256))
        .filter(photo::Column::ReplacedAt.is_null())
        .all(db)
        .await?;
    Ok(found.into_iter().map(|row| row.student_id).collect())
}

/// A zip was handed in.
pub async fn add_batch(
    tx: &Tx,
    project: ProjectId,
    (sha256, name): (&str, &str),
    by: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<PhotoBatchId> {
    let row = photo_batch::ActiveModel {
        project_id: Set(project),
        file_sha256: Set(sha256.to_owned()),
        file_name: Set(name.to_owned()),
        by_account: Set(by),
        at: Set(micros(now)),
        ..Default::default()
    };
    Ok(photo_batch::Entity::insert(row)
        .exec(tx)
        .await?
        .last_insert_id)
}

/// One zip.
pub async fn batch(db: &impl ConnectionTrait, id: PhotoBatchId) -> StoreResult<photo_batch::Model> {
    photo_batch::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// Note what became of each file.
pub async fn end_batch(
    tx: &Tx,
    id: PhotoBatchId,
    lines: Json,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    photo_batch::Entity::update_many()
        .set(photo_batch::ActiveModel {
            lines: Set(Some(lines)),
            done_at: Set(Some(micros(now))),
            ..Default::default()
        })
        .filter(photo_batch::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
