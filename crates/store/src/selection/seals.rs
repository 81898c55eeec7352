//! The sealed versions of a round's marks; each stays (plan 4.3.2).

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, AppealId, RoundId};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use super::seal;
use crate::{StoreResult, Tx, micros};

/// A version to be kept.
#[derive(Clone, Debug)]
pub struct NewSeal {
    pub round: RoundId,
    pub hash: String,
    /// The text the hash was taken of.
    pub content: String,
    pub result: Json,
    /// Verdict by student number.
    pub verdicts: Json,
    pub by: AccountId,
    pub appeal: Option<AppealId>,
}

/// The sealed versions of a round, the first one first.
pub async fn seals(db: &impl ConnectionTrait, round: RoundId) -> StoreResult<Vec<seal::Model>> {
    Ok(seal::Entity::find()
        .filter(seal::COLUMN.round_id.eq(round))
        .order_by_asc(seal::Column::Number)
        .all(db)
        .await?)
}

/// Keep a version behind those there are; answers its number.
pub async fn keep_seal(tx: &Tx, new: NewSeal, now: DateTime<Utc>) -> StoreResult<i32> {
    let last = seals(tx, new.round).await?.pop();
    let number = last.map_or(1, |last| last.number + 1);
    let row = seal::ActiveModel {
        round_id: Set(new.round),
        number: Set(number),
        hash: Set(new.hash),
        content: Set(new.content),
        result: Set(new.result),
        verdicts: Set(new.verdicts),
        sealed_at: Set(micros(now)),
        sealed_by: Set(new.by),
        appeal_id: Set(new.appeal),
        ..Default::default()
    };
    row.insert(tx).await?;
    Ok(number)
}
