//! Projects found: one, a page of them, those that are going on.

use std::collections::BTreeMap;

use domain::access::Reach;
use domain::ids::{CertificateId, GroupId, MajorId, ProjectId};
use domain::projects::ProjectState;
use domain::values::Grade;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{Condition, JoinType, QueryOrder, QuerySelect, QueryTrait};

use super::project::{self};
use super::project_major;
use crate::school::{class, groups_within};
use crate::{Page, Paged, StoreError, StoreResult, page, search};

/// Which projects a list shows; what is not set does not restrict.
#[derive(Clone, Debug, Default)]
pub struct ProjectFilter {
    /// In one of these states; empty for all.
    pub states: Vec<ProjectState>,
    /// Of one of these groups; empty for all.
    pub groups: Vec<GroupId>,
    pub grade: Option<Grade>,
    pub certificate: Option<CertificateId>,
    /// Somewhere in the title or the number.
    pub text: String,
}

/// One project.
pub async fn project(db: &impl ConnectionTrait, id: ProjectId) -> StoreResult<project::Model> {
    project::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// One page of projects within reach, the newest first.
pub async fn projects(
    db: &impl ConnectionTrait,
    filter: &ProjectFilter,
    reach: &Reach,
    page: Page,
) -> StoreResult<Paged<project::Model>> {
    let query = project::Entity::find()
        .filter(wanted(filter))
        .filter(within(reach))
        .order_by_desc(project::Column::Id);
    page::fetch(db, query, page).await
}

/// The projects within reach that are not over, by the day of their examination.
pub async fn live(db: &impl ConnectionTrait, reach: &Reach) -> StoreResult<Vec<project::Model>> {
    Ok(project::Entity::find()
        .filter(project::COLUMN.state.ne(ProjectState::Closed))
        .filter(within(reach))
        .order_by_asc(project::Column::ExamFrom)
        .order_by_asc(project::Column::Id)
        .all(db)
        .await?)
}

/// Several projects at once, by number.
pub async fn projects_by_id(
    db: &impl ConnectionTrait,
    ids: &[ProjectId],
) -> StoreResult<BTreeMap<ProjectId, project::Model>> {
    let found = project::Entity::find()
        .filter(project::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    Ok(found
        .into_iter()
        .map(|project| (project.id, project))
        .collect())
}

/// The majors of each of the projects.
pub async fn project_majors(
    db: &impl ConnectionTrait,
    ids: &[ProjectId],
) -> StoreResult<BTreeMap<ProjectId, Vec<MajorId>>> {
    let rows = project_major::Entity::find()
        .filter(project_major::Column::ProjectId.is_in(ids.iter().copied()))
        .order_by_asc(project_major::Column::ProjectId)
        .order_by_asc(project_major::Column::MajorId)
        .all(db)
        .await?;
    let mut majors: BTreeMap<ProjectId, Vec<MajorId>> = BTreeMap::new();
    for row in rows {
        majors.entry(row.project_id).or_default().push(row.major_id);
    }
    Ok(majors)
}

/// A condition on `project`: those of the groups within reach, and those a class within reach takes part in.
pub fn within(reach: &Reach) -> Condition {
    let Reach::Within {
        faculties,
        groups,
        classes,
        ..
    } = reach
    else {
        return groups_within(project::Column::GroupId, reach);
    };
    let by_group = Reach::Within {
        faculties: faculties.clone(),
        groups: groups.clone(),
        classes: Vec::new(),
        students: Vec::new(),
    };
    let taking_part = class::Entity::find()
        .select_only()
        .expr(Expr::val(1))
        .join(
            JoinType::InnerJoin,
            class::Entity::belongs_to(project_major::Entity)
                .from(class::Column::MajorId)
                .to(project_major::Column::MajorId)
                .into(),
        )
        .filter(class::Column::Id.is_in(classes.iter().copied()))
        .filter(
            Expr::col((class::Entity, class::Column::Grade))
                .equals((project::Entity, project::Column::Grade)),
        )
        .filter(
            Expr::col((project_major::Entity, project_major::Column::ProjectId))
                .equals((project::Entity, project::Column::Id)),
        )
        .into_query();
    Condition::any()
        .add(groups_within(project::Column::GroupId, &by_group))
        .add(Expr::exists(taking_part))
}

fn wanted(filter: &ProjectFilter) -> Condition {
    let mut wanted = Condition::all();
    if !filter.states.is_empty() {
        wanted = wanted.add(project::Column::State.is_in(filter.states.iter().copied()));
    }
    if !filter.groups.is_empty() {
        wanted = wanted.add(project::Column::GroupId.is_in(filter.groups.iter().copied()));
    }
    if let Some(grade) = filter.grade {
        wanted = wanted.add(project::Column::Grade.eq(grade));
    }
    if let Some(certificate) = filter.certificate {
        wanted = wanted.add(project::Column::CertificateId.eq(certificate));
    }
    if !filter.text.trim().is_empty() {
        wanted = wanted.add(
            Condition::any()
                .add(search::contains(project::Column::Title, &filter.text))
                .add(search::contains(project::Column::Code, &filter.text)),
        );
    }
    wanted
}
