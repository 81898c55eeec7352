//! A round of selection; its parameters are copied from the plan version when it is opened (plan 4.2).

use domain::ids::{AccountId, PlanVersionId, ProjectId, RoundId, SnapshotId};
use domain::selection::{RoundState, Terms};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_round")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RoundId,
    pub project_id: ProjectId,
    pub number: i32,
    pub snapshot_id: SnapshotId,
    pub plan_version_id: PlanVersionId,
    #[sea_orm(column_type = "JsonBinary")]
    pub parameters: Terms,
    pub approved_number: Option<i32>,
    pub seats: Option<i32>,
    pub state: RoundState,
    pub test_on: Option<Date>,
    pub sealed_at: Option<DateTimeUtc>,
    pub sealed_by: Option<AccountId>,
    pub seal_hash: Option<String>,
    /// The summary; the verdicts stand in the entries.
    #[sea_orm(column_type = "JsonBinary")]
    pub result: Option<Json>,
    pub computed_at: Option<DateTimeUtc>,
    pub confirmed_at: Option<DateTimeUtc>,
    pub confirmed_by: Option<AccountId>,
    pub published_at: Option<DateTimeUtc>,
    pub published_by: Option<AccountId>,
    /// The last day of the public notice; none where the plan wants none.
    pub notice_until: Option<Date>,
    pub final_at: Option<DateTimeUtc>,
    pub final_by: Option<AccountId>,
    pub created_by: AccountId,
    pub created_at: DateTimeUtc,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
