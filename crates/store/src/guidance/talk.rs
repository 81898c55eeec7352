//! A talk with a student who was not chosen (plan 4.3.3, 4.3.4).

use domain::guidance::TalkKind;
use domain::ids::{AccountId, ProjectId, StudentId, TalkId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "talk")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: TalkId,
    pub project_id: ProjectId,
    pub student_id: StudentId,
    pub kind: TalkKind,
    pub held_on: Date,
    pub said: String,
    pub by_account: AccountId,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
