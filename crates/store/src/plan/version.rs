//! A version of the plan with its parameters (plan 1.1).

use domain::ids::PlanVersionId;
use domain::plan::PlanParameters;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_version")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PlanVersionId,
    pub name: String,
    pub in_force_from: Date,
    pub in_force_to: Option<Date>,
    #[sea_orm(column_type = "JsonBinary")]
    pub parameters: PlanParameters,
}

impl ActiveModelBehavior for ActiveModel {}
