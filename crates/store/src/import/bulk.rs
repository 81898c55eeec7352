//! What a checked roster writes, in bulk: structure first, then students.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::ids::{BatchId, ClassId, MajorId, StudentId};
use domain::import::ChangeKind;
use domain::school::roster;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, InsertStatement, OnConflict, Order, Query};
use sea_orm::{ExprTrait, Iterable, QuerySelect, Set};

use super::{Change, change};
use crate::chunks::{self, CHUNK};
use crate::school::{self, StudentValues};
use crate::school::{class, student};
use crate::{Keys, StoreError, StoreResult, Tx, micros};

/// The version of every student, which an update must meet.
pub async fn student_versions(db: &impl ConnectionTrait) -> StoreResult<HashMap<StudentId, i32>> {
    let pairs: Vec<(StudentId, i32)> = student::Entity::find()
        .select_only()
        .column(student::Column::Id)
        .column(student::Column::Version)
        .into_tuple()
        .all(db)
        .await?;
    Ok(pairs.into_iter().collect())
}

/// Make what a roster asks for, from the outside in; answers the new classes by name and notes what
/// was made.
pub async fn make_structure(
    tx: &Tx,
    wanted: &roster::Structure,
    done: &mut Vec<Change>,
) -> StoreResult<HashMap<String, ClassId>> {
    let there = school::structure(tx).await?;
    let named = there.faculties.into_iter();
    let mut faculties: HashMap<_, _> = named.map(|faculty| (faculty.name, faculty.id)).collect();
    let named = there.groups.into_iter();
    let mut groups: HashMap<_, _> = named.map(|group| (group.name, group.id)).collect();
    let coded = there.majors.into_iter();
    let mut majors: HashMap<_, _> = coded.map(|major| (major.code, major.id)).collect();
    for name in &wanted.faculties {
        let id = school::faculty_id(tx, name).await?;
        done.push(made("faculty", id.into()));
        faculties.insert(name.clone(), id);
    }
    for group in &wanted.groups {
        let faculty = faculties.get(&group.faculty).ok_or(StoreError::NotFound)?;
        let id = school::group_id(tx, *faculty, &group.name).await?;
        done.push(made("major_group", id.into()));
        groups.insert(group.name.clone(), id);
    }
    for major in &wanted.majors {
        let group = groups.get(&major.group).ok_or(StoreError::NotFound)?;
        let id = school::major_id(tx, *group, &major.code, &major.name).await?;
        done.push(made("major", id.into()));
        majors.insert(major.code.clone(), id);
    }
    make_classes(tx, &wanted.classes, &majors, done).await
}

async fn make_classes(
    tx: &Tx,
    wanted: &[roster::NewClass],
    majors: &HashMap<String, MajorId>,
    done: &mut Vec<Change>,
) -> StoreResult<HashMap<String, ClassId>> {
    let row = |class: &roster::NewClass| {
        Ok(class::ActiveModel {
            name: Set(class.name.clone()),
            grade: Set(class.grade),
            major_id: Set(*majors.get(&class.major_code).ok_or(StoreError::NotFound)?),
            ..Default::default()
        })
    };
    chunks::insert(tx, wanted, row).await?;
    let new: HashSet<&str> = wanted.iter().map(|class| class.name.as_str()).collect();
    let there = school::structure(tx).await?.classes;
    let classes = there
        .into_iter()
        .filter(|class| new.contains(class.name.as_str()));
    let classes = classes.map(|class| {
        done.push(made("school_class", class.id.into()));
        (class.name, class.id)
    });
    Ok(classes.collect())
}

/// Structure that several rows asked for has row 0.
fn made(object: &str, object_id: i64) -> Change {
    Change {
        row: 0,
        kind: ChangeKind::New,
        object: object.to_owned(),
        object_id,
        before: None,
    }
}

/// Note which rows made which students, by their school numbers; the ids never leave the database.
pub async fn record_new_students(
    tx: &Tx,
    batch: BatchId,
    new: &[(i32, String)],
) -> StoreResult<()> {
    let backend = tx.get_database_backend();
    let note = |some: &[(i32, String)]| Ok(backend.build(&noted_by_number(batch, some)?));
    chunks::write(tx, new, note).await
}

fn noted_by_number(batch: BatchId, some: &[(i32, String)]) -> Result<InsertStatement, DbErr> {
    // Both databases call the columns of a list of values so.
    let (listed, row, number) = ("listed", "column1", "column2");
    let is_theirs = Expr::col((student::Entity, student::Column::SchoolNumber));
    let students = Query::select()
        .expr(Expr::val(batch))
        .column((listed, row))
        .expr(Expr::val(ChangeKind::New.value()))
        .expr(Expr::val("student"))
        .column((student::Entity, student::Column::Id))
        .from_values(
            some.iter().map(|(row, number)| (*row, number.as_str())),
            listed,
        )
        .inner_join(student::Entity, is_theirs.equals((listed, number)))
        .order_by((listed, row), Order::Asc)
        .to_owned();
    let columns = [
        change::Column::BatchId,
        change::Column::Row,
        change::Column::Kind,
        change::Column::Object,
        change::Column::ObjectId,
    ];
    let insert = Query::insert()
        .into_table(change::Entity)
        .columns(columns)
        .select_from(students)
        .map_err(|error| DbErr::Custom(error.to_string()))?
        .to_owned();
    Ok(insert)
}

/// Write new values over many students at once; each names the version it was decided from.
pub async fn update_students(
    tx: &Tx,
    keys: &Keys,
    changed: &[(StudentId, i32, StudentValues)],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    for chunk in changed.chunks(CHUNK) {
        let rows = chunk.iter().map(|(id, version, values)| {
            Ok(student::ActiveModel {
                id: Set(*id),
                version: Set(version + 1),
                updated_at: Set(micros(now)),
                // Needed by the insert that never happens; the update leaves it alone.
                created_at: Set(micros(now)),
                ..school::spoken(keys, values)?
            })
        });
        let rows = rows.collect::<StoreResult<Vec<_>>>()?;
        let expected = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let query = student::Entity::insert_many(rows).on_conflict(over_the_old());
        if query.exec_without_returning(tx).await? != expected {
            return Err(StoreError::Stale);
        }
    }
    Ok(())
}

/// One statement for many rows: an insert whose rows are all there already, at the version they were
/// read with.
fn over_the_old() -> OnConflict {
    let columns = student::Column::iter()
        .filter(|column| !matches!(column, student::Column::Id | student::Column::CreatedAt));
    let excluded = Expr::col((Alias::new("excluded"), student::Column::Version));
    let unchanged = Expr::col((student::Entity, student::Column::Version)).eq(excluded.sub(1));
    OnConflict::column(student::Column::Id)
        .update_columns(columns)
        .action_and_where(unchanged)
        .to_owned()
}
