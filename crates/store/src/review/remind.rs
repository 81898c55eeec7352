//! A reminder that was sent; they are rate limited.

use domain::ids::{AccountId, RemindId, ReviewId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_remind")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RemindId,
    pub review_id: ReviewId,
    pub by_account: AccountId,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
