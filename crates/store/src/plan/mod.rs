//! Versions of the plan (plan 1.1).

pub mod version;
mod written;

use domain::ids::PlanVersionId;
use domain::plan::PlanVersion;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use crate::{StoreError, StoreResult};

pub use written::create_version;

/// One version.
pub async fn plan_version(
    db: &impl ConnectionTrait,
    id: PlanVersionId,
) -> StoreResult<PlanVersion> {
    let found = version::Entity::find_by_id(id).one(db).await?;
    found.map(PlanVersion::from).ok_or(StoreError::NotFound)
}

/// All versions, oldest first.
pub async fn plan_versions(db: &impl ConnectionTrait) -> StoreResult<Vec<PlanVersion>> {
    let rows = version::Entity::find()
        .order_by_asc(version::Column::InForceFrom)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(PlanVersion::from).collect())
}

impl From<version::Model> for PlanVersion {
    fn from(row: version::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            in_force_from: row.in_force_from,
            in_force_to: row.in_force_to,
            parameters: row.parameters,
        }
    }
}
