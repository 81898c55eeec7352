//! A faculty, 系.

use domain::ids::FacultyId;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "faculty")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: FacultyId,
    #[sea_orm(unique)]
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
