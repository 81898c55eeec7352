//! A post held for a term of office (plan 2.1).

use domain::access::Post;
use domain::ids::{AccountId, ClassId, FacultyId, GroupId, PostHoldingId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post_holding")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PostHoldingId,
    pub account_id: AccountId,
    pub post: Post,
    pub faculty_id: Option<FacultyId>,
    pub group_id: Option<GroupId>,
    pub class_id: Option<ClassId>,
    pub valid_from: Date,
    /// The last day, none while open.
    pub valid_to: Option<Date>,
    pub end_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
