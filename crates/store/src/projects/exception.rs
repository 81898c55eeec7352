//! A gate passed by a leader's decision; shown for ever.

use domain::ids::{AccountId, ExceptionId, ProjectId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "gate_exception")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ExceptionId,
    pub project_id: ProjectId,
    pub gate: String,
    pub reason: String,
    pub by_account: AccountId,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
