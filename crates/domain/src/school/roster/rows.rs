//! One row of a roster: from cells to a student that can be written.

use chrono::NaiveDate;

use super::{
    classes::{Classes, Unbelievable, grade_in, year_fits},
    columns::{CLASS, GRADE, GUARDIAN, ID, MAJOR, MAJOR_CODE, NUMBER, ROLL, table},
    compare::{self, Context},
    duplicates::Seen,
    known::{Index, Known, KnownStudent},
    person::{self, Document},
};
use crate::{
    ids::{ClassId, StudentId},
    import::{Check, Fixes, Line, Outcome, ProblemKind, Row, Table},
    values::{IdType, Phone, Sex, StudentState},
};

/// A student as the row leaves it: what the file says, and where it says nothing what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterRow {
    /// The student this row is about, if the school has them already.
    pub student: Option<StudentId>,
    /// `None`: the program gives one.
    pub school_number: Option<String>,
    pub roll_number: Option<String>,
    pub name: String,
    pub sex: Sex,
    pub nation: Option<String>,
    pub birth_date: Option<NaiveDate>,
    pub id_type: IdType,
    pub id_number: Option<String>,
    pub class: ClassRef,
    pub state: StudentState,
    pub phone: Option<Phone>,
    pub guardian_name: Option<String>,
    pub guardian_phone: Option<Phone>,
}

/// A class of the school, or one that the file asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClassRef {
    Known(ClassId),
    New(String),
}

/// The check of a roster against one school.
pub(super) struct RosterCheck<'k> {
    index: Index<'k>,
    fixes: &'k Fixes,
    table: Table,
    create_structure: bool,
    classes: Classes,
    seen: Seen,
}

impl<'k> RosterCheck<'k> {
    pub(super) fn new(known: &'k Known, fixes: &'k Fixes, create_structure: bool) -> Self {
        let (classes, seen) = (Classes::default(), Seen::default());
        Self {
            index: Index::new(known),
            fixes,
            table: table(),
            create_structure,
            classes,
            seen,
        }
    }

    pub(super) fn classes(&self) -> &Classes {
        &self.classes
    }

    fn class(&self, row: &mut Row<'_, '_>) -> Option<ClassRef> {
        let name = row.text(CLASS)?.to_owned();
        if let Some(class) = self.index.class(&name) {
            let major = self
                .index
                .major(class.major)
                .map(|major| major.code.clone());
            self.warn_of_other_place(row, class.grade, major.as_deref());
            return Some(ClassRef::Known(class.id));
        }
        if !self.create_structure {
            let expected = format!("学校里没有「{name}」。");
            row.error(
                CLASS,
                ProblemKind::UnknownClass,
                expected,
                "请改成已有的班级，或先建好这个班级。",
            );
            return None;
        }
        let grade = row.text(GRADE).and_then(grade_in);
        let refused = match self.classes.place(&name) {
            _ if grade.is_some_and(|grade| !year_fits(&name, grade)) => Unbelievable::Year,
            Some(Ok(place)) => {
                self.warn_of_other_place(row, place.grade, Some(&place.major));
                return Some(ClassRef::New(name));
            }
            Some(Err(why)) => *why,
            None => Unbelievable::NoGrade,
        };
        let expected = format!("学校里没有「{name}」，{}。", why_not(refused));
        row.error(
            CLASS,
            ProblemKind::UnknownClass,
            expected,
            "请核对班级、年级和专业，改正不对的一格。",
        );
        None
    }

    /// The class decides where a student belongs; a row that says otherwise wants a look.
    fn warn_of_other_place(
        &self,
        row: &mut Row<'_, '_>,
        grade: crate::values::Grade,
        major: Option<&str>,
    ) {
        if row
            .text(GRADE)
            .and_then(grade_in)
            .is_some_and(|own| own != grade)
        {
            let expected = format!("这个班是 {grade} 级。");
            row.warning(
                GRADE,
                ProblemKind::ContradictsClass,
                expected,
                "请核对年级；导入时以班级为准。",
            );
        }
        let Some(own) = self.classes.major_of(row.line) else {
            return;
        };
        if major.is_some_and(|major| major != own) {
            let field = if row.text(MAJOR_CODE).is_some() {
                MAJOR_CODE
            } else {
                MAJOR
            };
            let name = major
                .and_then(|code| self.classes.major(code))
                .map_or("另一个专业", |major| major.name.as_str());
            let expected = format!("这个班属于{name}。");
            row.warning(
                field,
                ProblemKind::ContradictsClass,
                expected,
                "请核对专业；导入时以班级为准。",
            );
            return;
        }
        let names = self
            .classes
            .major(&own)
            .map(|major| major.name.clone())
            .zip(row.text(MAJOR).map(str::to_owned));
        if let Some((name, _)) = names.filter(|(name, written)| name != written) {
            let expected = format!("专业代码 {own} 是{name}。");
            row.warning(
                MAJOR,
                ProblemKind::UnknownMajor,
                expected,
                "请核对专业名称；导入时以代码为准。",
            );
        }
    }

    /// The student of the school this row is about. Two numbers of two students, or an identity
    /// number under another roll number, is a problem for a person.
    fn student(&self, row: &mut Row<'_, '_>, document: &Document) -> Option<&'k KnownStudent> {
        let roll = row.text(ROLL).map(str::to_owned);
        let by_identity = document
            .number
            .as_deref()
            .and_then(|number| self.index.with_identity(number));
        let by_roll = roll
            .as_deref()
            .and_then(|number| self.index.with_roll(number));
        if let Some(other) = by_identity {
            let same_roll =
                other.roll_number.is_none() || roll.is_none() || other.roll_number == roll;
            if !same_roll {
                let expected = format!(
                    "学号 {} 的{}已用这个证件号码，学籍号不同。",
                    other.school_number, other.name
                );
                row.error(
                    ID,
                    ProblemKind::DuplicateInSchool,
                    expected,
                    "请核对证件号码和学籍号，改正不对的一格。",
                );
            } else if let Some(second) = by_roll.filter(|second| second.id != other.id) {
                let expected = format!(
                    "学号 {} 的{}已用这个学籍号。",
                    second.school_number, second.name
                );
                row.error(
                    ROLL,
                    ProblemKind::DuplicateInSchool,
                    expected,
                    "请核对学籍号和证件号码，改正不对的一格。",
                );
            }
        }
        let student = by_identity.or(by_roll);
        let taken = row
            .text(NUMBER)
            .and_then(|number| self.index.with_number(number));
        if let Some(taken) =
            taken.filter(|taken| student.is_none_or(|student| student.id != taken.id))
        {
            let expected = format!("学校里{}已用这个学号。", taken.name);
            row.error(
                NUMBER,
                ProblemKind::DuplicateInSchool,
                expected,
                "请核对学号，或空着由系统编号。",
            );
        }
        student
    }
}

fn why_not(reason: Unbelievable) -> &'static str {
    match reason {
        Unbelievable::Name => "这不像班级名称，不能新建",
        Unbelievable::Year => "班名里的年份与年级不符，不能新建",
        Unbelievable::NoGrade => "这一行没有年级，不能新建",
        Unbelievable::NoMajor => "这一行没有专业，不能新建",
        Unbelievable::Scattered => "各行写的年级或专业不同，不能新建",
    }
}

impl Check for RosterCheck<'_> {
    type Value = RosterRow;

    fn survey(&mut self, lines: &[Line<'_>]) {
        self.classes = Classes::survey(lines, &self.index);
    }

    fn check(&mut self, row: &mut Row<'_, '_>) -> Outcome<RosterRow> {
        let document = person::document(row);
        let doubled = self.seen.meet(row, document.number.as_deref());
        let known = if doubled {
            None
        } else {
            self.student(row, &document)
        };
        // The number of another person says nothing about this one.
        let citizen = document.citizen.as_ref().filter(|_| !doubled);
        if row.text(GRADE).is_some_and(|text| grade_in(text).is_none()) {
            row.error(
                GRADE,
                ProblemKind::OutOfRange,
                "年级要写入学年份，如 2022。",
                "请改成四位的入学年份。",
            );
        }
        let value = self.value(row, &document, citizen, known);
        match (value, known) {
            (Some(value), None) => Outcome::New(value),
            (Some(mut value), Some(old)) => {
                let context = Context {
                    table: &self.table,
                    fixes: self.fixes,
                    index: &self.index,
                };
                let differences = compare::settle(&mut value, old, row.number(), &context);
                if differences.is_empty() {
                    Outcome::Same(value)
                } else {
                    Outcome::Changed(value, differences)
                }
            }
            (None, _) => Outcome::Refused,
        }
    }
}

impl RosterCheck<'_> {
    /// Every field is looked at even if an earlier one is wrong, so that all problems show at once.
    fn value(
        &self,
        row: &mut Row<'_, '_>,
        document: &Document,
        citizen: Option<&crate::values::IdNumber>,
        known: Option<&KnownStudent>,
    ) -> Option<RosterRow> {
        let class = self.class(row);
        let sex = person::sex(row, citizen, known.map(|old| old.sex));
        let birth_date = person::birth(row, citizen);
        let name = person::name(row);
        let nation = person::nation_of(row);
        let state = person::state(row);
        let (phone, guardian_phone) = (person::phone(row), person::guardian_phone(row));
        let written = |field| row.text(field).map(str::to_owned);
        Some(RosterRow {
            student: known.map(|old| old.id),
            school_number: written(NUMBER).or_else(|| known.map(|old| old.school_number.clone())),
            roll_number: written(ROLL).or_else(|| known?.roll_number.clone()),
            name: name?,
            sex: sex?,
            nation: nation.or_else(|| known?.nation.clone()),
            birth_date: birth_date.or_else(|| known?.birth_date),
            id_type: document.id_type,
            id_number: document.number.clone(),
            class: class?,
            state: state
                .or_else(|| Some(known?.state))
                .unwrap_or(StudentState::Enrolled),
            phone: phone.or_else(|| known?.phone.clone()),
            guardian_name: written(GUARDIAN).or_else(|| known?.guardian_name.clone()),
            guardian_phone: guardian_phone.or_else(|| known?.guardian_phone.clone()),
        })
    }
}
