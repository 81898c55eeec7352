//! A third person's word where the two passes differ (plan 4.3.2).

use domain::ids::{AccountId, RoundId, SettlementId, StudentId};
use domain::selection::Absence;
use domain::values::Score;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_settlement")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SettlementId,
    pub round_id: RoundId,
    pub student_id: StudentId,
    pub part: String,
    pub value: Option<Score>,
    pub absence: Option<Absence>,
    pub record: Option<String>,
    pub account_id: AccountId,
    pub at: DateTimeUtc,
    pub version: i32,
    pub reason: String,
}

impl ActiveModelBehavior for ActiveModel {}
