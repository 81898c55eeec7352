//! A text of consent exactly as it was shown.

use domain::registration::consent::ConsentKind;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub sha256: String,
    pub kind: ConsentKind,
    /// The version, from 1 for each kind.
    pub number: i32,
    pub body: String,
    pub since: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
