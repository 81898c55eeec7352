//! Students: found by what is public about them, listed within a person's reach, revealed one by one.

use domain::access::Reach;
use domain::ids::{ClassId, MajorId, StudentId};
use domain::values::{Grade, StudentState};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait};
use zeroize::Zeroizing;

use super::student::{self};
use super::students_written::{IDENTITY, Protected, ROLL, cell};
use super::{class, major, students_within};
use crate::{Keys, Page, Paged, StoreError, StoreResult, page, search};

/// Which students a list shows; what is not set does not restrict.
#[derive(Clone, Debug, Default)]
pub struct StudentFilter {
    /// Of this grade.
    pub grade: Option<Grade>,
    /// Of this major.
    pub major: Option<MajorId>,
    /// Of this class.
    pub class: Option<ClassId>,
    /// In one of these states; all when empty.
    pub states: Vec<StudentState>,
    /// Somewhere in the name or the school number.
    pub text: String,
    /// Only these, chosen by hand; all when empty.
    pub ids: Vec<StudentId>,
    /// In which order.
    pub order: StudentOrder,
}

/// The order of a list of students; the school number decides between equals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StudentOrder {
    /// By school number.
    #[default]
    Number,
    /// By school number, the last first.
    NumberDown,
    /// By name.
    Name,
    /// By name, the last first.
    NameDown,
}

/// A student with class and major, for lists.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The student.
    pub student: student::Model,
    /// The class.
    pub class: class::Model,
    /// The major.
    pub major: major::Model,
}

/// One page of students within reach, in the filter's order.
pub async fn students(
    db: &impl ConnectionTrait,
    filter: &StudentFilter,
    reach: &Reach,
    page: Page,
) -> StoreResult<Paged<Listed>> {
    let query = student::Entity::find()
        .filter(wanted(filter))
        .filter(students_within(reach));
    let found = page::fetch(db, ordered(query, filter.order), page).await?;
    let classes = class::Entity::find()
        .filter(class::Column::Id.is_in(found.items.iter().map(|student| student.class_id)))
        .all(db)
        .await?;
    let majors = major::Entity::find()
        .filter(major::Column::Id.is_in(classes.iter().map(|class| class.major_id)))
        .all(db)
        .await?;
    let listed = |student: student::Model| {
        let class = classes
            .iter()
            .find(|class| class.id == student.class_id)?
            .clone();
        let major = majors
            .iter()
            .find(|major| major.id == class.major_id)?
            .clone();
        Some(Listed {
            student,
            class,
            major,
        })
    };
    Ok(Paged {
        total: found.total,
        items: found.items.into_iter().filter_map(listed).collect(),
    })
}

fn wanted(filter: &StudentFilter) -> Condition {
    let mut wanted = Condition::all()
        .add_option(filter.class.map(|class| student::Column::ClassId.eq(class)))
        .add_option(
            (!filter.states.is_empty())
                .then(|| student::Column::State.is_in(filter.states.iter().copied())),
        )
        .add_option(
            (!filter.ids.is_empty()).then(|| student::Column::Id.is_in(filter.ids.iter().copied())),
        );
    if filter.grade.is_some() || filter.major.is_some() {
        let classes = class::Entity::find()
            .select_only()
            .column(class::Column::Id)
            .filter(
                Condition::all()
                    .add_option(filter.grade.map(|grade| class::Column::Grade.eq(grade)))
                    .add_option(filter.major.map(|major| class::Column::MajorId.eq(major))),
            )
            .into_query();
        wanted = wanted.add(student::Column::ClassId.in_subquery(classes));
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

fn ordered(query: Select<student::Entity>, order: StudentOrder) -> Select<student::Entity> {
    let query = match order {
        StudentOrder::Name => query.order_by_asc(student::Column::Name),
        StudentOrder::NameDown => query.order_by_desc(student::Column::Name),
        StudentOrder::NumberDown => return query.order_by_desc(student::Column::SchoolNumber),
        StudentOrder::Number => query,
    };
    query.order_by_asc(student::Column::SchoolNumber)
}

/// How many students within reach there are in each state.
pub async fn counts_by_state(
    db: &impl ConnectionTrait,
    reach: &Reach,
) -> StoreResult<Vec<(StudentState, i64)>> {
    Ok(student::Entity::find()
        .select_only()
        .column(student::Column::State)
        .column_as(student::Column::Id.count(), "students")
        .filter(students_within(reach))
        .group_by(student::Column::State)
        .order_by_asc(student::Column::State)
        .into_tuple()
        .all(db)
        .await?)
}

/// How many students each class has, whatever their state.
pub async fn counts_by_class(db: &impl ConnectionTrait) -> StoreResult<Vec<(ClassId, i64)>> {
    Ok(student::Entity::find()
        .select_only()
        .column(student::Column::ClassId)
        .column_as(student::Column::Id.count(), "students")
        .group_by(student::Column::ClassId)
        .order_by_asc(student::Column::ClassId)
        .into_tuple()
        .all(db)
        .await?)
}

/// One student.
pub async fn student(db: &impl ConnectionTrait, id: StudentId) -> StoreResult<student::Model> {
    student::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// Several students, by school number.
pub async fn students_by_id(
    db: &impl ConnectionTrait,
    ids: &[StudentId],
) -> StoreResult<Vec<student::Model>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let query = student::Entity::find().filter(student::Column::Id.is_in(some.iter().copied()));
        found.extend(query.all(db).await?);
    }
    found.sort_by(|a, b| a.school_number.cmp(&b.school_number));
    Ok(found)
}

/// The student with this school number.
pub async fn student_by_number(
    db: &impl ConnectionTrait,
    number: &str,
) -> StoreResult<Option<student::Model>> {
    Ok(student::Entity::find()
        .filter(student::COLUMN.school_number.eq(number))
        .one(db)
        .await?)
}

/// The student whose identity or roll number this is, by its keyed hash.
pub async fn student_by_hash(
    db: &impl ConnectionTrait,
    keys: &Keys,
    protected: Protected,
    number: &str,
) -> StoreResult<Option<student::Model>> {
    let column = match protected {
        Protected::Identity => student::Column::IdHash,
        Protected::Roll => student::Column::RollHash,
    };
    let hash = protected.hash(keys, number);
    Ok(student::Entity::find()
        .filter(column.eq(hash))
        .one(db)
        .await?)
}

/// Open a student's sealed number. Whoever calls this for a person writes it into the audit.
pub fn revealed(
    keys: &Keys,
    student: &student::Model,
    protected: Protected,
) -> StoreResult<Option<Zeroizing<String>>> {
    let (column, sealed) = match protected {
        Protected::Identity => (IDENTITY, &student.id_number),
        Protected::Roll => (ROLL, &student.roll_number),
    };
    sealed
        .as_deref()
        .map(|sealed| keys.open(cell(column, &student.school_number), sealed))
        .transpose()
}
