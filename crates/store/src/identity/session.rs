//! A signed-in browser; only the hash of its token is kept.

use domain::ids::AccountId;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub account_id: AccountId,
    pub created_at: DateTimeUtc,
    pub last_seen_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub second_factor_at: Option<DateTimeUtc>,
    pub client: String,
}

impl ActiveModelBehavior for ActiveModel {}
