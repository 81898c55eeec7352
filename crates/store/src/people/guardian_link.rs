//! A guardian's way to the consent: a random address of which only the hash is kept, and a code that goes another way.

use domain::ids::{AccountId, LinkId, ProjectId, StudentId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "guardian_link")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: LinkId,
    pub project_id: ProjectId,
    pub student_id: StudentId,
    #[sea_orm(unique)]
    pub token_hash: String,
    /// A keyed hash of address and code.
    pub code_mark: String,
    pub by_account: AccountId,
    pub at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// The code was given rightly for the first time.
    pub opened_at: Option<DateTimeUtc>,
    pub used_at: Option<DateTimeUtc>,
    /// A newer link took its place, or the code was guessed at too often.
    pub ended_at: Option<DateTimeUtc>,
    pub failures: i32,
}

impl ActiveModelBehavior for ActiveModel {}
