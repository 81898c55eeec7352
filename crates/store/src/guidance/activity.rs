//! What a class did about attitude (plan 4.3.1).

use domain::guidance::ActivityKind;
use domain::ids::{AccountId, ActivityId, ClassId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ActivityId,
    pub class_id: ClassId,
    pub kind: ActivityKind,
    pub held_on: Date,
    pub title: String,
    pub people: i32,
    pub said: String,
    pub by_account: AccountId,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
