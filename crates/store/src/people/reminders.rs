//! Who was reminded of what, and when last.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, ProjectId, StudentId};
use domain::registration::Need;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use super::reminder::{self};
use crate::{StoreResult, Tx, micros};

/// Note that these were reminded.
pub async fn record_reminders(
    tx: &Tx,
    project: ProjectId,
    whom: &[(StudentId, Need)],
    by: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    if whom.is_empty() {
        return Ok(());
    }
    let row = |(student, need): &(StudentId, Need)| reminder::ActiveModel {
        project_id: Set(project),
        student_id: Set(*student),
        need: Set(*need),
        by_account: Set(by),
        at: Set(micros(now)),
        ..Default::default()
    };
    reminder::Entity::insert_many(whom.iter().map(row))
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// When each was last reminded of each thing.
pub async fn last_reminders(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<BTreeMap<(StudentId, Need), DateTime<Utc>>> {
    let all = reminder::Entity::find()
        .filter(reminder::Column::ProjectId.eq(project))
        .order_by_asc(reminder::Column::Id)
        .all(db)
        .await?;
    Ok(all
        .into_iter()
        .map(|row| ((row.student_id, row.need), row.at))
        .collect())
}
