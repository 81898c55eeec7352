//! A student's word that something in the roll is wrong.

use domain::ids::{AccountId, CorrectionId, StudentId};
use domain::registration::{CorrectionState, Field};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CorrectionId,
    pub student_id: StudentId,
    pub field: Field,
    pub said: String,
    pub by_account: AccountId,
    pub at: DateTimeUtc,
    pub state: CorrectionState,
    pub answer: Option<String>,
    pub answered_by: Option<AccountId>,
    pub answered_at: Option<DateTimeUtc>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
