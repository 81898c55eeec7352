//! One student in a snapshot.

use domain::ids::{ClassId, MajorId, SnapshotEntryId, SnapshotId, StudentId};
use domain::values::StudentState;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "roll_snapshot_entry")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SnapshotEntryId,
    pub snapshot_id: SnapshotId,
    pub student_id: StudentId,
    pub class_id: ClassId,
    pub major_id: MajorId,
    pub state: StudentState,
}

impl ActiveModelBehavior for ActiveModel {}
