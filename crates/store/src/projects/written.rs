//! Projects made and changed; who opened a gate by exception.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{
    AccountId, CertificateId, ExceptionId, GroupId, MajorId, PlanVersionId, ProjectId,
};
use domain::projects::{ProjectState, Step};
use domain::values::Grade;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use super::{exception, project, project_major};
use crate::{StoreResult, Tx, micros, search, written_once};

/// What the form holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectValues {
    pub certificate: CertificateId,
    pub level: String,
    pub title: String,
    pub exam_from: NaiveDate,
    pub exam_to: NaiveDate,
    pub deadline: Option<NaiveDate>,
    pub grade: Grade,
    pub group: GroupId,
    pub plan_version: PlanVersionId,
    pub majors: Vec<MajorId>,
    pub note: Option<String>,
}

/// The next number of a year, such as `2025-03`.
pub async fn next_code(tx: &Tx, year: i32) -> StoreResult<String> {
    let last = project::Entity::find()
        .filter(search::starts_with(
            project::Column::Code,
            &format!("{year}-"),
        ))
        .order_by_desc(project::Column::Id)
        .all(tx)
        .await?;
    let number = |code: &str| {
        code.rsplit('-')
            .next()
            .and_then(|text| text.parse::<u32>().ok())
    };
    let highest = last
        .iter()
        .filter_map(|project| number(&project.code))
        .max()
        .unwrap_or(0);
    Ok(format!("{year}-{:02}", highest.saturating_add(1)))
}

/// Make a project as a draft.
pub async fn create(
    tx: &Tx,
    code: &str,
    values: &ProjectValues,
    by: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<ProjectId> {
    let mut row = project::ActiveModel {
        code: Set(code.to_owned()),
        plan_version_id: Set(values.plan_version),
        state: Set(ProjectState::Draft),
        created_by: Set(by),
        created_at: Set(micros(now)),
        version: Set(1),
        ..Default::default()
    };
    put(&mut row, values);
    let id = project::Entity::insert(row).exec(tx).await?.last_insert_id;
    put_majors(tx, id, &values.majors).await?;
    Ok(id)
}

/// Change what the form holds; `version` is what the page was made from.
pub async fn update(
    tx: &Tx,
    id: ProjectId,
    version: i32,
    values: &ProjectValues,
) -> StoreResult<()> {
    let found = super::project(tx, id).await?;
    let state = found.state;
    set_state(tx, id, version, state).await?;
    let mut row = project::ActiveModel {
        id: Set(id),
        ..Default::default()
    };
    put(&mut row, values);
    row.update(tx).await?;
    project_major::Entity::delete_many()
        .filter(project_major::COLUMN.project_id.eq(id))
        .exec(tx)
        .await?;
    put_majors(tx, id, &values.majors).await
}

/// Set the state; `Stale` when the project was changed since this version.
pub async fn set_state(
    tx: &Tx,
    id: ProjectId,
    version: i32,
    state: ProjectState,
) -> StoreResult<()> {
    let outcome = project::Entity::update_many()
        .col_expr(project::Column::State, Expr::val(state.value()))
        .col_expr(
            project::Column::Version,
            Expr::val(version.saturating_add(1)),
        )
        .filter(project::Column::Id.eq(id))
        .filter(project::COLUMN.version.eq(version))
        .exec(tx)
        .await?;
    written_once(outcome.rows_affected)
}

/// A leader lets a project through a gate.
pub async fn grant_exception(
    tx: &Tx,
    project: ProjectId,
    gate: Step,
    reason: &str,
    by: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<ExceptionId> {
    let row = exception::ActiveModel {
        project_id: Set(project),
        gate: Set(gate.value().to_owned()),
        reason: Set(reason.to_owned()),
        by_account: Set(by),
        at: Set(micros(now)),
        ..Default::default()
    };
    Ok(exception::Entity::insert(row)
        .exec(tx)
        .await?
        .last_insert_id)
}

fn put(row: &mut project::ActiveModel, values: &ProjectValues) {
    row.certificate_id = Set(values.certificate);
    row.level = Set(values.level.clone());
    row.title = Set(values.title.clone());
    row.exam_from = Set(values.exam_from);
    row.exam_to = Set(values.exam_to);
    row.registration_deadline = Set(values.deadline);
    row.grade = Set(values.grade);
    row.group_id = Set(values.group);
    row.note = Set(values.note.clone());
}

async fn put_majors(tx: &Tx, id: ProjectId, majors: &[MajorId]) -> StoreResult<()> {
    let rows = majors.iter().map(|major| project_major::ActiveModel {
        project_id: Set(id),
        major_id: Set(*major),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        project_major::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
