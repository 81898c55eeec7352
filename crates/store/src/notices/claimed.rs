//! Taking messages that are due, so that no other server takes them and no limit is passed.
//!
//! The row of the channel is locked first: whoever counts the tries of a channel is alone with it, so two servers
//! together keep the limit that each of them keeps.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use domain::notices::{ChannelKind, DeliveryState, Limit, Meter, Whose};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{QueryOrder, QuerySelect, Set};

use super::outbox::READY;
use super::{attempt, channel_setting, channels, delivery};
use crate::{Db, StoreResult, Tx, micros};

/// Take up to `most` messages of a channel that are due. What a limit forbids is held until it allows it again.
pub async fn claim(
    db: &Db,
    kind: ChannelKind,
    limits: &[Limit],
    most: u64,
    now: DateTime<Utc>,
) -> StoreResult<Vec<delivery::Model>> {
    // Idle channels are looked at without making anybody wait.
    if due(db.read(), kind, 1, now).await?.is_empty() {
        return Ok(Vec::new());
    }
    let tx = db.begin().await?;
    if !may_send(&tx, kind, now).await? {
        return Ok(Vec::new());
    }
    let mut meter = counted(&tx, kind, limits, now).await?;
    let most = match meter.room() {
        Some((0, place)) => {
            rest_until_free(&tx, kind, limits.get(place), now).await?;
            tx.commit().await?;
            return Ok(Vec::new());
        }
        Some((room, _)) => Ord::min(most, u64::from(room)),
        None => most,
    };
    let found = due(&tx, kind, most, now).await?;
    count_people(&tx, kind, limits, &found, &mut meter, now).await?;
    let mut over: BTreeMap<AccountId, usize> = BTreeMap::new();
    let mut taken = Vec::new();
    for one in found {
        match meter.admit(one.account_id) {
            Ok(()) => taken.push(one),
            Err(place) => {
                over.insert(one.account_id, place);
            }
        }
    }
    let taken = take(&tx, taken, now).await?;
    for (account, place) in over {
        if let Some(limit) = limits.get(place) {
            hold(&tx, kind, account, limit, now).await?;
        }
    }
    tx.commit().await?;
    Ok(taken)
}

/// Locks the channel; `false` when it is off or rests.
async fn may_send(tx: &Tx, kind: ChannelKind, now: DateTime<Utc>) -> StoreResult<bool> {
    let found = channel_setting::Entity::find_by_id(kind)
        // SQLite has no row locks and needs none: the transaction is the only writer.
        .lock(LockType::Update)
        .one(tx)
        .await?;
    Ok(found.is_some_and(|one| one.enabled && one.rests_until.is_none_or(|until| until <= now)))
}

async fn due(
    db: &impl ConnectionTrait,
    kind: ChannelKind,
    most: u64,
    now: DateTime<Utc>,
) -> StoreResult<Vec<delivery::Model>> {
    Ok(delivery::Entity::find()
        .filter(delivery::Column::Channel.eq(kind))
        .filter(delivery::Column::State.is_in(READY))
        .filter(delivery::COLUMN.next_at.lte(micros(now)))
        .order_by_asc(delivery::Column::NextAt)
        .order_by_asc(delivery::Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

fn within(kind: ChannelKind, limit: &Limit, now: DateTime<Utc>) -> Select<attempt::Entity> {
    attempt::Entity::find()
        .filter(attempt::Column::Channel.eq(kind))
        .filter(attempt::COLUMN.at.gt(micros(now - limit.within)))
}

/// What everybody together got within each limit of the channel.
async fn counted(
    tx: &Tx,
    kind: ChannelKind,
    limits: &[Limit],
    now: DateTime<Utc>,
) -> StoreResult<Meter> {
    let mut meter = Meter::new(limits);
    for (place, limit) in limits.iter().enumerate() {
        if limit.whose == Whose::Channel {
            let tries = within(kind, limit, now).count(tx).await?;
            meter.saw(place, u32::try_from(tries).unwrap_or(u32::MAX));
        }
    }
    Ok(meter)
}

/// What these people got within each limit of a person.
async fn count_people(
    tx: &Tx,
    kind: ChannelKind,
    limits: &[Limit],
    found: &[delivery::Model],
    meter: &mut Meter,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let people: BTreeSet<AccountId> = found.iter().map(|one| one.account_id).collect();
    for (place, limit) in limits.iter().enumerate() {
        if limit.whose == Whose::Channel {
            continue;
        }
        let tries: Vec<(AccountId, i64)> = within(kind, limit, now)
            .filter(attempt::Column::AccountId.is_in(people.iter().copied()))
            .select_only()
            .column(attempt::Column::AccountId)
            .column_as(attempt::Column::Id.count(), "tries")
            .group_by(attempt::Column::AccountId)
            .into_tuple()
            .all(tx)
            .await?;
        for (account, tries) in tries {
            meter.saw_for(place, account, u32::try_from(tries).unwrap_or(u32::MAX));
        }
    }
    Ok(())
}

/// Mark them as being sent and count the try, before anything goes out.
async fn take(
    tx: &Tx,
    taken: Vec<delivery::Model>,
    now: DateTime<Utc>,
) -> StoreResult<Vec<delivery::Model>> {
    if taken.is_empty() {
        return Ok(taken);
    }
    delivery::Entity::update_many()
        .col_expr(
            delivery::Column::State,
            Expr::val(DeliveryState::Sending.value()),
        )
        .col_expr(delivery::Column::TriedAt, Expr::val(micros(now)))
        .col_expr(
            delivery::Column::Attempts,
            ExprTrait::add(Expr::col(delivery::Column::Attempts), 1),
        )
        .col_expr(
            delivery::Column::Version,
            ExprTrait::add(Expr::col(delivery::Column::Version), 1),
        )
        .filter(delivery::Column::Id.is_in(taken.iter().map(|one| one.id)))
        .exec(tx)
        .await?;
    let tries = taken.iter().map(|one| attempt::ActiveModel {
        delivery_id: Set(one.id),
        channel: Set(one.channel),
        account_id: Set(one.account_id),
        at: Set(micros(now)),
        ..Default::default()
    });
    attempt::Entity::insert_many(tries)
        .exec_without_returning(tx)
        .await?;
    Ok(taken
        .into_iter()
        .map(|one| delivery::Model {
            state: DeliveryState::Sending,
            tried_at: Some(micros(now)),
            attempts: one.attempts + 1,
            version: one.version + 1,
            ..one
        })
        .collect())
}

/// The moment at which one more is allowed: when the try that stands `most` places back leaves the span.
async fn free_at(
    tx: &Tx,
    tries: Select<attempt::Entity>,
    limit: &Limit,
    now: DateTime<Utc>,
) -> StoreResult<DateTime<Utc>> {
    let blocking = tries
        .order_by_desc(attempt::Column::At)
        .order_by_desc(attempt::Column::Id)
        .offset(u64::from(limit.most.saturating_sub(1)))
        .limit(1)
        .one(tx)
        .await?;
    Ok(blocking.map_or(now + limit.within, |one| one.at + limit.within))
}

/// All that is due for a person waits until the limit allows one more.
async fn hold(
    tx: &Tx,
    kind: ChannelKind,
    account: AccountId,
    limit: &Limit,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let own = within(kind, limit, now).filter(attempt::Column::AccountId.eq(account));
    let free = free_at(tx, own, limit, now).await?;
    delivery::Entity::update_many()
        .col_expr(
            delivery::Column::State,
            Expr::val(DeliveryState::Held.value()),
        )
        .col_expr(delivery::Column::NextAt, Expr::val(micros(free)))
        .col_expr(delivery::Column::Error, Expr::val(limit.words(kind)))
        .filter(delivery::Column::Channel.eq(kind))
        .filter(delivery::Column::AccountId.eq(account))
        .filter(delivery::Column::State.is_in(READY))
        .filter(delivery::COLUMN.next_at.lte(micros(now)))
        .exec(tx)
        .await?;
    Ok(())
}

async fn rest_until_free(
    tx: &Tx,
    kind: ChannelKind,
    limit: Option<&Limit>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let Some(limit) = limit else { return Ok(()) };
    let free = free_at(tx, within(kind, limit, now), limit, now).await?;
    channels::rest(tx, kind, free, &limit.words(kind)).await
}
