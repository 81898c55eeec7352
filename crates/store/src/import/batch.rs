//! One import, from upload to undo.

use domain::ids::{AccountId, BatchId, JobId};
use domain::import::ImportState;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_batch")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: BatchId,
    pub kind: String,
    pub file_sha256: String,
    pub file_name: String,
    pub state: ImportState,
    #[sea_orm(column_type = "JsonBinary")]
    pub options: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub mapping: Option<Json>,
    #[sea_orm(column_type = "JsonBinary")]
    pub fixes: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub counts: Option<Json>,
    pub job_id: Option<JobId>,
    pub created_by: Option<AccountId>,
    pub created_at: DateTimeUtc,
    pub done_at: Option<DateTimeUtc>,
    pub undone_at: Option<DateTimeUtc>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
