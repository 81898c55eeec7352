//! One student in a round: scores, and what was computed from them.

use domain::ids::{ClassId, EntryId, RoundId, StudentId};
use domain::selection::{Absence, Verdict};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_entry")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EntryId,
    pub round_id: RoundId,
    pub student_id: StudentId,
    pub class_id: ClassId,
    pub in_base: bool,
    /// Tenths by part, null where none was entered.
    #[sea_orm(column_type = "JsonBinary")]
    pub scores: Json,
    pub absence: Option<Absence>,
    pub note: Option<String>,
    /// The room's record an absence refers to.
    pub record: Option<String>,
    pub total: Option<i64>,
    pub rank: Option<i32>,
    pub verdict: Option<Verdict>,
    pub reason: Option<String>,
    /// Chosen only because it was told before a mark was corrected (plan 2.2.2c).
    pub retained: bool,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
