//! What the published rounds say of one student.

use domain::ids::StudentId;
use sea_orm::entity::prelude::*;

use super::{entry, round};
use crate::StoreResult;

/// The student's entries in published rounds with their rounds, the newest first.
pub async fn results_of(
    db: &impl ConnectionTrait,
    student: StudentId,
) -> StoreResult<Vec<(round::Model, entry::Model)>> {
    let entries = entry::Entity::find()
        .filter(entry::COLUMN.student_id.eq(student))
        .filter(entry::COLUMN.in_base.eq(true))
        .all(db)
        .await?;
    let rounds = round::Entity::find()
        .filter(round::Column::Id.is_in(entries.iter().map(|one| one.round_id)))
        .filter(round::Column::PublishedAt.is_not_null())
        .all(db)
        .await?;
    let mut found: Vec<(round::Model, entry::Model)> = entries
        .into_iter()
        .filter_map(|one| {
            let round = rounds.iter().find(|round| round.id == one.round_id)?;
            Some((round.clone(), one))
        })
        .collect();
    found.sort_by_key(|(round, _)| std::cmp::Reverse(round.published_at));
    Ok(found)
}
