//! A major, 专业, of a group.

use domain::ids::{GroupId, MajorId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "major")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MajorId,
    pub group_id: GroupId,
    /// The national code of the major.
    #[sea_orm(unique)]
    pub code: String,
    pub name: String,
    /// Two digits inside the school numbers that the program gives.
    pub number: i32,
}

impl ActiveModelBehavior for ActiveModel {}
