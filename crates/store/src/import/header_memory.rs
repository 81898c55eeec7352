//! How a header was mapped last time.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "header_memory")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub header_hash: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub mapping: Json,
}

impl ActiveModelBehavior for ActiveModel {}
