//! Guardians' links: made, found by the hash of their address, used up.

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, LinkId, ProjectId, StudentId};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use super::guardian_link::{self};
use crate::{StoreError, StoreResult, Tx, micros};

/// A link to be made.
#[derive(Clone, Debug)]
pub struct NewLink {
    pub project: ProjectId,
    pub student: StudentId,
    pub token_hash: String,
    pub code_mark: String,
    pub by: AccountId,
    pub expires_at: DateTime<Utc>,
}

/// Make a link; one that was not used yet ends.
pub async fn add_link(tx: &Tx, new: &NewLink, now: DateTime<Utc>) -> StoreResult<LinkId> {
    guardian_link::Entity::update_many()
        .set(guardian_link::ActiveModel {
            ended_at: Set(Some(micros(now))),
            ..Default::default()
        })
        .filter(guardian_link::Column::ProjectId.eq(new.project))
        .filter(guardian_link::Column::StudentId.eq(new.student))
        .filter(guardian_link::Column::UsedAt.is_null())
        .filter(guardian_link::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    let row = guardian_link::ActiveModel {
        project_id: Set(new.project),
        student_id: Set(new.student),
        token_hash: Set(new.token_hash.clone()),
        code_mark: Set(new.code_mark.clone()),
        by_account: Set(new.by),
        at: Set(micros(now)),
        expires_at: Set(micros(new.expires_at)),
        failures: Set(0),
        ..Default::default()
    };
    Ok(guardian_link::Entity::insert(row)
        .exec(tx)
        .await?
        .last_insert_id)
}

/// One link.
pub async fn link(db: &impl ConnectionTrait, id: LinkId) -> StoreResult<guardian_link::Model> {
    guardian_link::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// The link of an address.
pub async fn link_by_hash(
    db: &impl ConnectionTrait,
    token_hash: &str,
) -> StoreResult<Option<guardian_link::Model>> {
    Ok(guardian_link::Entity::find()
        .filter(guardian_link::COLUMN.token_hash.eq(token_hash))
        .one(db)
        .await?)
}

/// The links of a project, the newest first.
pub async fn links_of(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<Vec<guardian_link::Model>> {
    Ok(guardian_link::Entity::find()
        .filter(guardian_link::Column::ProjectId.eq(project))
        .order_by_desc(guardian_link::Column::Id)
        .all(db)
        .await?)
}

/// A wrong code was given; with `last` the link ends.
pub async fn code_failed(
    tx: &Tx,
    link: &guardian_link::Model,
    last: bool,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let mut row = guardian_link::ActiveModel {
        failures: Set(link.failures + 1),
        ..Default::default()
    };
    if last {
        row.ended_at = Set(Some(micros(now)));
    }
    write(tx, link.id, row).await
}

/// The code was right for the first time.
pub async fn opened(tx: &Tx, id: LinkId, now: DateTime<Utc>) -> StoreResult<()> {
    let row = guardian_link::ActiveModel {
        opened_at: Set(Some(micros(now))),
        ..Default::default()
    };
    write(tx, id, row).await
}

/// The answer was given: the link serves for nothing but looking at it and taking it back. `Stale` when it was used
/// before.
pub async fn used(tx: &Tx, id: LinkId, now: DateTime<Utc>) -> StoreResult<()> {
    let outcome = guardian_link::Entity::update_many()
        .set(guardian_link::ActiveModel {
            used_at: Set(Some(micros(now))),
            ..Default::default()
        })
        .filter(guardian_link::Column::Id.eq(id))
        .filter(guardian_link::Column::UsedAt.is_null())
        .filter(guardian_link::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    if outcome.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

async fn write(tx: &Tx, id: LinkId, row: guardian_link::ActiveModel) -> StoreResult<()> {
    guardian_link::Entity::update_many()
        .set(row)
        .filter(guardian_link::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
