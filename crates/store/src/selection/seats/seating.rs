//! How the seats of a round were drawn.

use domain::ids::{AccountId, RoundId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_seating")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// The same seed gives the same seats.
    pub seed: String,
    /// Pairs of classmates on neighbouring numbers.
    pub classmates: i32,
    pub made_by: AccountId,
    pub made_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
