//! What one row of an import did; `before` is sealed for `batch/row` and is what undo puts back.

use domain::ids::{BatchId, ChangeId};
use domain::import::ChangeKind;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ChangeId,
    pub batch_id: BatchId,
    pub row: i32,
    pub kind: ChangeKind,
    pub object: String,
    pub object_id: i64,
    pub before: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
