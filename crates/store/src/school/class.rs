//! A class, 班级: one major, one grade.

use domain::ids::{ClassId, MajorId};
use domain::values::Grade;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_class")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ClassId,
    #[sea_orm(unique)]
    pub name: String,
    pub grade: Grade,
    pub major_id: MajorId,
}

impl ActiveModelBehavior for ActiveModel {}
