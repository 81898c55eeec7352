//! A form that is sent twice has one effect: the second sending is shown where the first one led.

use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Set, TryInsertResult};

use crate::{StoreError, StoreResult, Tx, micros};

pub mod operation;

/// Take an operation's id: `None` the first time, afterwards the address the first time led to.
///
/// A second sending that arrives while the first is under way waits for its commit here.
pub async fn first_time(
    tx: &Tx,
    account: AccountId,
    op_id: &str,
    now: DateTime<Utc>,
) -> StoreResult<Option<String>> {
    let row = operation::ActiveModel {
        account_id: Set(account),
        op_id: Set(op_id.to_owned()),
        location: Set(String::new()),
        at: Set(micros(now)),
    };
    let once = OnConflict::columns([operation::Column::AccountId, operation::Column::OpId])
        .do_nothing()
        .to_owned();
    match operation::Entity::insert(row)
        .on_conflict(once)
        .try_insert()
        .exec_without_returning(tx)
        .await?
    {
        TryInsertResult::Inserted(added) if added > 0 => Ok(None),
        TryInsertResult::Inserted(_) | TryInsertResult::Conflicted | TryInsertResult::Empty => {
            Ok(Some(operation(tx, account, op_id).await?.location))
        }
    }
}

/// Note where the operation led, in the same transaction.
pub async fn led_to(tx: &Tx, account: AccountId, op_id: &str, location: &str) -> StoreResult<()> {
    let mut row: operation::ActiveModel = operation(tx, account, op_id).await?.into();
    row.location = Set(location.to_owned());
    row.update(tx).await?;
    Ok(())
}

async fn operation(tx: &Tx, account: AccountId, op_id: &str) -> StoreResult<operation::Model> {
    operation::Entity::find_by_id((account, op_id.to_owned()))
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)
}

/// Forget operations older than this; nobody sends a form twice after days.
pub async fn forget(tx: &Tx, before: DateTime<Utc>) -> StoreResult<u64> {
    let outcome = operation::Entity::delete_many()
        .filter(operation::COLUMN.at.lt(micros(before)))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected)
}
