//! The roll of a grade on a day: what a selection's base is counted from (plan 4.2).

use domain::ids::{AccountId, SnapshotId};
use domain::values::Grade;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "roll_snapshot")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SnapshotId,
    pub grade: Grade,
    #[sea_orm(column_type = "JsonBinary")]
    pub major_ids: Json,
    pub taken_at: DateTimeUtc,
    pub taken_by: Option<AccountId>,
    pub purpose: String,
}

impl ActiveModelBehavior for ActiveModel {}
