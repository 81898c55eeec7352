//! One submission on its way through the posts.

use domain::ids::{AccountId, ProjectId, ReviewId};
use domain::review::{ReviewKind, ReviewState};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ReviewId,
    pub kind: ReviewKind,
    pub object_id: i64,
    pub project_id: Option<ProjectId>,
    pub title: String,
    pub state: ReviewState,
    pub round: i32,
    /// The number of the step that is waiting.
    pub step: i32,
    pub submitted_by: AccountId,
    pub submitted_at: DateTimeUtc,
    pub due_on: Option<Date>,
    pub opened_by: Option<AccountId>,
    pub opened_at: Option<DateTimeUtc>,
    pub decided_at: Option<DateTimeUtc>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
