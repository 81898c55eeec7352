//! Taking an import back: who of its students is in use elsewhere, and removing what it made.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::ids::{BatchId, ProjectId, StudentId};
use domain::import::ChangeKind;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};

use super::change;
use crate::identity::{account, holding};
use crate::projects::{project, project_major};
use crate::registration::{list, registration};
use crate::review::step;
use crate::school::{class, faculty, group, major, snapshot, snapshot_entry, student};
use crate::selection::{entry, round};
use crate::{StoreResult, Tx};

/// Where students of an import are used since it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Usage {
    /// On the roll snapshot or among the candidates of a project's selection (plan 4.2).
    Selection(ProjectId),
    /// On a roll snapshot that no selection uses; its purpose.
    Snapshot(String),
    /// On a registration list of a project (plan 6.3).
    Registration(ProjectId),
    /// They have an account.
    Account,
}

/// Who is used where, each once.
#[derive(Default)]
struct Found(BTreeMap<Usage, BTreeSet<StudentId>>);

impl Found {
    fn note(&mut self, usage: &Usage, students: Vec<StudentId>) {
        if !students.is_empty() {
            self.0.entry(usage.clone()).or_default().extend(students);
        }
    }
}

/// Who of the import's students is used where, since it was written. Empty: it can be taken back.
pub async fn usages(
    db: &impl ConnectionTrait,
    batch: BatchId,
    since: DateTime<Utc>,
) -> StoreResult<BTreeMap<Usage, BTreeSet<StudentId>>> {
    let mut found = Found::default();
    selections(db, batch, since, &mut found).await?;
    let lists = list::Entity::find().filter(list::Column::CreatedAt.gte(since));
    for list in lists.order_by_asc(list::Column::Id).all(db).await? {
        let usage = Usage::Registration(list.project_id);
        let on = registration::Column::ListId.eq(list.id);
        found.note(
            &usage,
            users::<registration::Entity>(db, batch, registration::Column::StudentId, on).await?,
        );
    }
    let accounts = account::Entity::find()
        .filter(account::Column::StudentId.in_subquery(of_batch(batch, "student", None)))
        .filter(account::Column::CreatedAt.gte(since))
        .order_by_asc(account::Column::Id);
    let accounts = accounts.all(db).await?.into_iter();
    found.note(
        &Usage::Account,
        accounts.filter_map(|account| account.student_id).collect(),
    );
    Ok(found.0)
}

async fn selections(
    db: &impl ConnectionTrait,
    batch: BatchId,
    since: DateTime<Utc>,
    found: &mut Found,
) -> StoreResult<()> {
    let rounds = round::Entity::find()
        .order_by_asc(round::Column::Id)
        .all(db)
        .await?;
    let taken = snapshot::Entity::find().filter(snapshot::Column::TakenAt.gte(since));
    for snapshot in taken.order_by_asc(snapshot::Column::Id).all(db).await? {
        let round = rounds.iter().find(|round| round.snapshot_id == snapshot.id);
        let usage = match round {
            Some(round) => Usage::Selection(round.project_id),
            None => Usage::Snapshot(snapshot.purpose),
        };
        let on = snapshot_entry::Column::SnapshotId.eq(snapshot.id);
        found.note(
            &usage,
            users::<snapshot_entry::Entity>(db, batch, snapshot_entry::Column::StudentId, on)
                .await?,
        );
    }
    for round in rounds.iter().filter(|round| round.created_at >= since) {
        let usage = Usage::Selection(round.project_id);
        let on = entry::Column::RoundId.eq(round.id);
        found.note(
            &usage,
            users::<entry::Entity>(db, batch, entry::Column::StudentId, on).await?,
        );
    }
    Ok(())
}

/// The import's students among the rows of a table that meet a condition.
async fn users<E: EntityTrait>(
    db: &impl ConnectionTrait,
    batch: BatchId,
    student: E::Column,
    on: Expr,
) -> StoreResult<Vec<StudentId>> {
    let query = E::find()
        .select_only()
        .column(student)
        .filter(on)
        .filter(student.in_subquery(of_batch(batch, "student", None)))
        .order_by_asc(student);
    Ok(query.into_tuple().all(db).await?)
}

/// The ids of what a batch touched in a table.
fn of_batch(batch: BatchId, object: &'static str, kind: Option<ChangeKind>) -> SelectStatement {
    let mut query = change::Entity::find()
        .select_only()
        .column(change::Column::ObjectId)
        .filter(change::Column::BatchId.eq(batch))
        .filter(change::COLUMN.object.eq(object));
    if let Some(kind) = kind {
        query = query.filter(change::Column::Kind.eq(kind));
    }
    query.into_query()
}

/// Remove the students an import added, then the structure it made as far as that is empty now; answers
/// how many students went and how many pieces of structure.
pub async fn remove_made(tx: &Tx, batch: BatchId) -> StoreResult<(u64, u64)> {
    let students = student::Entity::delete_many()
        .filter(student::Column::Id.in_subquery(made(batch, "student")));
    let students = students.exec(tx).await?.rows_affected;
    let inner = remove_classes(tx, batch).await? + remove_majors(tx, batch).await?;
    let outer = remove_groups(tx, batch).await? + remove_faculties(tx, batch).await?;
    Ok((students, inner + outer))
}

async fn remove_classes(tx: &Tx, batch: BatchId) -> StoreResult<u64> {
    let id = class::Column::Id;
    let query = class::Entity::delete_many()
        .filter(id.in_subquery(made(batch, "school_class")))
        .filter(unused::<student::Entity>(id, student::Column::ClassId))
        .filter(unused::<snapshot_entry::Entity>(
            id,
            snapshot_entry::Column::ClassId,
        ))
        .filter(unused::<entry::Entity>(id, entry::Column::ClassId))
        .filter(unused::<list::Entity>(id, list::Column::ClassId))
        .filter(unused::<holding::Entity>(id, holding::Column::ClassId));
    Ok(query.exec(tx).await?.rows_affected)
}

async fn remove_majors(tx: &Tx, batch: BatchId) -> StoreResult<u64> {
    let id = major::Column::Id;
    let query = major::Entity::delete_many()
        .filter(id.in_subquery(made(batch, "major")))
        .filter(unused::<class::Entity>(id, class::Column::MajorId))
        .filter(unused::<snapshot_entry::Entity>(
            id,
            snapshot_entry::Column::MajorId,
        ))
        .filter(unused::<project_major::Entity>(
            id,
            project_major::Column::MajorId,
        ));
    Ok(query.exec(tx).await?.rows_affected)
}

async fn remove_groups(tx: &Tx, batch: BatchId) -> StoreResult<u64> {
    let id = group::Column::Id;
    let query = group::Entity::delete_many()
        .filter(id.in_subquery(made(batch, "major_group")))
        .filter(unused::<major::Entity>(id, major::Column::GroupId))
        .filter(unused::<project::Entity>(id, project::Column::GroupId))
        .filter(unused::<step::Entity>(id, step::Column::GroupId))
        .filter(unused::<holding::Entity>(id, holding::Column::GroupId));
    Ok(query.exec(tx).await?.rows_affected)
}

async fn remove_faculties(tx: &Tx, batch: BatchId) -> StoreResult<u64> {
    let id = faculty::Column::Id;
    let query = faculty::Entity::delete_many()
        .filter(id.in_subquery(made(batch, "faculty")))
        .filter(unused::<group::Entity>(id, group::Column::FacultyId))
        .filter(unused::<holding::Entity>(id, holding::Column::FacultyId));
    Ok(query.exec(tx).await?.rows_affected)
}

fn made(batch: BatchId, object: &'static str) -> SelectStatement {
    of_batch(batch, object, Some(ChangeKind::New))
}

/// No row of another table names this one. Empty references are left out: `NOT IN` with one answers nothing.
fn unused<E: EntityTrait>(own: impl ColumnTrait, reference: E::Column) -> Expr {
    let named = E::find()
        .select_only()
        .column(reference)
        .filter(reference.is_not_null());
    own.not_in_subquery(named.into_query())
}
