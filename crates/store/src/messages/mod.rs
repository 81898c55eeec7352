//! The inbox inside the program: a message is written in the transaction of what it tells.

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, MessageId};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use crate::{Page, Paged, StoreError, StoreResult, Tx, micros, page};

pub mod message;

/// A message to be sent.
#[derive(Clone, Debug)]
pub struct MessageDraft<'a> {
    /// To whom.
    pub account: AccountId,
    /// One line.
    pub title: &'a str,
    /// The whole text.
    pub body: &'a str,
    /// The page it is about.
    pub link: Option<&'a str>,
}

/// Put a message into an inbox; seen only if the transaction commits.
pub async fn send(tx: &Tx, draft: &MessageDraft<'_>, now: DateTime<Utc>) -> StoreResult<MessageId> {
    let row = message::ActiveModel {
        account_id: Set(draft.account),
        title: Set(draft.title.to_owned()),
        body: Set(draft.body.to_owned()),
        link: Set(draft.link.map(str::to_owned)),
        created_at: Set(micros(now)),
        ..Default::default()
    };
    Ok(message::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// One page of a person's inbox, the latest first.
pub async fn inbox(
    db: &impl ConnectionTrait,
    account: AccountId,
    page: Page,
) -> StoreResult<Paged<message::Model>> {
    let query = message::Entity::find()
        .filter(message::Column::AccountId.eq(account))
        .order_by_desc(message::Column::Id);
    page::fetch(db, query, page).await
}

/// How many messages wait to be read.
pub async fn unread(db: &impl ConnectionTrait, account: AccountId) -> StoreResult<u64> {
    Ok(message::Entity::find()
        .filter(message::Column::AccountId.eq(account))
        .filter(message::COLUMN.read_at.is_null())
        .count(db)
        .await?)
}

/// The person has read a message of the own inbox; nobody else's is found.
pub async fn read(
    tx: &Tx,
    account: AccountId,
    id: MessageId,
    now: DateTime<Utc>,
) -> StoreResult<message::Model> {
    let found = message::Entity::find_by_id(id)
        .filter(message::Column::AccountId.eq(account))
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    if found.read_at.is_some() {
        return Ok(found);
    }
    let mut row: message::ActiveModel = found.into();
    row.read_at = Set(Some(micros(now)));
    Ok(row.update(tx).await?)
}

/// The person has read everything there was; answers how many were new.
pub async fn read_all(tx: &Tx, account: AccountId, now: DateTime<Utc>) -> StoreResult<u64> {
    let outcome = message::Entity::update_many()
        .col_expr(message::Column::ReadAt, Expr::val(micros(now)))
        .filter(message::Column::AccountId.eq(account))
        .filter(message::COLUMN.read_at.is_null())
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected)
}
