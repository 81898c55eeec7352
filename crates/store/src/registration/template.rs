//! A platform's blank workbook and how its headers map to our fields.

use domain::ids::{AccountId, TemplateId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "platform_template")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: TemplateId,
    pub name: String,
    pub sha256: String,
    pub sheet: String,
    pub header_row: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub mapping: Json,
    pub created_by: AccountId,
    pub created_at: DateTimeUtc,
    pub confirmed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
