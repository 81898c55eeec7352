//! Rounds found: one, a project's, those within a person's reach.

use domain::access::Reach;
use domain::ids::{ProjectId, RoundId};
use domain::selection::RoundState;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, PaginatorTrait, QueryOrder, QuerySelect, QueryTrait};

use super::entry;
use super::round::{self};
use crate::projects::project;
use crate::school::classes_within;
use crate::{Page, Paged, StoreError, StoreResult, Tx, page};

/// A round with its project.
#[derive(Clone, Debug)]
pub struct ListedRound {
    pub round: round::Model,
    pub project: project::Model,
}

/// One round.
pub async fn round(db: &impl ConnectionTrait, id: RoundId) -> StoreResult<round::Model> {
    round::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// One round, kept from every other writer until the transaction ends: scores, seal and decisions
/// of a round happen one after the other.
pub async fn locked(tx: &Tx, id: RoundId) -> StoreResult<round::Model> {
    round::Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)
}

/// The rounds of a project, the first one first.
pub async fn of_project(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<Vec<round::Model>> {
    Ok(round::Entity::find()
        .filter(round::COLUMN.project_id.eq(project))
        .order_by_asc(round::Column::Number)
        .all(db)
        .await?)
}

/// One page of the rounds within reach, the newest first.
pub async fn rounds(
    db: &impl ConnectionTrait,
    reach: &Reach,
    page: Page,
) -> StoreResult<Paged<ListedRound>> {
    let query = round::Entity::find()
        .filter(within(reach))
        .order_by_desc(round::Column::Id);
    let found = page::fetch(db, query, page).await?;
    Ok(Paged {
        items: with_projects(db, found.items).await?,
        total: found.total,
    })
}

/// The rounds within reach that stand in this state, the longest waiting first.
pub async fn rounds_in(
    db: &impl ConnectionTrait,
    state: RoundState,
    reach: &Reach,
) -> StoreResult<Vec<ListedRound>> {
    let found = round::Entity::find()
        .filter(within(reach))
        .filter(round::Column::State.eq(state))
        .order_by_asc(round::Column::Id)
        .all(db)
        .await?;
    with_projects(db, found).await
}

/// Whether a class within reach takes part in the round.
pub async fn seen_by(db: &impl ConnectionTrait, id: RoundId, reach: &Reach) -> StoreResult<bool> {
    let found = round::Entity::find_by_id(id).filter(within(reach));
    Ok(found.count(db).await? > 0)
}

/// A condition on `selection_round`: those with a candidate of a class within reach.
pub fn within(reach: &Reach) -> Condition {
    if matches!(reach, Reach::All) {
        return Condition::all();
    }
    let rounds = entry::Entity::find()
        .select_only()
        .column(entry::Column::RoundId)
        .filter(classes_within(entry::Column::ClassId, reach))
        .into_query();
    Condition::all().add(round::Column::Id.in_subquery(rounds))
}

async fn with_projects(
    db: &impl ConnectionTrait,
    rounds: Vec<round::Model>,
) -> StoreResult<Vec<ListedRound>> {
    let projects = project::Entity::find()
        .filter(project::Column::Id.is_in(rounds.iter().map(|round| round.project_id)))
        .all(db)
        .await?;
    let listed = |round: round::Model| {
        let project = projects.iter().find(|one| one.id == round.project_id)?;
        Some(ListedRound {
            project: project.clone(),
            round,
        })
    };
    Ok(rounds.into_iter().filter_map(listed).collect())
}
