//! Signed-in browsers; the token itself is never kept.

use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use super::account::{self};
use super::session::{self};
use crate::{StoreResult, Tx, micros};

/// A session to be started.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The hash of the token in the cookie.
    pub token_hash: String,
    /// Whose it is.
    pub account_id: AccountId,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// The absolute limit.
    pub expires_at: DateTime<Utc>,
    /// When the second factor was shown.
    pub second_factor_at: Option<DateTime<Utc>>,
    /// What the browser says of itself.
    pub client: String,
}

/// Start a session.
pub async fn start_session(tx: &Tx, new: &NewSession) -> StoreResult<()> {
    let row = session::ActiveModel {
        token_hash: Set(new.token_hash.clone()),
        account_id: Set(new.account_id),
        created_at: Set(micros(new.created_at)),
        last_seen_at: Set(micros(new.created_at)),
        expires_at: Set(micros(new.expires_at)),
        second_factor_at: Set(new.second_factor_at.map(micros)),
        client: Set(new.client.clone()),
    };
    session::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// A session with its account; limits are for the caller to judge, who knows the time.
pub async fn session(
    db: &impl ConnectionTrait,
    token_hash: &str,
) -> StoreResult<Option<(session::Model, account::Model)>> {
    let Some(found) = session::Entity::find_by_id(token_hash.to_owned())
        .one(db)
        .await?
    else {
        return Ok(None);
    };
    let account = super::account(db, found.account_id).await?;
    Ok(Some((found, account)))
}

/// The person's sessions, the last used first.
pub async fn sessions(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> StoreResult<Vec<session::Model>> {
    Ok(session::Entity::find()
        .filter(session::Column::AccountId.eq(account))
        .order_by_desc(session::Column::LastSeenAt)
        .order_by_asc(session::Column::TokenHash)
        .all(db)
        .await?)
}

/// The session was used just now.
pub async fn touch_session(tx: &Tx, token_hash: &str, now: DateTime<Utc>) -> StoreResult<()> {
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::val(micros(now)))
        .filter(session::COLUMN.token_hash.eq(token_hash))
        .exec(tx)
        .await?;
    Ok(())
}

/// End one session; one that has ended already is no error.
pub async fn end_session(tx: &Tx, token_hash: &str) -> StoreResult<()> {
    session::Entity::delete_by_id(token_hash.to_owned())
        .exec(tx)
        .await?;
    Ok(())
}

/// End the person's sessions except this one: after a new password.
pub async fn end_other_sessions(tx: &Tx, account: AccountId, keep: &str) -> StoreResult<u64> {
    let outcome = session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::COLUMN.token_hash.ne(keep))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected)
}

/// End all the person's sessions: the account was switched off or its last post ended.
pub async fn end_all_sessions(tx: &Tx, account: AccountId) -> StoreResult<u64> {
    let outcome = session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected)
}

/// Remove the sessions whose absolute limit has passed.
pub async fn forget_expired(tx: &Tx, now: DateTime<Utc>) -> StoreResult<u64> {
    let outcome = session::Entity::delete_many()
        .filter(session::COLUMN.expires_at.lte(micros(now)))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected)
}
