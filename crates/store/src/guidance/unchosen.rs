//! Those whom the published rounds of a project did not choose (plan 4.3.3).

use std::collections::{BTreeSet, HashMap};

use domain::access::Reach;
use domain::ids::{ProjectId, StudentId};
use domain::selection::{RoundState, Verdict};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait};

use super::{talk, wish};
use crate::school::{classes_within, student, students_by_id};
use crate::selection::{entry, round};
use crate::{Page, Paged, StoreResult, page};

/// Somebody who was told not to be chosen.
#[derive(Clone, Debug)]
pub struct Unchosen {
    pub project: ProjectId,
    pub entry: entry::Model,
    pub student: student::Model,
    /// Talks noted in this project.
    pub talks: u64,
    pub wish: Option<wish::Model>,
}

/// One page of those not chosen in a project whose classes are within reach, by class and number; each
/// stands there with the last round they took part in.
pub async fn unchosen(
    db: &impl ConnectionTrait,
    project: ProjectId,
    reach: &Reach,
    at: Page,
) -> StoreResult<Paged<Unchosen>> {
    let query = entry::Entity::find()
        .filter(not_chosen(project))
        .filter(classes_within(entry::Column::ClassId, reach))
        .order_by_asc(entry::Column::ClassId)
        .order_by_asc(entry::Column::StudentId);
    let found = page::fetch(db, query, at).await?;
    let ids: Vec<StudentId> = found.items.iter().map(|row| row.student_id).collect();
    let students: HashMap<StudentId, student::Model> = students_by_id(db, &ids)
        .await?
        .into_iter()
        .map(|student| (student.id, student))
        .collect();
    let talked: Vec<(StudentId, i64)> = talk::Entity::find()
        .select_only()
        .column(talk::Column::StudentId)
        .column_as(talk::Column::Id.count(), "talks")
        .filter(talk::COLUMN.project_id.eq(project))
        .filter(talk::Column::StudentId.is_in(ids.iter().copied()))
        .group_by(talk::Column::StudentId)
        .into_tuple()
        .all(db)
        .await?;
    let talked: HashMap<StudentId, i64> = talked.into_iter().collect();
    let wishes = wish::Entity::find()
        .filter(wish::COLUMN.project_id.eq(project))
        .filter(wish::Column::StudentId.is_in(ids))
        .all(db)
        .await?;
    let mut wishes: HashMap<StudentId, wish::Model> = wishes
        .into_iter()
        .map(|wish| (wish.student_id, wish))
        .collect();
    let items = found.items.into_iter().filter_map(|entry| {
        let student = students.get(&entry.student_id)?.clone();
        let talks = talked.get(&student.id).copied().unwrap_or_default();
        Some(Unchosen {
            project,
            talks: u64::try_from(talks).unwrap_or_default(),
            wish: wishes.remove(&student.id),
            entry,
            student,
        })
    });
    Ok(Paged {
        items: items.collect(),
        total: found.total,
    })
}

/// The entry by which a student was told not to be chosen in a project, none for anybody else.
pub async fn told_not_chosen(
    db: &impl ConnectionTrait,
    project: ProjectId,
    student: StudentId,
) -> StoreResult<Option<entry::Model>> {
    Ok(entry::Entity::find()
        .filter(not_chosen(project))
        .filter(entry::COLUMN.student_id.eq(student))
        .one(db)
        .await?)
}

/// The projects in which people were told not to be chosen.
pub async fn told_projects(db: &impl ConnectionTrait) -> StoreResult<BTreeSet<ProjectId>> {
    let found: Vec<ProjectId> = round::Entity::find()
        .select_only()
        .column(round::Column::ProjectId)
        .filter(round::Column::State.is_in(told()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

fn told() -> Vec<RoundState> {
    RoundState::ALL
        .iter()
        .copied()
        .filter(|state| *state >= RoundState::Published)
        .collect()
}

/// Entries of the last told round of a project that did not choose, of students no round of it chose.
fn not_chosen(project: ProjectId) -> Condition {
    let told = told();
    let rounds = || {
        round::Entity::find()
            .select_only()
            .column(round::Column::Id)
            .filter(round::COLUMN.project_id.eq(project))
            .filter(round::Column::State.is_in(told.clone()))
    };
    let last = rounds()
        .order_by_desc(round::Column::Number)
        .limit(1)
        .into_query();
    let chosen = entry::Entity::find()
        .select_only()
        .column(entry::Column::StudentId)
        .filter(entry::Column::RoundId.in_subquery(rounds().into_query()))
        .filter(entry::Column::Verdict.eq(Verdict::Chosen))
        .into_query();
    Condition::all()
        .add(entry::Column::RoundId.in_subquery(last))
        .add(entry::Column::Verdict.is_in([Verdict::NotChosen, Verdict::Absent]))
        .add(entry::Column::StudentId.not_in_subquery(chosen))
}
