//! A sealed version of a round's marks; a correction adds one and changes none (plan 4.3.2).

use domain::ids::{AccountId, AppealId, RoundId, SealId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_seal")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SealId,
    pub round_id: RoundId,
    pub number: i32,
    pub hash: String,
    /// The text the hash was taken of.
    pub content: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub result: Json,
    /// Verdict by student number.
    #[sea_orm(column_type = "JsonBinary")]
    pub verdicts: Json,
    pub sealed_at: DateTimeUtc,
    pub sealed_by: AccountId,
    /// The appeal that made the correction necessary.
    pub appeal_id: Option<AppealId>,
}

impl ActiveModelBehavior for ActiveModel {}
