//! A piece of background work, queued in the transaction that asks for it.

use domain::ids::{AccountId, JobId};
use domain::jobs::JobState;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: JobId,
    pub kind: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub payload: Json,
    pub state: JobState,
    pub done: i64,
    pub total: i64,
    pub note: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub result: Option<Json>,
    pub error: Option<String>,
    pub created_by: Option<AccountId>,
    pub created_at: DateTimeUtc,
    pub started_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
    pub attempts: i32,
    pub run_after: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
