//! A zip of portraits handed in at once, and what became of each of its files.

use domain::ids::{AccountId, PhotoBatchId, ProjectId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "photo_batch")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PhotoBatchId,
    pub project_id: ProjectId,
    /// Of the zip, which is gone from the files once its pictures were taken.
    pub file_sha256: String,
    pub file_name: String,
    pub by_account: AccountId,
    pub at: DateTimeUtc,
    pub done_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub lines: Option<Json>,
}

impl ActiveModelBehavior for ActiveModel {}
