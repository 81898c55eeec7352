//! One numbered copy of a paper, from the printer to its destruction.

use domain::ids::{AccountId, CopyId, OpeningId, PaperId};
use domain::selection::papers::CopyState;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "paper_copy")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CopyId,
    pub paper_id: PaperId,
    /// The opening it was printed in.
    pub opening_id: OpeningId,
    pub number: i32,
    pub state: CopyState,
    /// The room or person it was handed to.
    pub holder: Option<String>,
    pub changed_by: AccountId,
    /// The second person at its destruction.
    pub witness: Option<AccountId>,
    pub changed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
