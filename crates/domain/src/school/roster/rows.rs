//! One row of a roster: from cells to a student that can be written.

use chrono::NaiveDate;

use super::{
    classes::{Classes, grade_in},
    columns::{GRADE, GUARDIAN, NUMBER, ROLL, table},
    compare::{self, Context},
    duplicates::Seen,
    known::{Index, Known, KnownStudent},
    owner,
    person::{self, Document},
    place::Places,
};
use crate::{
    ids::{ClassId, StudentId},
    import::{Check, Fixes, Line, Outcome, ProblemKind, Row, Table},
    values::{IdType, Phone, Secret, Sex, StudentState},
};

/// A student as the row leaves it: what the file says, and where it says nothing what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterRow {
    /// The student this row is about, if the school has them already.
    pub student: Option<StudentId>,
    /// `None`: the program gives one.
    pub school_number: Option<String>,
    pub roll_number: Option<Secret>,
    pub name: String,
    pub sex: Sex,
    pub nation: Option<String>,
    pub birth_date: Option<NaiveDate>,
    pub id_type: IdType,
    pub id_number: Option<Secret>,
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
}

impl Check for RosterCheck<'_> {
    type Value = RosterRow;

    fn survey(&mut self, lines: &[Line<'_>]) {
        self.classes = Classes::survey(lines, &self.index);
    }

    fn check(&mut self, row: &mut Row<'_, '_>) -> Outcome<RosterRow> {
        let document = person::document(row, &self.index);
        let doubled = self.seen.meet(row, document.number.as_ref());
        let known = if doubled {
            None
        } else {
            owner::student(&self.index, row, &document)
        };
        if row.text(GRADE).is_some_and(|text| grade_in(text).is_none()) {
            let expected = "年级要写入学年份，如 2022。";
            let advice = "请改成四位的入学年份。";
            row.error(GRADE, ProblemKind::OutOfRange, expected, advice);
        }
        let value = self.value(row, document, doubled, known);
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
    fn places(&self) -> Places<'_> {
        Places {
            index: &self.index,
            classes: &self.classes,
            create_structure: self.create_structure,
        }
    }

    /// Every field is looked at even if an earlier one is wrong, so that all problems show at once.
    fn value(
        &self,
        row: &mut Row<'_, '_>,
        document: Document,
        doubled: bool,
        known: Option<&KnownStudent>,
    ) -> Option<RosterRow> {
        let class = self.places().class(row);
        let sex = person::sex(row, &document, doubled).or_else(|| Some(known?.sex));
        let birth_date = person::birth(row, &document, doubled);
        let name = person::name(row);
        let nation = person::nation_of(row);
        let state = person::state(row);
        let phone = person::phone(row);
        let guardian_phone = person::guardian_phone(row);
        let written = |field| row.text(field).map(str::to_owned);
        Some(RosterRow {
            student: known.map(|old| old.id),
            school_number: written(NUMBER).or_else(|| Some(known?.school_number.clone())),
            roll_number: written(ROLL)
                .map(Secret::from)
                .or_else(|| known?.roll_number.clone()),
            name: name?,
            sex: sex?,
            nation: nation.or_else(|| known?.nation.clone()),
            birth_date: birth_date.or_else(|| known?.birth_date),
            id_type: document.id_type,
            id_number: document.number,
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
