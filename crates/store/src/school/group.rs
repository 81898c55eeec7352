//! A major group, 专业组, of a faculty.

use domain::ids::{FacultyId, GroupId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "major_group")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: GroupId,
    pub faculty_id: FacultyId,
    #[sea_orm(unique)]
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
