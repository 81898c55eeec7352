//! What goes out: queued in the transaction of what it tells, recorded after each try.

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, DeliveryId, MessageId};
use domain::notices::{ChannelKind, DeliveryState, Next, NoticeKind};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder, QuerySelect, Set, TryInsertResult};

use super::{attempt, delivery};
use crate::{StoreError, StoreResult, Tx, micros};

/// Rows written by one statement: both databases limit its values.
const ROWS: usize = 400;

/// The states in which a message waits to be taken.
pub(super) const READY: [DeliveryState; 3] = [
    DeliveryState::Queued,
    DeliveryState::Failed,
    DeliveryState::Held,
];

/// A message to go out.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    pub account: AccountId,
    pub message: Option<MessageId>,
    pub channel: ChannelKind,
    pub kind: NoticeKind,
    pub key: String,
    pub address: String,
    pub title: String,
    pub body: String,
    pub link: Option<String>,
    /// Not before this.
    pub not_before: DateTime<Utc>,
}

/// Queue messages; one whose person, channel and key are there already is left out. Answers how many are new.
pub async fn queue(tx: &Tx, all: &[NewDelivery], now: DateTime<Utc>) -> StoreResult<u64> {
    let mut added = 0;
    for some in all.chunks(ROWS) {
        let rows = some.iter().map(|new| row(new, now));
        let once = OnConflict::columns([
            delivery::Column::AccountId,
            delivery::Column::Channel,
            delivery::Column::Key,
        ])
        .do_nothing()
        .to_owned();
        let outcome = delivery::Entity::insert_many(rows)
            .on_conflict(once)
            .try_insert()
            .exec_without_returning(tx)
            .await?;
        if let TryInsertResult::Inserted(rows) = outcome {
            added += rows;
        }
    }
    Ok(added)
}

fn row(new: &NewDelivery, now: DateTime<Utc>) -> delivery::ActiveModel {
    delivery::ActiveModel {
        account_id: Set(new.account),
        message_id: Set(new.message),
        channel: Set(new.channel),
        kind: Set(new.kind),
        key: Set(new.key.clone()),
        address: Set(new.address.clone()),
        title: Set(new.title.clone()),
        body: Set(new.body.clone()),
        link: Set(new.link.clone()),
        state: Set(DeliveryState::Queued),
        attempts: Set(0),
        next_at: Set(micros(new.not_before)),
        created_at: Set(micros(now)),
        version: Set(1),
        ..Default::default()
    }
}

/// What came of a try.
#[derive(Clone, Debug)]
pub struct Done {
    pub id: DeliveryId,
    /// As it was claimed.
    pub version: i32,
    pub next: Next,
    pub remote_id: Option<String>,
}

/// Record what came of a try; `false` when somebody else has taken the message over meanwhile.
pub async fn record(tx: &Tx, done: &Done, now: DateTime<Utc>) -> StoreResult<bool> {
    let next = &done.next;
    let attempts = i32::try_from(next.attempts).unwrap_or(i32::MAX);
    let row = delivery::ActiveModel {
        state: Set(next.state),
        attempts: Set(attempts),
        next_at: Set(micros(next.next_at)),
        unsure_since: Set(next.unsure_since.map(micros)),
        done_at: Set((!next.state.is_open()).then(|| micros(now))),
        remote_id: Set(done.remote_id.clone()),
        error: Set(next.error.clone()),
        version: Set(done.version + 1),
        ..Default::default()
    };
    let outcome = delivery::Entity::update_many()
        .set(row)
        .filter(delivery::Column::Id.eq(done.id))
        .filter(delivery::Column::State.eq(DeliveryState::Sending))
        .filter(delivery::COLUMN.version.eq(done.version))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected == 1)
}

/// Messages whose sender never recorded what came of them: it was stopped between sending and writing.
pub async fn lapsed(
    db: &impl ConnectionTrait,
    channel: ChannelKind,
    before: DateTime<Utc>,
) -> StoreResult<Vec<delivery::Model>> {
    Ok(delivery::Entity::find()
        .filter(delivery::Column::Channel.eq(channel))
        .filter(delivery::Column::State.eq(DeliveryState::Sending))
        .filter(delivery::COLUMN.tried_at.lt(micros(before)))
        .order_by_asc(delivery::Column::Id)
        .limit(200)
        .all(db)
        .await?)
}

/// Messages that have waited so long that they are not worth sending any more.
pub async fn expired(
    db: &impl ConnectionTrait,
    channel: ChannelKind,
    before: DateTime<Utc>,
) -> StoreResult<Vec<delivery::Model>> {
    Ok(delivery::Entity::find()
        .filter(delivery::Column::Channel.eq(channel))
        .filter(delivery::Column::State.is_in(READY))
        .filter(delivery::COLUMN.created_at.lte(micros(before)))
        .order_by_asc(delivery::Column::Id)
        .limit(200)
        .all(db)
        .await?)
}

/// Give a waiting message up, with the reason; left alone when somebody has taken it meanwhile.
pub async fn give_up(
    tx: &Tx,
    found: &delivery::Model,
    why: &str,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = delivery::ActiveModel {
        state: Set(DeliveryState::GivenUp),
        error: Set(Some(why.to_owned())),
        done_at: Set(Some(micros(now))),
        version: Set(found.version + 1),
        ..Default::default()
    };
    delivery::Entity::update_many()
        .set(row)
        .filter(delivery::Column::Id.eq(found.id))
        .filter(delivery::Column::State.is_in(READY))
        .filter(delivery::COLUMN.version.eq(found.version))
        .exec(tx)
        .await?;
    Ok(())
}

/// Send a message once more that was given up, to the address that holds now; `Stale` when it is on its way again.
pub async fn send_again(
    tx: &Tx,
    found: &delivery::Model,
    address: &str,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = delivery::ActiveModel {
        state: Set(DeliveryState::Queued),
        attempts: Set(0),
        address: Set(address.to_owned()),
        next_at: Set(micros(now)),
        created_at: Set(micros(now)),
        unsure_since: Set(None),
        done_at: Set(None),
        error: Set(None),
        version: Set(found.version + 1),
        ..Default::default()
    };
    let outcome = delivery::Entity::update_many()
        .set(row)
        .filter(delivery::Column::Id.eq(found.id))
        .filter(delivery::COLUMN.version.eq(found.version))
        .filter(delivery::Column::State.eq(DeliveryState::GivenUp))
        .exec(tx)
        .await?;
    if outcome.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

/// Forget tries that no limit looks back to.
pub async fn forget_attempts(tx: &Tx, before: DateTime<Utc>) -> StoreResult<u64> {
    let outcome = attempt::Entity::delete_many()
        .filter(attempt::COLUMN.at.lt(micros(before)))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected)
}
