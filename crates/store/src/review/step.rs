//! One post's word in a review.

use domain::access::Post;
use domain::ids::{AccountId, GroupId, ReviewId, ReviewStepId};
use domain::review::ReviewStepState;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_step")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ReviewStepId,
    pub review_id: ReviewId,
    pub number: i32,
    pub post: Post,
    pub group_id: Option<GroupId>,
    pub state: ReviewStepState,
    pub delegated_to: Option<AccountId>,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<DateTimeUtc>,
    pub reason: Option<String>,
    /// The field a return points at.
    pub field: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
