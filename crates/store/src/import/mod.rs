//! Imports from upload to undo, and how headers were mapped before.

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, BatchId};
use domain::import::{ChangeKind, ImportState};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder, Set};

use crate::crypto::Cell;
use crate::{Keys, Page, Paged, StoreError, StoreResult, Tx, chunks, micros, page, written_once};

pub mod batch;
mod bulk;
pub mod change;
pub mod header_memory;
mod lists;
mod undo;

pub use bulk::{make_structure, record_new_students, student_versions, update_students};
pub use lists::{imports, left_lying, touched, unfinished, unfinished_with};
pub use undo::{Usage, remove_made, usages};

/// Begin an import of a stored file; the command line imports for nobody in particular.
pub async fn create_batch(
    tx: &Tx,
    kind: &str,
    file_sha256: &str,
    file_name: &str,
    options: Json,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<BatchId> {
    let row = batch::ActiveModel {
        kind: Set(kind.to_owned()),
        file_sha256: Set(file_sha256.to_owned()),
        file_name: Set(file_name.to_owned()),
        state: Set(ImportState::Uploaded),
        options: Set(options),
        fixes: Set(Json::Array(Vec::new())),
        created_by: Set(by),
        created_at: Set(micros(now)),
        version: Set(1),
        ..Default::default()
    };
    Ok(batch::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// One import.
pub async fn batch(db: &impl ConnectionTrait, id: BatchId) -> StoreResult<batch::Model> {
    batch::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// Save what changed of an import that was read at `version`.
pub async fn save_batch(
    tx: &Tx,
    id: BatchId,
    version: i32,
    changed: batch::ActiveModel,
) -> StoreResult<()> {
    let row = batch::ActiveModel {
        version: Set(version + 1),
        ..changed
    };
    let outcome = batch::Entity::update_many()
        .set(row)
        .filter(batch::Column::Id.eq(id))
        .filter(batch::COLUMN.version.eq(version))
        .exec(tx)
        .await?;
    written_once(outcome.rows_affected)
}

/// One page of imports of a kind, the latest first.
pub async fn batches(
    db: &impl ConnectionTrait,
    kind: &str,
    page: Page,
) -> StoreResult<Paged<batch::Model>> {
    let query = batch::Entity::find()
        .filter(batch::COLUMN.kind.eq(kind))
        .order_by_desc(batch::Column::Id);
    page::fetch(db, query, page).await
}

/// The imports that wrote this very file and were not undone: the same file again is recognised.
pub async fn done_with(
    db: &impl ConnectionTrait,
    kind: &str,
    file_sha256: &str,
) -> StoreResult<Vec<batch::Model>> {
    Ok(batch::Entity::find()
        .filter(batch::COLUMN.file_sha256.eq(file_sha256))
        .filter(batch::COLUMN.kind.eq(kind))
        .filter(batch::Column::State.eq(ImportState::Done))
        .order_by_desc(batch::Column::Id)
        .all(db)
        .await?)
}

/// What one row did, to be undone from.
#[derive(Clone, Debug)]
pub struct Change {
    /// The sheet's own row number.
    pub row: i32,
    /// New or changed.
    pub kind: ChangeKind,
    /// The kind of record.
    pub object: String,
    /// Its id.
    pub object_id: i64,
    /// Its values before, none for a new one.
    pub before: Option<Json>,
}

/// Note what the rows did; what was there before is sealed, for it holds whole numbers.
pub async fn record_changes(
    tx: &Tx,
    keys: &Keys,
    batch: BatchId,
    changes: &[Change],
) -> StoreResult<()> {
    chunks::insert(tx, changes, |change| noted(keys, batch, change)).await
}

fn noted(keys: &Keys, batch: BatchId, change: &Change) -> StoreResult<change::ActiveModel> {
    let row = row_key(batch, change.row);
    let before = change
        .before
        .as_ref()
        .map(|before| keys.seal(cell(&row), &before.to_string()))
        .transpose()?;
    Ok(change::ActiveModel {
        batch_id: Set(batch),
        row: Set(change.row),
        kind: Set(change.kind),
        object: Set(change.object.clone()),
        object_id: Set(change.object_id),
        before: Set(before),
        ..Default::default()
    })
}

/// What an import did, the last row first, as undo needs it.
pub async fn changes(
    db: &impl ConnectionTrait,
    keys: &Keys,
    id: BatchId,
) -> StoreResult<Vec<Change>> {
    let rows = change::Entity::find()
        .filter(change::Column::BatchId.eq(id))
        .order_by_desc(change::Column::Id)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let key = row_key(id, row.row);
            let opened = row
                .before
                .as_deref()
                .map(|sealed| keys.open(cell(&key), sealed))
                .transpose()?;
            let before = opened.map(|text| serde_json::from_str(&text)).transpose();
            Ok(Change {
                row: row.row,
                kind: row.kind,
                object: row.object,
                object_id: row.object_id,
                before: before.map_err(|_| StoreError::Sealed("it is no JSON"))?,
            })
        })
        .collect()
}

/// How this header was mapped last time.
pub async fn remembered(
    db: &impl ConnectionTrait,
    kind: &str,
    header_hash: &str,
) -> StoreResult<Option<Json>> {
    let found = header_memory::Entity::find_by_id((kind.to_owned(), header_hash.to_owned()))
        .one(db)
        .await?;
    Ok(found.map(|memory| memory.mapping))
}

/// Remember how this header is mapped.
pub async fn remember(tx: &Tx, kind: &str, header_hash: &str, mapping: Json) -> StoreResult<()> {
    let row = header_memory::ActiveModel {
        kind: Set(kind.to_owned()),
        header_hash: Set(header_hash.to_owned()),
        mapping: Set(mapping),
    };
    let replace = OnConflict::columns([
        header_memory::Column::Kind,
        header_memory::Column::HeaderHash,
    ])
    .update_column(header_memory::Column::Mapping)
    .to_owned();
    header_memory::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn row_key(batch: BatchId, row: i32) -> String {
    format!("{batch}/{row}")
}

const fn cell(row: &str) -> Cell<'_> {
    Cell {
        table: "import_change",
        column: "before",
        row,
    }
}
