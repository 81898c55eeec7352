//! The inbox inside the program: a message is written in the transaction of what it tells.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, MessageId};
use domain::notices::NoticeKind;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder, QuerySelect, Set};

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

/// The same message for several people.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// One line.
    pub title: &'a str,
    /// The whole text.
    pub body: &'a str,
    /// The page it is about.
    pub link: Option<&'a str>,
    /// What it is about.
    pub kind: NoticeKind,
    /// By when something has to be done.
    pub due: Option<NaiveDate>,
    /// A person gets one message with this key.
    pub key: &'a str,
}

/// Put a message into several inboxes; who has one with its key gets no second. Answers the message of each, old or new.
pub async fn tell(
    tx: &Tx,
    to: &[AccountId],
    telling: &Telling<'_>,
    now: DateTime<Utc>,
) -> StoreResult<Vec<(AccountId, MessageId)>> {
    let mut told = Vec::new();
    for some in to.chunks(400) {
        let rows = some.iter().map(|account| message::ActiveModel {
            account_id: Set(*account),
            title: Set(telling.title.to_owned()),
            body: Set(telling.body.to_owned()),
            link: Set(telling.link.map(str::to_owned)),
            created_at: Set(micros(now)),
            kind: Set(telling.kind),
            due: Set(telling.due),
            key: Set(Some(telling.key.to_owned())),
            ..Default::default()
        });
        let once = OnConflict::columns([message::Column::AccountId, message::Column::Key])
            .do_nothing()
            .to_owned();
        message::Entity::insert_many(rows)
            .on_conflict(once)
            .try_insert()
            .exec_without_returning(tx)
            .await?;
        let ids: Vec<(AccountId, MessageId)> = message::Entity::find()
            .select_only()
            .column(message::Column::AccountId)
            .column(message::Column::Id)
            .filter(message::Column::AccountId.is_in(some.iter().copied()))
            .filter(message::Column::Key.eq(telling.key))
            .order_by_asc(message::Column::AccountId)
            .into_tuple()
            .all(tx)
            .await?;
        told.extend(ids);
    }
    Ok(told)
}

/// What a person has not read yet, the latest first.
pub async fn unread_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    most: u64,
) -> StoreResult<Vec<message::Model>> {
    Ok(message::Entity::find()
        .filter(message::Column::AccountId.eq(account))
        .filter(message::COLUMN.read_at.is_null())
        .order_by_desc(message::Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

/// Which of these messages were read.
pub async fn read_ones(
    db: &impl ConnectionTrait,
    ids: &[MessageId],
) -> StoreResult<Vec<MessageId>> {
    Ok(message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .filter(message::Column::Id.is_in(ids.iter().copied()))
        .filter(message::COLUMN.read_at.is_not_null())
        .order_by_asc(message::Column::Id)
        .into_tuple()
        .all(db)
        .await?)
}

/// Put a message into an inbox; seen only if the transaction commits.
pub async fn send(tx: &Tx, draft: &MessageDraft<'_>, now: DateTime<Utc>) -> StoreResult<MessageId> {
    let row = message::ActiveModel {
        account_id: Set(draft.account),
        title: Set(draft.title.to_owned()),
        body: Set(draft.body.to_owned()),
        link: Set(draft.link.map(str::to_owned)),
        created_at: Set(micros(now)),
        kind: Set(NoticeKind::News),
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

/// Everybody has read what was sent before a moment, at that moment: how an invented past is told.
pub async fn read_before(tx: &Tx, before: DateTime<Utc>) -> StoreResult<u64> {
    let outcome = message::Entity::update_many()
        .col_expr(message::Column::ReadAt, Expr::val(micros(before)))
        .filter(message::COLUMN.created_at.lt(micros(before)))
        .filter(message::COLUMN.read_at.is_null())
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected)
}
