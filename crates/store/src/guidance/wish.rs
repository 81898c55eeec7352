//! A wish to register although not chosen (plan 4.3.4).

use domain::guidance::{Wish, WishPath, WishState};
use domain::ids::{AccountId, ProjectId, StudentId, WishId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wish")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: WishId,
    pub project_id: ProjectId,
    pub student_id: StudentId,
    /// Why, in the student's words.
    pub said: String,
    pub state: WishState,
    pub path: Option<WishPath>,
    pub by_account: AccountId,
    pub created_at: DateTimeUtc,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// As the rule knows it.
    pub const fn wish(&self) -> Wish {
        Wish {
            state: self.state,
            path: self.path,
        }
    }
}
