//! A portrait as it is kept; the one in use has no `replaced_at`.

use domain::ids::{AccountId, PhotoId, StudentId};
use domain::registration::photo::Measure;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "student_photo")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PhotoId,
    pub student_id: StudentId,
    pub sha256: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub measure: Measure,
    pub by_account: Option<AccountId>,
    pub at: DateTimeUtc,
    pub replaced_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
