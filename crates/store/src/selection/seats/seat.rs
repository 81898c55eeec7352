//! Where a candidate sits.

use domain::ids::{EntryId, TestRoomId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_seat")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: EntryId,
    pub room_id: TestRoomId,
    pub number: i32,
}

impl ActiveModelBehavior for ActiveModel {}
