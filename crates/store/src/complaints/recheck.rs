//! What one person found on the marked paper.

use domain::ids::{AccountId, AppealId, RecheckId};
use domain::selection::Absence;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appeal_recheck")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RecheckId,
    pub appeal_id: AppealId,
    pub account_id: AccountId,
    #[sea_orm(column_type = "JsonBinary")]
    pub scores: Json,
    pub absence: Option<Absence>,
    pub note: Option<String>,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
