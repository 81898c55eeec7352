//! That somebody was reminded of something he has not brought.

use domain::ids::{AccountId, ProjectId, StudentId};
use domain::registration::Need;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration_reminder")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub project_id: ProjectId,
    pub student_id: StudentId,
    pub need: Need,
    pub by_account: AccountId,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
