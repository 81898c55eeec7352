//! Students: from checked rows of a roster to records, many at a time (plan 4.2, 6.3).

use std::collections::{BTreeSet, HashMap};

use documents::sheets::blank::BlankColumn;
use domain::ids::{ClassId, StudentId};
use domain::import::{ChangeKind, CheckedRow, Cleaning, Kind as Cells, Outcome};
use domain::school::roster::{self, ClassRef, Known, KnownStudent, RosterRow, Structure};
use domain::values::{Sex, StudentState};
use sea_orm::ConnectionTrait;
use serde_json::json;
use store::import::{self as rows, Change};
use store::school::{self, StudentValues};
use store::{Keys, StoreError};

use super::Destination;
use super::numbers::give_numbers;
use crate::shell::{WebError, WebResult};

/// The school as a roster is checked against it.
pub(crate) struct School {
    pub(super) known: Known,
    versions: HashMap<StudentId, i32>,
}

/// Fields that say who someone is or where they belong: a stored value gives way only when a person says so.
const IDENTITY: [&str; 9] = [
    "roll_number",
    "school_number",
    "name",
    "sex",
    "birth_date",
    "id_type",
    "id_number",
    "class",
    "state",
];

pub(super) fn asks_before(field: &str) -> bool {
    IDENTITY.contains(&field)
}

/// Full-width numbers and codes for words are read, but a person should have seen it (03b).
pub(super) fn wants_a_look(field: &str, what: Cleaning) -> bool {
    match field {
        "id_number" | "roll_number" => what == Cleaning::FullWidth,
        "sex" => what == Cleaning::OtherWord,
        _ => false,
    }
}

impl School {
    pub(super) async fn load(db: &impl ConnectionTrait, keys: &Keys) -> WebResult<Self> {
        let known = school::known(db, keys).await?;
        Ok(Self {
            known,
            versions: rows::student_versions(db).await?,
        })
    }

    pub(super) fn choices(&self, field: &str) -> Vec<String> {
        match field {
            "class" => {
                let mut names: Vec<_> = self
                    .known
                    .classes
                    .iter()
                    .map(|class| class.name.clone())
                    .collect();
                names.sort_by(|a, b| domain::selection::natural_order(a, b));
                names
            }
            "sex" => [Sex::Male, Sex::Female]
                .iter()
                .map(ToString::to_string)
                .collect(),
            "state" => StudentState::ALL.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn blank_columns(&self) -> Vec<BlankColumn> {
        let table = roster::table();
        let column = |column: &domain::import::Column| BlankColumn {
            name: column.name.to_string(),
            required: column.required,
            note: note(&column.key, column.kind).to_owned(),
            choices: self.choices(&column.key),
        };
        table.columns.iter().map(column).collect()
    }
}

fn note(key: &str, cells: Cells) -> &'static str {
    match (key, cells) {
        ("id_number", _) => "18 位身份证号，整列是文本格式，后几位不会丢。其他证件照证件填写。",
        ("roll_number", _) => "全国学籍号，如 G 开头加身份证号。",
        ("school_number", _) => "学校自己的学号。空着由系统按班编号。",
        ("sex", _) => "男或女。空着按身份证号补上。",
        ("id_type", _) => "空着算居民身份证。",
        ("class", _) => "写班级全名，如 23会计1班。",
        ("grade", _) => "入学年份，如 2023。",
        ("faculty" | "group" | "major_code" | "major", _) => {
            "学校还没有这个班时要填，用来新建班级。"
        }
        ("state", _) => "空着算在读。",
        ("phone" | "guardian_phone", _) => "11 位手机号，或带区号的座机号。",
        (_, Cells::Date) => "写成 2008-05-18。",
        _ => "照证件上的写法。",
    }
}

/// Write the rows of `take`: structure, new students, changed students, and what undo needs.
pub(super) async fn write(
    school: &School,
    to: &Destination<'_>,
    checked: Vec<CheckedRow<RosterRow>>,
    structure: &Structure,
    take: &BTreeSet<u32>,
) -> WebResult<()> {
    let mut made = Vec::new();
    let wanted = needed(&checked, structure, take);
    let classes = rows::make_structure(to.tx, &wanted, &mut made).await?;
    let mut new = Vec::new();
    let mut changed = Vec::new();
    for row in checked.into_iter().filter(|row| take.contains(&row.number)) {
        match row.outcome {
            Outcome::New(value) => new.push((row.number, class_of(&value, &classes)?, value)),
            Outcome::Changed(value, _) => {
                changed.push((row.number, class_of(&value, &classes)?, value));
            }
            Outcome::Same(_) | Outcome::Refused => {}
        }
    }
    rows::record_changes(to.tx, &to.app.keys, to.batch, &made).await?;
    let numbers = give_numbers(to.tx, &school.known, &new).await?;
    add(to, new, numbers).await?;
    change(school, to, changed).await
}

/// The structure that the rows of `take` need.
fn needed(
    checked: &[CheckedRow<RosterRow>],
    structure: &Structure,
    take: &BTreeSet<u32>,
) -> Structure {
    let taken = checked.iter().filter(|row| take.contains(&row.number));
    let new = taken.filter_map(|row| match &row.outcome.value()?.class {
        ClassRef::New(name) => Some(name.as_str()),
        ClassRef::Known(_) => None,
    });
    structure.only_for(&new.collect())
}

/// "系 1 个，专业组 2 个，班级 8 个（22会计1班、22会计2班等）"
pub(super) fn to_make(
    checked: &[CheckedRow<RosterRow>],
    structure: &Structure,
    take: &BTreeSet<u32>,
) -> String {
    const SHOWN: usize = 3;
    let wanted = needed(checked, structure, take);
    let counted = [
        ("系", wanted.faculties.len()),
        ("专业组", wanted.groups.len()),
        ("专业", wanted.majors.len()),
        ("班级", wanted.classes.len()),
    ];
    let said = counted
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{what} {count} 个"));
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = wanted
        .classes
        .iter()
        .take(SHOWN)
        .map(|class| class.name.as_str())
        .collect();
    let more = if wanted.classes.len() > SHOWN {
        "等"
    } else {
        ""
    };
    format!("{}（{}{more}）", said.join("，"), names.join("、"))
}

fn class_of(row: &RosterRow, made: &HashMap<String, ClassId>) -> WebResult<ClassId> {
    match &row.class {
        ClassRef::Known(id) => Ok(*id),
        ClassRef::New(name) => made
            .get(name)
            .copied()
            .ok_or_else(|| WebError::internal("a new class was not made")),
    }
}

/// A row that will be written, and its class.
pub(super) type Placed = (u32, ClassId, RosterRow);

async fn add(to: &Destination<'_>, new: Vec<Placed>, numbers: Vec<String>) -> WebResult<()> {
    let named: Vec<(i32, String)> = new
        .iter()
        .zip(&numbers)
        .map(|((row, ..), number)| (row_number(*row), number.clone()))
        .collect();
    let people: Vec<StudentValues> = new
        .into_iter()
        .zip(numbers)
        .map(|((_, class, row), number)| values(row, class, number))
        .collect();
    school::add_students(to.tx, &to.app.keys, &people, to.app.clock.now())
        .await
        .map_err(taken)?;
    rows::record_new_students(to.tx, to.batch, &named).await?;
    Ok(())
}

async fn change(school: &School, to: &Destination<'_>, changed: Vec<Placed>) -> WebResult<()> {
    let by_id: HashMap<StudentId, &KnownStudent> = school
        .known
        .students
        .iter()
        .map(|student| (student.id, student))
        .collect();
    let mut people = Vec::with_capacity(changed.len());
    let mut done = Vec::with_capacity(changed.len());
    for (at, class, row) in changed {
        let id = row.student.ok_or(StoreError::NotFound)?;
        let old = by_id.get(&id).ok_or(StoreError::NotFound)?;
        let version = *school.versions.get(&id).ok_or(StoreError::NotFound)?;
        let before = json!({ "version": version, "values": stored(old) });
        done.push(Change {
            row: row_number(at),
            kind: ChangeKind::Changed,
            object: "student".to_owned(),
            object_id: id.into(),
            before: Some(before),
        });
        let number = row
            .school_number
            .clone()
            .unwrap_or_else(|| old.school_number.clone());
        people.push((id, version, values(row, class, number)));
    }
    rows::update_students(to.tx, &to.app.keys, &people, to.app.clock.now())
        .await
        .map_err(taken)?;
    rows::record_changes(to.tx, &to.app.keys, to.batch, &done).await?;
    Ok(())
}

/// As the records keep it.
fn row_number(row: u32) -> i32 {
    i32::try_from(row).unwrap_or(i32::MAX)
}

fn values(row: RosterRow, class_id: ClassId, school_number: String) -> StudentValues {
    StudentValues {
        school_number,
        roll_number: row.roll_number,
        name: row.name,
        sex: row.sex,
        nation: row.nation,
        birth_date: row.birth_date,
        id_type: row.id_type,
        id_number: row.id_number,
        class_id,
        state: row.state,
        phone: row.phone,
        guardian_name: row.guardian_name,
        guardian_phone: row.guardian_phone,
    }
}

fn stored(old: &KnownStudent) -> StudentValues {
    StudentValues {
        school_number: old.school_number.clone(),
        roll_number: old.roll_number.clone(),
        name: old.name.clone(),
        sex: old.sex,
        nation: old.nation.clone(),
        birth_date: old.birth_date,
        id_type: old.id_type,
        id_number: old.id_number.clone(),
        class_id: old.class,
        state: old.state,
        phone: old.phone.clone(),
        guardian_name: old.guardian_name.clone(),
        guardian_phone: old.guardian_phone.clone(),
    }
}

/// Two rows that cannot both be written although each alone could: numbers exchanged between students.
fn taken(error: StoreError) -> WebError {
    match error {
        StoreError::Taken { field } => {
            let what = match field.as_str() {
                "school_number" => "学号",
                "id_hash" => "证件号码",
                "roll_hash" => "学籍号",
                _ => "号码",
            };
            WebError::refused(format!(
                "两名学生的{what}撞在一起，全部没有写入。请回第 4 页核对改了{what}的行，分两次导入"
            ))
        }
        other => other.into(),
    }
}
