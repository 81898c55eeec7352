//! A room of a selection test.

use domain::ids::{RoundId, TestRoomId};
use domain::selection::seats::Room;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_room")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: TestRoomId,
    pub round_id: RoundId,
    pub name: String,
    pub capacity: i32,
    pub spare: i32,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// As the rule knows it.
    pub fn room(&self) -> Room {
        Room {
            name: self.name.clone(),
            capacity: u32::try_from(self.capacity).unwrap_or_default(),
            spare: u32::try_from(self.spare).unwrap_or_default(),
        }
    }
}
