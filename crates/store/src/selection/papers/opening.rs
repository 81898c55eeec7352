//! One opening of a paper by two named persons.

use domain::ids::{AccountId, OpeningId, PaperId};
use domain::selection::papers::{Opening, Window};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "paper_opening")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: OpeningId,
    pub paper_id: PaperId,
    pub reason: String,
    pub window_from: DateTimeUtc,
    pub window_to: DateTimeUtc,
    /// Who asked.
    pub first_by: AccountId,
    /// Who was named beside.
    pub second_by: AccountId,
    pub asked_at: DateTimeUtc,
    pub joined_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    /// How often the file was taken out.
    pub views: i32,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// As the rule knows it.
    pub const fn opening(&self) -> Opening {
        Opening {
            window: Window {
                from: self.window_from,
                to: self.window_to,
            },
            first: self.first_by,
            second: self.second_by,
            joined_at: self.joined_at,
            closed_at: self.closed_at,
        }
    }
}
