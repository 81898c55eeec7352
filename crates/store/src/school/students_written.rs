//! Students written: what is protected is sealed and hashed here and nowhere else.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ClassId, StudentId};
use domain::values::{IdType, Phone, Secret, Sex, StudentState};
use sea_orm::entity::prelude::*;
use sea_orm::{QuerySelect, Set};
use serde::{Deserialize, Serialize};

use super::student::{self};
use crate::chunks::{self, CHUNK};
use crate::crypto::Cell;
use crate::{Keys, StoreError, StoreResult, Tx, micros, written_once};

pub(super) const IDENTITY: &str = "id_number";
pub(super) const ROLL: &str = "roll_number";

/// The two numbers of a student that are sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protected {
    /// 证件号码
    Identity,
    /// 学籍号, which often contains the identity number
    Roll,
}

impl Protected {
    /// The keyed hash that finds the number; written differently it is still the same number.
    pub fn hash(self, keys: &Keys, number: &str) -> String {
        let kind = match self {
            Self::Identity => "student.identity",
            Self::Roll => "student.roll",
        };
        let normal: String = number.chars().filter(|c| !c.is_whitespace()).collect();
        keys.lookup(kind, &normal.to_uppercase())
    }
}

/// Everything a person or a roster says of a student. Its JSON holds whole numbers: it is kept sealed only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentValues {
    /// 学号
    pub school_number: String,
    /// 学籍号
    pub roll_number: Option<Secret>,
    /// 姓名
    pub name: String,
    /// 性别
    pub sex: Sex,
    /// 民族
    pub nation: Option<String>,
    /// 出生日期
    pub birth_date: Option<NaiveDate>,
    /// 证件类型
    pub id_type: IdType,
    /// 证件号码
    pub id_number: Option<Secret>,
    /// 班级
    pub class_id: ClassId,
    /// 状态
    pub state: StudentState,
    /// 手机
    pub phone: Option<Phone>,
    /// 监护人
    pub guardian_name: Option<String>,
    /// 监护人电话
    pub guardian_phone: Option<Phone>,
}

/// Add students; answers their ids in the order given. `Taken` names the column when a number is in use.
pub async fn insert_students(
    tx: &Tx,
    keys: &Keys,
    new: &[StudentValues],
    now: DateTime<Utc>,
) -> StoreResult<Vec<StudentId>> {
    add_students(tx, keys, new, now).await?;
    let mut ids = Vec::with_capacity(new.len());
    for chunk in new.chunks(CHUNK) {
        ids.extend(ids_of(tx, chunk).await?);
    }
    Ok(ids)
}

/// Add students whose ids nobody asks for: reading back thousands takes as long as writing them.
pub async fn add_students(
    tx: &Tx,
    keys: &Keys,
    new: &[StudentValues],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    chunks::insert(tx, new, |values| added(keys, values, now)).await
}

/// What the database returns from an insert is in no certain order; the school numbers are.
async fn ids_of(tx: &Tx, chunk: &[StudentValues]) -> StoreResult<Vec<StudentId>> {
    let pairs: Vec<(String, StudentId)> = student::Entity::find()
        .select_only()
        .column(student::Column::SchoolNumber)
        .column(student::Column::Id)
        .filter(
            student::COLUMN
                .school_number
                .is_in(chunk.iter().map(|values| values.school_number.as_str())),
        )
        .into_tuple()
        .all(tx)
        .await?;
    let by_number: HashMap<_, _> = pairs.into_iter().collect();
    let found = chunk
        .iter()
        .map(|values| by_number.get(&values.school_number).copied());
    found.collect::<Option<_>>().ok_or(StoreError::NotFound)
}

/// Write what students declare themselves; `version` is what it was decided from.
pub async fn set_contacts(
    tx: &Tx,
    id: StudentId,
    version: i32,
    (phone, guardian_name, guardian_phone): (Option<Phone>, Option<String>, Option<Phone>),
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let outcome = student::Entity::update_many()
        .set(student::ActiveModel {
            phone: Set(phone),
            guardian_name: Set(guardian_name),
            guardian_phone: Set(guardian_phone),
            version: Set(version + 1),
            updated_at: Set(micros(now)),
            ..Default::default()
        })
        .filter(student::Column::Id.eq(id))
        .filter(student::COLUMN.version.eq(version))
        .exec(tx)
        .await?;
    if outcome.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

/// Write new values over a student's; `version` is what they were decided from.
pub async fn update_student(
    tx: &Tx,
    keys: &Keys,
    id: StudentId,
    version: i32,
    values: &StudentValues,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = student::ActiveModel {
        version: Set(version + 1),
        updated_at: Set(micros(now)),
        ..spoken(keys, values)?
    };
    let outcome = student::Entity::update_many()
        .set(row)
        .filter(student::Column::Id.eq(id))
        .filter(student::COLUMN.version.eq(version))
        .exec(tx)
        .await?;
    written_once(outcome.rows_affected)
}

/// Remove a student whom nothing else names: only the undo of an import does this.
pub async fn remove_student(tx: &Tx, id: StudentId) -> StoreResult<()> {
    let outcome = student::Entity::delete_by_id(id).exec(tx).await?;
    if outcome.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::NotFound)
    }
}

fn added(
    keys: &Keys,
    values: &StudentValues,
    now: DateTime<Utc>,
) -> StoreResult<student::ActiveModel> {
    Ok(student::ActiveModel {
        version: Set(1),
        created_at: Set(micros(now)),
        updated_at: Set(micros(now)),
        ..spoken(keys, values)?
    })
}

/// The columns that the values fill.
pub(crate) fn spoken(keys: &Keys, values: &StudentValues) -> StoreResult<student::ActiveModel> {
    let row = &values.school_number;
    let seal = |column, number: &Option<Secret>| {
        number
            .as_ref()
            .map(|number| keys.seal(cell(column, row), number.as_str()))
            .transpose()
    };
    let hash = |protected: Protected, number: &Option<Secret>| {
        number
            .as_ref()
            .map(|number| protected.hash(keys, number.as_str()))
    };
    Ok(student::ActiveModel {
        school_number: Set(row.clone()),
        roll_number: Set(seal(ROLL, &values.roll_number)?),
        roll_hash: Set(hash(Protected::Roll, &values.roll_number)),
        name: Set(values.name.clone()),
        sex: Set(values.sex),
        nation: Set(values.nation.clone()),
        birth_date: Set(values.birth_date),
        id_type: Set(values.id_type),
        id_number: Set(seal(IDENTITY, &values.id_number)?),
        id_hash: Set(hash(Protected::Identity, &values.id_number)),
        id_masked: Set(values
            .id_number
            .as_ref()
            .map(Secret::masked)
            .unwrap_or_default()),
        class_id: Set(values.class_id),
        state: Set(values.state),
        phone: Set(values.phone.clone()),
        guardian_name: Set(values.guardian_name.clone()),
        guardian_phone: Set(values.guardian_phone.clone()),
        ..Default::default()
    })
}

pub(super) const fn cell<'a>(column: &'static str, school_number: &'a str) -> Cell<'a> {
    Cell {
        table: "student",
        column,
        row: school_number,
    }
}
