//! One mark of one pass, or the word on attendance under the part `*` (plan 4.3.2).

use domain::ids::{AccountId, MarkId, RoundId, StudentId};
use domain::selection::{Absence, Pass};
use domain::values::Score;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_mark")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MarkId,
    pub round_id: RoundId,
    pub student_id: StudentId,
    /// See [`domain::selection::About::key`].
    pub part: String,
    pub value: Option<Score>,
    pub absence: Option<Absence>,
    /// The room's record an absence refers to.
    pub record: Option<String>,
    /// Who typed it last.
    pub account_id: AccountId,
    pub at: DateTimeUtc,
    pub version: i32,
    pub pass: Pass,
    pub note: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
