//! Imports that a list shows and that can be gone on with.

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, BatchId};
use domain::import::{ChangeKind, ImportState};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder};

use super::{batch, change};
use crate::{Page, Paged, StoreResult, micros, page};

/// Nothing is written yet, and nobody gave it up.
const UNFINISHED: [ImportState; 3] = [
    ImportState::Uploaded,
    ImportState::Mapped,
    ImportState::Checked,
];

/// One page of imports of these kinds and of everything a person imported, the latest first. Those that
/// were given up are left out.
pub async fn imports(
    db: &impl ConnectionTrait,
    kinds: &[&str],
    own: AccountId,
    page: Page,
) -> StoreResult<Paged<batch::Model>> {
    let query = batch::Entity::find()
        .filter(
            Condition::any()
                .add(batch::COLUMN.kind.is_in(kinds.iter().copied()))
                .add(batch::Column::CreatedBy.eq(own)),
        )
        .filter(batch::Column::State.ne(ImportState::Abandoned))
        .order_by_desc(batch::Column::Id);
    page::fetch(db, query, page).await
}

/// What a person has begun and not finished, the latest first.
pub async fn unfinished(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> StoreResult<Vec<batch::Model>> {
    let query = batch::Entity::find().filter(unfinished_of(account));
    Ok(query.order_by_desc(batch::Column::Id).all(db).await?)
}

/// What anybody has begun before a moment and not finished, the oldest first.
pub async fn left_lying(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
) -> StoreResult<Vec<batch::Model>> {
    let query = batch::Entity::find()
        .filter(batch::COLUMN.created_at.lt(micros(before)))
        .filter(batch::Column::State.is_in(UNFINISHED));
    Ok(query.order_by_asc(batch::Column::Id).all(db).await?)
}

/// The unfinished import of the same bytes by the same person: it is gone on with instead of begun anew.
pub async fn unfinished_with(
    db: &impl ConnectionTrait,
    kind: &str,
    file_sha256: &str,
    account: AccountId,
) -> StoreResult<Option<batch::Model>> {
    let query = batch::Entity::find()
        .filter(unfinished_of(account))
        .filter(batch::COLUMN.kind.eq(kind))
        .filter(batch::COLUMN.file_sha256.eq(file_sha256));
    Ok(query.order_by_desc(batch::Column::Id).one(db).await?)
}

fn unfinished_of(account: AccountId) -> Condition {
    Condition::all()
        .add(batch::Column::CreatedBy.eq(account))
        .add(batch::Column::State.is_in(UNFINISHED))
}

/// One page of what an import did to the records of a table in one way, in the order of the rows.
pub async fn touched(
    db: &impl ConnectionTrait,
    id: BatchId,
    object: &str,
    kind: ChangeKind,
    page: Page,
) -> StoreResult<Paged<change::Model>> {
    let query = change::Entity::find()
        .filter(change::Column::BatchId.eq(id))
        .filter(change::COLUMN.object.eq(object))
        .filter(change::Column::Kind.eq(kind))
        .order_by_asc(change::Column::Row)
        .order_by_asc(change::Column::Id);
    page::fetch(db, query, page).await
}
