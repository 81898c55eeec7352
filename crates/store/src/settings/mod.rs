//! What the school has set, one text a key.

use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::crypto::Cell;
use crate::{Keys, StoreResult, Tx};

pub mod setting;

/// The value under this key.
pub async fn get(db: &impl ConnectionTrait, key: &str) -> StoreResult<Option<String>> {
    Ok(setting::Entity::find_by_id(key.to_owned())
        .one(db)
        .await?
        .map(|row| row.value))
}

/// Set the value under this key.
pub async fn set(tx: &Tx, key: &str, value: &str) -> StoreResult<()> {
    let row = setting::ActiveModel {
        key: Set(key.to_owned()),
        value: Set(value.to_owned()),
    };
    let replace = OnConflict::column(setting::Column::Key)
        .update_column(setting::Column::Value)
        .to_owned();
    setting::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The school's name, empty until the first administrator gives it.
pub async fn school_name(db: &impl ConnectionTrait) -> StoreResult<String> {
    Ok(get(db, "school_name").await?.unwrap_or_default())
}

/// Make sure that these keys belong to this database: the first time they are noted, later they must open the note.
///
/// A database restored without its key file would otherwise go on with fresh keys, and its sealed values be lost unseen.
pub async fn hold_keys(tx: &Tx, keys: &Keys) -> StoreResult<()> {
    const NOTE: Cell<'_> = Cell {
        table: "setting",
        column: "value",
        row: "keys",
    };
    match get(tx, NOTE.row).await? {
        Some(sealed) => keys.open(NOTE, &sealed).map(drop),
        None => set(tx, NOTE.row, &keys.seal(NOTE, "onex")?).await,
    }
}
