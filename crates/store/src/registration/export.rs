//! A file with personal data that left the house: what, why, by whom.

use domain::ids::{AccountId, ExportId, ProjectId, TemplateId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "export_record")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ExportId,
    pub kind: String,
    pub project_id: Option<ProjectId>,
    pub template_id: Option<TemplateId>,
    pub file_sha256: String,
    pub rows: i64,
    #[sea_orm(column_type = "JsonBinary")]
    pub fields: Json,
    pub reason: String,
    pub recipient: Option<String>,
    pub by_account: AccountId,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
