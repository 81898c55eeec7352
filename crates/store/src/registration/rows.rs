//! The rows of registration lists with their students.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::access::Reach;
use domain::ids::{AccountId, ClassId, ListId, ProjectId, RegistrationId, StudentId};
use domain::projects::ProjectState;
use domain::registration::{Field, Problems, RegistrationState, RowData};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{Condition, JoinType, PaginatorTrait, QueryOrder, QuerySelect, QueryTrait, Set};

use super::list;
use super::lists::with_problems;
use super::registration::{self};
use crate::projects::project;
use crate::school::{student, students_by_id, students_within};
use crate::{Page, Paged, StoreError, StoreResult, Tx, micros, search, written_once};

/// A row with its student.
#[derive(Clone, Debug)]
pub struct RowOf {
    pub row: registration::Model,
    pub student: student::Model,
}

/// Rows of one insert: far below SQLite's 32,766 variables.
const CHUNK: usize = 500;

/// The rows of a list, by school number.
pub async fn rows(db: &impl ConnectionTrait, list: ListId) -> StoreResult<Vec<RowOf>> {
    let found = registration::Entity::find().filter(registration::COLUMN.list_id.eq(list));
    with_students(db, found.all(db).await?).await
}

/// The rows of all lists of a project, by school number.
pub async fn rows_of_project(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<Vec<RowOf>> {
    let found = registration::Entity::find().filter(registration::COLUMN.project_id.eq(project));
    with_students(db, found.all(db).await?).await
}

async fn with_students(
    db: &impl ConnectionTrait,
    rows: Vec<registration::Model>,
) -> StoreResult<Vec<RowOf>> {
    let ids: Vec<StudentId> = rows.iter().map(|row| row.student_id).collect();
    let mut rows: BTreeMap<StudentId, registration::Model> =
        rows.into_iter().map(|row| (row.student_id, row)).collect();
    let students = students_by_id(db, &ids).await?;
    let of = |student: student::Model| {
        Some(RowOf {
            row: rows.remove(&student.id)?,
            student,
        })
    };
    Ok(students.into_iter().filter_map(of).collect())
}

/// Which rows a search over all lists shows; what is not set does not restrict.
#[derive(Clone, Debug, Default)]
pub struct RowFilter {
    pub project: Option<ProjectId>,
    pub class: Option<ClassId>,
    pub state: Option<RegistrationState>,
    /// Only rows where the last check found something.
    pub faulty: bool,
    /// Somewhere in the name or the school number.
    pub text: String,
}

/// One page of rows within reach, the newest project first, then by school number.
pub async fn search_rows(
    db: &impl ConnectionTrait,
    filter: &RowFilter,
    reach: &Reach,
    page: Page,
) -> StoreResult<Paged<RowOf>> {
    let rows = registration::Entity::find().filter(wanted(filter));
    let joined = rows
        .clone()
        .join(
            JoinType::InnerJoin,
            registration::Entity::belongs_to(student::Entity)
                .from(registration::Column::StudentId)
                .to(student::Column::Id)
                .into(),
        )
        .filter(students_within(reach));
    // Every row has its student: a count that asks nothing about students need not look at each of them.
    let about_students = !filter.text.trim().is_empty() || *reach != Reach::All;
    let counted = if about_students { joined.clone() } else { rows };
    let total = counted.count(db).await?;
    let items = joined
        .order_by_desc(registration::Column::ProjectId)
        .order_by_asc(student::Column::SchoolNumber)
        .order_by_asc(registration::Column::Id)
        .limit(page.size())
        .offset(page.offset())
        .all(db)
        .await?;
    let ids: Vec<StudentId> = items.iter().map(|row| row.student_id).collect();
    let students: BTreeMap<StudentId, student::Model> = students_by_id(db, &ids)
        .await?
        .into_iter()
        .map(|student| (student.id, student))
        .collect();
    let of = |row: registration::Model| {
        Some(RowOf {
            student: students.get(&row.student_id)?.clone(),
            row,
        })
    };
    Ok(Paged {
        total,
        items: items.into_iter().filter_map(of).collect(),
    })
}

fn wanted(filter: &RowFilter) -> Condition {
    let mut wanted = Condition::all()
        .add_option(
            filter
                .project
                .map(|project| registration::Column::ProjectId.eq(project)),
        )
        .add_option(
            filter
                .state
                .map(|state| registration::Column::State.eq(state)),
        );
    if let Some(class) = filter.class {
        let lists = list::Entity::find()
            .select_only()
            .column(list::Column::Id)
            .filter(list::COLUMN.class_id.eq(class))
            .into_query();
        wanted = wanted.add(registration::Column::ListId.in_subquery(lists));
    }
    if filter.faulty {
        wanted = wanted
            .add(with_problems())
            .add(registration::Column::State.ne(RegistrationState::Withdrawn));
    }
    if !filter.text.trim().is_empty() {
        let either = Condition::any()
            .add(search::contains(student::Column::Name, &filter.text))
            .add(search::contains(
                student::Column::SchoolNumber,
                &filter.text,
            ));
        wanted = wanted.add(either);
    }
    wanted
}

/// Who is registered for the same certificate and level in another project that is not closed, with its title.
pub async fn elsewhere(
    db: &impl ConnectionTrait,
    project: &project::Model,
) -> StoreResult<BTreeMap<StudentId, String>> {
    let others = project::Entity::find()
        .filter(project::COLUMN.id.ne(project.id))
        .filter(project::COLUMN.certificate_id.eq(project.certificate_id))
        .filter(project::COLUMN.level.eq(project.level.as_str()))
        .filter(project::Column::State.ne(ProjectState::Closed))
        .all(db)
        .await?;
    let titles: BTreeMap<ProjectId, String> = others
        .into_iter()
        .map(|other| (other.id, other.title))
        .collect();
    let rows: Vec<(StudentId, ProjectId)> = registration::Entity::find()
        .select_only()
        .column(registration::Column::StudentId)
        .column(registration::Column::ProjectId)
        .filter(registration::Column::ProjectId.is_in(titles.keys().copied()))
        .filter(registration::Column::State.ne(RegistrationState::Withdrawn))
        .into_tuple()
        .all(db)
        .await?;
    let titled =
        |(student, project): (StudentId, ProjectId)| Some((student, titles.get(&project)?.clone()));
    Ok(rows.into_iter().filter_map(titled).collect())
}

/// New rows at the end of a list, as drafts.
pub async fn add_rows(
    tx: &Tx,
    list: ListId,
    project: ProjectId,
    students: impl IntoIterator<Item = StudentId>,
) -> StoreResult<()> {
    let rows: Vec<registration::ActiveModel> = students
        .into_iter()
        .map(|student| registration::ActiveModel {
            list_id: Set(list),
            project_id: Set(project),
            student_id: Set(student),
            state: Set(RegistrationState::Draft),
            data: Set(RowData::default()),
            problems: Set(Problems::default()),
            version: Set(1),
            ..Default::default()
        })
        .collect();
    for some in rows.chunks(CHUNK) {
        registration::Entity::insert_many(some.to_vec())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Who decided about a row and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecidedBy {
    pub account: AccountId,
    pub at: DateTime<Utc>,
}

/// What a row becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowValues {
    pub state: RegistrationState,
    pub data: RowData,
    pub problems: Problems,
    pub reason: Option<String>,
    pub field: Option<Field>,
    pub decided: Option<DecidedBy>,
    /// Since when a consent it needs is taken back.
    pub held_at: Option<DateTime<Utc>>,
}

impl RowValues {
    /// The row as it stands.
    pub fn of(row: &registration::Model) -> Self {
        Self {
            state: row.state,
            data: row.data.clone(),
            problems: row.problems.clone(),
            reason: row.reason.clone(),
            field: row.field,
            decided: row
                .decided_by
                .zip(row.decided_at)
                .map(|(account, at)| DecidedBy { account, at }),
            held_at: row.held_at,
        }
    }
}

/// Write a row; one that stays as it is keeps its version.
pub async fn save_row(tx: &Tx, before: &registration::Model, after: RowValues) -> StoreResult<()> {
    if after == RowValues::of(before) {
        return Ok(());
    }
    let outcome = registration::Entity::update_many()
        .set(registration::ActiveModel {
            state: Set(after.state),
            data: Set(after.data),
            problems: Set(after.problems),
            reason: Set(after.reason),
            field: Set(after.field),
            decided_by: Set(after.decided.map(|by| by.account)),
            decided_at: Set(after.decided.map(|by| micros(by.at))),
            held_at: Set(after.held_at.map(micros)),
            version: Set(before.version + 1),
            ..Default::default()
        })
        .filter(registration::Column::Id.eq(before.id))
        .filter(registration::COLUMN.version.eq(before.version))
        .exec(tx)
        .await?;
    written_once(outcome.rows_affected)
}

/// The approved rows of a project, without those whose consent was taken back since: what is written into the
/// platform's workbook.
pub async fn approved(db: &impl ConnectionTrait, project: ProjectId) -> StoreResult<Vec<RowOf>> {
    let found = registration::Entity::find()
        .filter(registration::COLUMN.project_id.eq(project))
        .filter(registration::Column::State.eq(RegistrationState::Approved))
        .filter(registration::Column::HeldAt.is_null());
    with_students(db, found.all(db).await?).await
}

/// The versions of the approved rows and of their students, without what they say.
pub(super) async fn approved_versions(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<Vec<(RegistrationId, i32, i32)>> {
    let found = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .column(registration::Column::Version)
        .column(student::Column::Version)
        .join(
            JoinType::InnerJoin,
            registration::Entity::belongs_to(student::Entity)
                .from(registration::Column::StudentId)
                .to(student::Column::Id)
                .into(),
        )
        .filter(registration::COLUMN.project_id.eq(project))
        .filter(registration::Column::State.eq(RegistrationState::Approved));
    Ok(found.into_tuple().all(db).await?)
}

/// Note what a check found without counting as a change of the row.
pub async fn note_problems(tx: &Tx, row: RegistrationId, problems: Problems) -> StoreResult<()> {
    registration::Entity::update_many()
        .col_expr(registration::Column::Problems, Expr::val(problems))
        .filter(registration::Column::Id.eq(row))
        .exec(tx)
        .await?;
    Ok(())
}

/// Approved rows that may not be sent any more: a consent was taken back (个人信息保护法 15).
pub async fn held_back(db: &impl ConnectionTrait, project: ProjectId) -> StoreResult<Vec<RowOf>> {
    let found = registration::Entity::find()
        .filter(registration::COLUMN.project_id.eq(project))
        .filter(registration::Column::State.eq(RegistrationState::Approved))
        .filter(registration::Column::HeldAt.is_not_null());
    with_students(db, found.all(db).await?).await
}

/// The registrations of one student, the newest project first.
pub async fn rows_of_student(
    db: &impl ConnectionTrait,
    student: StudentId,
) -> StoreResult<Vec<registration::Model>> {
    Ok(registration::Entity::find()
        .filter(registration::COLUMN.student_id.eq(student))
        .order_by_desc(registration::Column::ProjectId)
        .all(db)
        .await?)
}

/// One row.
pub async fn row(
    db: &impl ConnectionTrait,
    id: RegistrationId,
) -> StoreResult<registration::Model> {
    registration::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}
