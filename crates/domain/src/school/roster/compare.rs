//! A row against the student it is about: old and new of every field the file would change.

use chrono::NaiveDate;

use super::{
    columns as c,
    known::{Index, KnownStudent},
    rows::{ClassRef, RosterRow},
};
use crate::{
    import::{Difference, Field, Fixes, Table},
    values::{IdType, Phone, Secret, Sex, StudentState},
};

/// Keep what a person chose to keep, and list what is left to change.
pub(super) fn settle(
    row: &mut RosterRow,
    old: &KnownStudent,
    at: u32,
    context: &Context<'_>,
) -> Vec<Difference> {
    let list = Vec::new();
    let mut found = Differences { at, context, list };
    found.field(c::ROLL, &mut row.roll_number, &old.roll_number);
    found.field(c::ID, &mut row.id_number, &old.id_number);
    found.field(c::ID_TYPE, &mut row.id_type, &old.id_type);
    let number = Some(old.school_number.clone());
    found.field(c::NUMBER, &mut row.school_number, &number);
    found.field(c::NAME, &mut row.name, &old.name);
    found.field(c::SEX, &mut row.sex, &old.sex);
    found.field(c::NATION, &mut row.nation, &old.nation);
    found.field(c::BIRTH, &mut row.birth_date, &old.birth_date);
    found.field(c::CLASS, &mut row.class, &ClassRef::Known(old.class));
    found.field(c::STATE, &mut row.state, &old.state);
    found.field(c::PHONE, &mut row.phone, &old.phone);
    found.field(c::GUARDIAN, &mut row.guardian_name, &old.guardian_name);
    let phones = (&mut row.guardian_phone, &old.guardian_phone);
    found.field(c::GUARDIAN_PHONE, phones.0, phones.1);
    found.list
}

/// What is needed to name a difference and to know whether it is wanted.
pub(super) struct Context<'a> {
    pub(super) table: &'a Table,
    pub(super) fixes: &'a Fixes,
    pub(super) index: &'a Index<'a>,
}

struct Differences<'a> {
    at: u32,
    context: &'a Context<'a>,
    list: Vec<Difference>,
}

impl Differences<'_> {
    fn field<T: Clone + PartialEq + Shown>(&mut self, field: Field, new: &mut T, old: &T) {
        if new == old {
            return;
        }
        let Some(column) = self.context.table.column(field) else {
            return;
        };
        if self.context.fixes.keeps(self.at, &column.key) {
            new.clone_from(old);
            return;
        }
        let index = self.context.index;
        self.list.push(Difference {
            field: column.key.to_string(),
            name: column.name.to_string(),
            old: old.shown(index),
            new: new.shown(index),
        });
    }
}

/// A value as the wizard shows it.
trait Shown {
    fn shown(&self, index: &Index<'_>) -> String;
}

macro_rules! shown_by_display {
    ($($value:ty),+) => {$(
        impl Shown for $value {
            fn shown(&self, _index: &Index<'_>) -> String {
                self.to_string()
            }
        }
    )+};
}

shown_by_display!(String, Sex, IdType, StudentState, NaiveDate, Phone);

impl Shown for Secret {
    fn shown(&self, _index: &Index<'_>) -> String {
        self.masked()
    }
}

impl Shown for ClassRef {
    fn shown(&self, index: &Index<'_>) -> String {
        match self {
            Self::Known(id) => index.class_name(*id).to_owned(),
            Self::New(name) => name.clone(),
        }
    }
}

impl<T: Shown> Shown for Option<T> {
    fn shown(&self, index: &Index<'_>) -> String {
        let value = self.as_ref().map(|value| value.shown(index));
        value.unwrap_or_else(|| "--".to_owned())
    }
}
