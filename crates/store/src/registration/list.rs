//! A class's registration list in a project.

use domain::ids::{ClassId, ListId, ProjectId};
use domain::registration::ListState;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration_list")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ListId,
    pub project_id: ProjectId,
    pub class_id: ClassId,
    pub state: ListState,
    pub created_at: DateTimeUtc,
    pub submitted_at: Option<DateTimeUtc>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
