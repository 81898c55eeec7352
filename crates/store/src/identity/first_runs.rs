//! The token that lets the first administrator in.

use chrono::{DateTime, Utc};
use sea_orm::Set;
use sea_orm::entity::prelude::*;

use super::first_run;
use crate::{StoreResult, Tx, micros, written_once};

/// Issue a token; those issued before and not used count no more.
pub async fn issue_first_run(tx: &Tx, token_hash: &str, now: DateTime<Utc>) -> StoreResult<()> {
    first_run::Entity::delete_many()
        .filter(first_run::COLUMN.used_at.is_null())
        .exec(tx)
        .await?;
    let row = first_run::ActiveModel {
        token_hash: Set(token_hash.to_owned()),
        created_at: Set(micros(now)),
        used_at: Set(None),
    };
    first_run::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Whether the token was issued and not used.
pub async fn first_run_open(db: &impl ConnectionTrait, token_hash: &str) -> StoreResult<bool> {
    let found = first_run::Entity::find_by_id(token_hash.to_owned())
        .one(db)
        .await?;
    Ok(found.is_some_and(|token| token.used_at.is_none()))
}

/// Use the token up; `Stale` when somebody else did.
pub async fn use_first_run(tx: &Tx, token_hash: &str, now: DateTime<Utc>) -> StoreResult<()> {
    let outcome = first_run::Entity::update_many()
        .col_expr(first_run::Column::UsedAt, Expr::val(micros(now)))
        .filter(first_run::COLUMN.token_hash.eq(token_hash))
        .filter(first_run::COLUMN.used_at.is_null())
        .exec(tx)
        .await?;
    written_once(outcome.rows_affected)
}
