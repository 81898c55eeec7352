//! One student's registration; nobody is registered twice in a project.

use domain::ids::{AccountId, ListId, ProjectId, RegistrationId, StudentId};
use domain::registration::{Field, Problems, RegistrationState, RowData};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RegistrationId,
    pub list_id: ListId,
    pub project_id: ProjectId,
    pub student_id: StudentId,
    pub state: RegistrationState,
    #[sea_orm(column_type = "JsonBinary")]
    pub data: RowData,
    #[sea_orm(column_type = "JsonBinary")]
    pub problems: Problems,
    pub reason: Option<String>,
    pub field: Option<Field>,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<DateTimeUtc>,
    /// Since when a consent it needs is taken back: it is not sent while this is so.
    pub held_at: Option<DateTimeUtc>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
