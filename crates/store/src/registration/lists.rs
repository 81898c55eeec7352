//! The lists of classes: found, counted, moved on.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::access::Reach;
use domain::ids::{ClassId, ListId, ProjectId};
use domain::registration::{ListState, RegistrationState};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{Condition, QueryOrder, QuerySelect, Set};

use super::list::{self};
use super::registration;
use crate::school::classes_within;
use crate::{Page, Paged, StoreError, StoreResult, Tx, micros, page, written_once};

/// The rows of a list by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub draft: u64,
    pub submitted: u64,
    pub approved: u64,
    pub returned: u64,
    pub withdrawn: u64,
    /// Not withdrawn, and the last check found something.
    pub faulty: u64,
}

impl Counts {
    /// Everybody on the list who has not given up.
    pub const fn people(&self) -> u64 {
        self.draft + self.submitted + self.approved + self.returned
    }
}

/// Which lists are shown; what is not set does not restrict.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    pub project: Option<ProjectId>,
    pub state: Option<ListState>,
}

/// One list.
pub async fn list(db: &impl ConnectionTrait, id: ListId) -> StoreResult<list::Model> {
    list::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// One list, kept from every other writer until the transaction ends; `Stale` when it is not the version shown.
pub async fn locked(tx: &Tx, id: ListId, version: Option<i32>) -> StoreResult<list::Model> {
    let found = list::Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    if version.is_some_and(|version| version != found.version) {
        return Err(StoreError::Stale);
    }
    Ok(found)
}

/// The lists of a project, class by class.
pub async fn lists_of(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<Vec<list::Model>> {
    Ok(list::Entity::find()
        .filter(list::COLUMN.project_id.eq(project))
        .order_by_asc(list::Column::ClassId)
        .all(db)
        .await?)
}

/// One page of lists within reach, the newest project first.
pub async fn lists(
    db: &impl ConnectionTrait,
    filter: &ListFilter,
    reach: &Reach,
    page: Page,
) -> StoreResult<Paged<list::Model>> {
    let wanted = Condition::all()
        .add_option(
            filter
                .project
                .map(|project| list::Column::ProjectId.eq(project)),
        )
        .add_option(filter.state.map(|state| list::Column::State.eq(state)));
    let query = list::Entity::find()
        .filter(wanted)
        .filter(classes_within(list::Column::ClassId, reach))
        .order_by_desc(list::Column::ProjectId)
        .order_by_asc(list::Column::ClassId);
    page::fetch(db, query, page).await
}

/// How many lists within reach stand in each state.
pub async fn list_states(
    db: &impl ConnectionTrait,
    reach: &Reach,
) -> StoreResult<BTreeMap<ListState, i64>> {
    let pairs: Vec<(ListState, i64)> = list::Entity::find()
        .select_only()
        .column(list::Column::State)
        .column_as(list::Column::Id.count(), "lists")
        .filter(classes_within(list::Column::ClassId, reach))
        .group_by(list::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    Ok(pairs.into_iter().collect())
}

/// The rows of these lists, counted.
pub async fn counts(
    db: &impl ConnectionTrait,
    lists: &[ListId],
) -> StoreResult<BTreeMap<ListId, Counts>> {
    let within = registration::Column::ListId.is_in(lists.iter().copied());
    let by_state: Vec<(ListId, RegistrationState, i64)> = registration::Entity::find()
        .select_only()
        .column(registration::Column::ListId)
        .column(registration::Column::State)
        .column_as(registration::Column::Id.count(), "people")
        .filter(within.clone())
        .group_by(registration::Column::ListId)
        .group_by(registration::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let faulty: Vec<(ListId, i64)> = registration::Entity::find()
        .select_only()
        .column(registration::Column::ListId)
        .column_as(registration::Column::Id.count(), "people")
        .filter(within)
        .filter(registration::Column::State.ne(RegistrationState::Withdrawn))
        .filter(with_problems())
        .group_by(registration::Column::ListId)
        .into_tuple()
        .all(db)
        .await?;
    let mut counts: BTreeMap<ListId, Counts> = BTreeMap::new();
    let number = |people: i64| u64::try_from(people).unwrap_or_default();
    for (list, state, people) in by_state {
        let own = counts.entry(list).or_default();
        let place = match state {
            RegistrationState::Draft => &mut own.draft,
            RegistrationState::Submitted => &mut own.submitted,
            RegistrationState::Approved => &mut own.approved,
            RegistrationState::Returned => &mut own.returned,
            RegistrationState::Withdrawn => &mut own.withdrawn,
        };
        *place = number(people);
    }
    for (list, people) in faulty {
        counts.entry(list).or_default().faulty = number(people);
    }
    Ok(counts)
}

/// The column is JSON on one database and text on the other: as text an empty list reads alike.
pub(super) fn with_problems() -> sea_orm::sea_query::SimpleExpr {
    Expr::col((registration::Entity, registration::Column::Problems))
        .cast_as("text")
        .ne("[]")
}

/// A new list, empty.
pub async fn add_list(
    tx: &Tx,
    project: ProjectId,
    class: ClassId,
    now: DateTime<Utc>,
) -> StoreResult<list::Model> {
    let row = list::ActiveModel {
        project_id: Set(project),
        class_id: Set(class),
        state: Set(ListState::Draft),
        created_at: Set(micros(now)),
        version: Set(1),
        ..Default::default()
    };
    let id = list::Entity::insert(row).exec(tx).await?.last_insert_id;
    list(tx, id).await
}

/// Write where the list stands now; `submitted_at` is left alone where it is `None`.
pub async fn move_list(
    tx: &Tx,
    before: &list::Model,
    state: ListState,
    submitted_at: Option<DateTime<Utc>>,
) -> StoreResult<()> {
    let mut row = list::ActiveModel {
        state: Set(state),
        version: Set(before.version + 1),
        ..Default::default()
    };
    if let Some(at) = submitted_at {
        row.submitted_at = Set(Some(micros(at)));
    }
    let outcome = list::Entity::update_many()
        .set(row)
        .filter(list::Column::Id.eq(before.id))
        .filter(list::COLUMN.version.eq(before.version))
        .exec(tx)
        .await?;
    written_once(outcome.rows_affected)
}
