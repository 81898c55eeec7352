//! A certificate, level and exam window for one or more majors (plan 6).

use domain::ids::{AccountId, CertificateId, GroupId, PlanVersionId, ProjectId};
use domain::projects::ProjectState;
use domain::values::Grade;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "project")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ProjectId,
    /// The school's number, such as `2025-03`.
    #[sea_orm(unique)]
    pub code: String,
    pub certificate_id: CertificateId,
    pub level: String,
    pub title: String,
    pub exam_from: Date,
    pub exam_to: Date,
    pub registration_deadline: Option<Date>,
    pub grade: Grade,
    pub group_id: GroupId,
    pub plan_version_id: PlanVersionId,
    pub state: ProjectState,
    pub created_by: AccountId,
    pub created_at: DateTimeUtc,
    pub note: Option<String>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
