//! One step of the incident plan, with who does it (plan 4.3.4).

use domain::guidance::IncidentKind;
use domain::ids::IncidentStepId;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_step")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: IncidentStepId,
    pub kind: IncidentKind,
    pub number: i32,
    pub act: String,
    pub who: String,
    pub phone: String,
}

impl ActiveModelBehavior for ActiveModel {}
