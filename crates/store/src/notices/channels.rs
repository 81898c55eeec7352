//! Settings of the channels, and how each stands.

use chrono::{DateTime, Utc};
use domain::notices::ChannelKind;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{QueryOrder, Set};

use super::channel_setting::{self};
use crate::{StoreError, StoreResult, Tx, micros};

/// One channel, none while nobody has set it up.
pub async fn channel(
    db: &impl ConnectionTrait,
    kind: ChannelKind,
) -> StoreResult<Option<channel_setting::Model>> {
    Ok(channel_setting::Entity::find_by_id(kind).one(db).await?)
}

/// Every channel that was set up.
pub async fn channels(db: &impl ConnectionTrait) -> StoreResult<Vec<channel_setting::Model>> {
    Ok(channel_setting::Entity::find()
        .order_by_asc(channel_setting::Column::Kind)
        .all(db)
        .await?)
}

/// Keep the settings of a channel; `version` 0 for one that was never set up. What troubled it before is forgotten.
pub async fn save_channel(
    tx: &Tx,
    kind: ChannelKind,
    version: i32,
    (settings, secrets, enabled): (Json, Json, bool),
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = channel_setting::ActiveModel {
        kind: Set(kind),
        settings: Set(settings),
        secrets: Set(secrets),
        enabled: Set(enabled),
        rests_until: Set(None),
        rests_for: Set(None),
        problem: Set(None),
        problem_at: Set(None),
        updated_at: Set(micros(now)),
        version: Set(version + 1),
    };
    if version == 0 {
        return match channel_setting::Entity::insert(row)
            .exec_without_returning(tx)
            .await
            .map_err(StoreError::from)
        {
            Err(StoreError::Taken { .. }) => Err(StoreError::Stale),
            Err(other) => Err(other),
            Ok(_) => Ok(()),
        };
    }
    let outcome = channel_setting::Entity::update_many()
        .set(row)
        .filter(channel_setting::Column::Kind.eq(kind))
        .filter(channel_setting::COLUMN.version.eq(version))
        .exec(tx)
        .await?;
    if outcome.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

/// Nothing of this channel goes out before `until`.
pub async fn rest(tx: &Tx, kind: ChannelKind, until: DateTime<Utc>, why: &str) -> StoreResult<()> {
    channel_setting::Entity::update_many()
        .col_expr(
            channel_setting::Column::RestsUntil,
            Expr::val(micros(until)),
        )
        .col_expr(channel_setting::Column::RestsFor, Expr::val(why))
        .filter(channel_setting::Column::Kind.eq(kind))
        .exec(tx)
        .await?;
    Ok(())
}

/// Note what is wrong with the channel itself, or that it works again.
pub async fn problem(
    tx: &Tx,
    kind: ChannelKind,
    why: Option<&str>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    channel_setting::Entity::update_many()
        .col_expr(
            channel_setting::Column::Problem,
            Expr::val(why.map(str::to_owned)),
        )
        .col_expr(
            channel_setting::Column::ProblemAt,
            Expr::val(why.map(|_| micros(now))),
        )
        .filter(channel_setting::Column::Kind.eq(kind))
        .exec(tx)
        .await?;
    Ok(())
}
