//! Who took which pass of a round on: one account, one pass (plan 4.3.2).

use domain::ids::{AccountId, RoundId};
use domain::selection::Pass;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_marker")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub pass: Pass,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
