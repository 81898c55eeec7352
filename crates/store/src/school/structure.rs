//! Faculties, groups, majors, classes: few rows, read all at once; made from a roster when asked (plan 2.1).

use domain::access::Place;
use domain::ids::{ClassId, FacultyId, GroupId, MajorId};
use domain::values::Grade;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use super::class::{self};
use super::faculty;
use super::group::{self};
use super::major::{self};
use crate::{StoreError, StoreResult, Tx};

/// The whole structure, each list in the order it was made.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    /// 系
    pub faculties: Vec<faculty::Model>,
    /// 专业组
    pub groups: Vec<group::Model>,
    /// 专业
    pub majors: Vec<major::Model>,
    /// 班级
    pub classes: Vec<class::Model>,
}

impl Structure {
    /// The class with this id.
    pub fn class(&self, id: ClassId) -> Option<&class::Model> {
        let at = self.classes.binary_search_by_key(&id, |class| class.id);
        self.classes.get(at.ok()?)
    }

    /// The major with this id.
    pub fn major(&self, id: MajorId) -> Option<&major::Model> {
        self.majors.iter().find(|major| major.id == id)
    }

    /// The group with this id.
    pub fn group(&self, id: GroupId) -> Option<&group::Model> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The place of a major group's records.
    pub fn group_place(&self, id: GroupId) -> Option<Place> {
        self.group(id)
            .map(|group| Place::group(group.faculty_id, id))
    }

    /// The place of a class's records.
    pub fn class_place(&self, id: ClassId) -> Option<Place> {
        let major = self.major(self.class(id)?.major_id)?;
        Some(Place::class(
            self.group(major.group_id)?.faculty_id,
            major.group_id,
            id,
        ))
    }
}

/// Read the whole structure.
pub async fn structure(db: &impl ConnectionTrait) -> StoreResult<Structure> {
    Ok(Structure {
        faculties: faculty::Entity::find()
            .order_by_asc(faculty::Column::Id)
            .all(db)
            .await?,
        groups: group::Entity::find()
            .order_by_asc(group::Column::Id)
            .all(db)
            .await?,
        majors: major::Entity::find()
            .order_by_asc(major::Column::Id)
            .all(db)
            .await?,
        classes: class::Entity::find()
            .order_by_asc(class::Column::Id)
            .all(db)
            .await?,
    })
}

/// One major group.
pub async fn group(db: &impl ConnectionTrait, id: GroupId) -> StoreResult<group::Model> {
    group::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// One major.
pub async fn major(db: &impl ConnectionTrait, id: MajorId) -> StoreResult<major::Model> {
    major::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// One class.
pub async fn class(db: &impl ConnectionTrait, id: ClassId) -> StoreResult<class::Model> {
    class::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// The faculty of this name, made when there is none.
pub async fn faculty_id(tx: &Tx, name: &str) -> StoreResult<FacultyId> {
    if let Some(found) = faculty::Entity::find()
        .filter(faculty::COLUMN.name.eq(name))
        .one(tx)
        .await?
    {
        return Ok(found.id);
    }
    let row = faculty::ActiveModel {
        name: Set(name.to_owned()),
        ..Default::default()
    };
    Ok(faculty::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// The group of this name, made in the faculty when there is none.
pub async fn group_id(tx: &Tx, faculty: FacultyId, name: &str) -> StoreResult<GroupId> {
    if let Some(found) = group::Entity::find()
        .filter(group::COLUMN.name.eq(name))
        .one(tx)
        .await?
    {
        return Ok(found.id);
    }
    let row = group::ActiveModel {
        faculty_id: Set(faculty),
        name: Set(name.to_owned()),
        ..Default::default()
    };
    Ok(group::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// The major of this code, made in the group when there is none; a new one gets the next number for school numbers.
pub async fn major_id(tx: &Tx, group: GroupId, code: &str, name: &str) -> StoreResult<MajorId> {
    if let Some(found) = major::Entity::find()
        .filter(major::COLUMN.code.eq(code))
        .one(tx)
        .await?
    {
        return Ok(found.id);
    }
    let last = major::Entity::find()
        .order_by_desc(major::Column::Number)
        .one(tx)
        .await?;
    let row = major::ActiveModel {
        group_id: Set(group),
        code: Set(code.to_owned()),
        name: Set(name.to_owned()),
        number: Set(last.map_or(1, |last| last.number + 1)),
        ..Default::default()
    };
    Ok(major::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// The class of this name, made for the grade and major when there is none.
pub async fn class_id(tx: &Tx, name: &str, grade: Grade, major: MajorId) -> StoreResult<ClassId> {
    if let Some(found) = class::Entity::find()
        .filter(class::COLUMN.name.eq(name))
        .one(tx)
        .await?
    {
        return Ok(found.id);
    }
    let row = class::ActiveModel {
        name: Set(name.to_owned()),
        grade: Set(grade),
        major_id: Set(major),
        ..Default::default()
    };
    Ok(class::Entity::insert(row).exec(tx).await?.last_insert_id)
}
