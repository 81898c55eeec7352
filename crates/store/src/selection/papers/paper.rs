//! A paper of a selection test; a new file under the same name is a new version.

use domain::ids::{AccountId, PaperId, RoundId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_paper")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PaperId,
    pub round_id: RoundId,
    /// "A 卷".
    pub name: String,
    /// The version, from 1.
    pub number: i32,
    /// Of the sealed file; the file itself is kept nowhere in the clear.
    pub sha256: String,
    /// Bytes of the file in the clear.
    pub size: i64,
    pub created_by: AccountId,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
