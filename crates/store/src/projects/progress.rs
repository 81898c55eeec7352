//! How far selection and registration of a project are, in numbers: what its facts are made of.

use chrono::{DateTime, Utc};
use domain::ids::{ProjectId, RoundId};
use domain::registration::{ListState, RegistrationState};
use domain::selection::{Marking, Pass, RoundState, Verdict};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{JoinType, QueryOrder, QuerySelect, QueryTrait};

use super::exception;
use crate::registration::{export, is_current, list, registration, template as blank};
use crate::selection::{entry, final_rounds, mark, round};
use crate::{StoreResult, identity};

/// The newest round of selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundNumbers {
    pub id: RoundId,
    pub state: RoundState,
    pub base: u64,
    /// In the base, with a score or a note of absence.
    pub scored: u64,
    /// Chosen by all final rounds of the project.
    pub chosen: u64,
}

/// The registration lists of a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListNumbers {
    pub total: u64,
    pub submitted: u64,
    pub returned: u64,
    pub approved: u64,
    /// Rows of all lists without those withdrawn.
    pub rows: u64,
    pub approved_rows: u64,
    pub faulty_rows: u64,
    /// Chosen, but on no list.
    pub missing: u64,
    /// On a list, but not chosen.
    pub unchosen: u64,
}

/// A filled workbook that was taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    pub rows: i64,
    pub at: DateTime<Utc>,
    /// The approved rows still say what it says.
    pub current: bool,
}

/// The newest round with its numbers.
pub async fn newest_round(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<Option<RoundNumbers>> {
    let newest = round::Entity::find()
        .filter(round::COLUMN.project_id.eq(project))
        .order_by_desc(round::Column::Number)
        .one(db)
        .await?;
    let Some(newest) = newest else {
        return Ok(None);
    };
    let base = entry::Entity::find()
        .filter(entry::COLUMN.round_id.eq(newest.id))
        .filter(entry::COLUMN.in_base.eq(true));
    let chosen = entry::Entity::find()
        .filter(entry::Column::Verdict.eq(Verdict::Chosen))
        .filter(entry::Column::RoundId.in_subquery(final_rounds(project)));
    let scored = match (newest.state, newest.parameters.marking) {
        (RoundState::Entering, Marking::Single) => scored(db, base.clone()).await?,
        (RoundState::Entering, Marking::Double) => typed_twice(db, newest.id).await?,
        _ => base.clone().count(db).await?,
    };
    Ok(Some(RoundNumbers {
        id: newest.id,
        state: newest.state,
        base: base.count(db).await?,
        scored,
        chosen: chosen.count(db).await?,
    }))
}

/// Those of the base with something in both passes (plan 4.3.2).
async fn typed_twice(db: &impl ConnectionTrait, round: RoundId) -> StoreResult<u64> {
    let of = |pass: Pass| {
        mark::Entity::find()
            .select_only()
            .column(mark::Column::StudentId)
            .filter(mark::COLUMN.round_id.eq(round))
            .filter(mark::COLUMN.pass.eq(pass))
            .into_query()
    };
    Ok(entry::Entity::find()
        .filter(entry::COLUMN.round_id.eq(round))
        .filter(entry::COLUMN.in_base.eq(true))
        .filter(entry::Column::StudentId.in_subquery(of(Pass::First)))
        .filter(entry::Column::StudentId.in_subquery(of(Pass::Second)))
        .count(db)
        .await?)
}

async fn scored(db: &impl ConnectionTrait, base: Select<entry::Entity>) -> StoreResult<u64> {
    let rows = base.all(db).await?;
    let any = |scores: &Json| match scores {
        Json::Object(parts) => parts.values().any(|score| !score.is_null()),
        _ => false,
    };
    let counted = rows
        .iter()
        .filter(|row| row.absence.is_some() || any(&row.scores))
        .count();
    Ok(u64::try_from(counted).unwrap_or_default())
}

fn chosen_students(project: ProjectId) -> SelectStatement {
    entry::Entity::find()
        .select_only()
        .column(entry::Column::StudentId)
        .filter(entry::Column::Verdict.eq(Verdict::Chosen))
        .filter(entry::Column::RoundId.in_subquery(final_rounds(project)))
        .into_query()
}

/// The lists with their rows in numbers.
pub async fn list_numbers(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<ListNumbers> {
    let states: Vec<ListState> = list::Entity::find()
        .select_only()
        .column(list::Column::State)
        .filter(list::COLUMN.project_id.eq(project))
        .into_tuple()
        .all(db)
        .await?;
    let of = |state| {
        u64::try_from(states.iter().filter(|one| **one == state).count()).unwrap_or_default()
    };
    let all = registration::Entity::find().filter(registration::COLUMN.project_id.eq(project));
    let rows = all
        .clone()
        .filter(registration::COLUMN.state.ne(RegistrationState::Withdrawn));
    let on_a_list = all
        .select_only()
        .column(registration::Column::StudentId)
        .into_query();
    let approved = registration::COLUMN.state.eq(RegistrationState::Approved);
    // The column is JSON on one database and text on the other: as text an empty list reads alike.
    let faulty = Expr::col(registration::Column::Problems)
        .cast_as("text")
        .ne("[]");
    let missing = entry::Entity::find()
        .filter(entry::Column::Verdict.eq(Verdict::Chosen))
        .filter(entry::Column::RoundId.in_subquery(final_rounds(project)))
        .filter(entry::Column::StudentId.not_in_subquery(on_a_list));
    let unchosen = registration::Column::StudentId.not_in_subquery(chosen_students(project));
    Ok(ListNumbers {
        total: u64::try_from(states.len()).unwrap_or_default(),
        submitted: of(ListState::Submitted),
        returned: of(ListState::Returned),
        approved: of(ListState::Approved),
        rows: rows.clone().count(db).await?,
        approved_rows: rows
            .clone()
            .filter(approved)
            .filter(registration::Column::HeldAt.is_null())
            .count(db)
            .await?,
        faulty_rows: rows.clone().filter(faulty).count(db).await?,
        missing: missing.count(db).await?,
        unchosen: rows.filter(unchosen).count(db).await?,
    })
}

/// The blank workbook of the project: the one it was filled from last, else the newest one kept.
pub async fn template(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<Option<blank::Model>> {
    let used = blank::Entity::find()
        .join(
            JoinType::InnerJoin,
            blank::Entity::belongs_to(export::Entity)
                .from(blank::Column::Id)
                .to(export::Column::TemplateId)
                .into(),
        )
        .filter(export::COLUMN.project_id.eq(project))
        .order_by_desc(export::Column::Id)
        .one(db)
        .await?;
    if used.is_some() {
        return Ok(used);
    }
    Ok(blank::Entity::find()
        .order_by_desc(blank::Column::Id)
        .one(db)
        .await?)
}

/// The newest workbook filled for the project.
pub async fn filled(db: &impl ConnectionTrait, project: ProjectId) -> StoreResult<Option<Filled>> {
    let newest = export::Entity::find()
        .filter(export::COLUMN.project_id.eq(project))
        .filter(export::COLUMN.template_id.is_not_null())
        .order_by_desc(export::Column::Id)
        .one(db)
        .await?;
    let Some(newest) = newest else {
        return Ok(None);
    };
    Ok(Some(Filled {
        rows: newest.rows,
        at: newest.at,
        current: is_current(db, &newest).await?,
    }))
}

/// The exceptions at the gates, with the names of those who granted them, oldest first.
pub async fn exceptions(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<Vec<(exception::Model, String)>> {
    let rows = exception::Entity::find()
        .filter(exception::COLUMN.project_id.eq(project))
        .order_by_asc(exception::Column::Id)
        .all(db)
        .await?;
    let mut named = Vec::with_capacity(rows.len());
    for row in rows {
        let name = identity::account(db, row.by_account).await?.name;
        named.push((row, name));
    }
    Ok(named)
}
