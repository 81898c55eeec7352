//! Versions of the plan written.

use chrono::NaiveDate;
use domain::ids::PlanVersionId;
use domain::plan::PlanParameters;
use sea_orm::{EntityTrait, Set};

use super::version;
use crate::{StoreResult, Tx};

/// Put a version in force from a day on, with no end yet.
pub async fn create_version(
    tx: &Tx,
    name: &str,
    in_force_from: NaiveDate,
    parameters: &PlanParameters,
) -> StoreResult<PlanVersionId> {
    let row = version::ActiveModel {
        name: Set(name.to_owned()),
        in_force_from: Set(in_force_from),
        in_force_to: Set(None),
        parameters: Set(parameters.clone()),
        ..Default::default()
    };
    Ok(version::Entity::insert(row).exec(tx).await?.last_insert_id)
}
