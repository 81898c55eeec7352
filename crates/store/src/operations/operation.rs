//! A form that was sent: the second sending is shown the first one's result.

use domain::ids::AccountId;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "operation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub op_id: String,
    pub location: String,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
