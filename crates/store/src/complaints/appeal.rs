//! A student's objection to a published result (plan 2.2.2c).

use domain::complaints::AppealState;
use domain::ids::{AccountId, AppealId, RoundId, StudentId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appeal")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AppealId,
    pub round_id: RoundId,
    pub student_id: StudentId,
    pub reason: String,
    pub state: AppealState,
    /// The student, or the class teacher for the student.
    pub filed_by: AccountId,
    pub filed_at: DateTimeUtc,
    pub due_on: Date,
    pub decision: Option<String>,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<DateTimeUtc>,
    /// The sealed version the decision made.
    pub seal_number: Option<i32>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
