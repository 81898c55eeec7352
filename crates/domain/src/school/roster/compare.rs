//! A row against the student it is about: old and new of every field the file would change.

use super::{
    columns as c,
    known::{Index, KnownStudent},
    rows::{ClassRef, RosterRow},
};
use crate::{
    import::{Difference, Field, Fixes, Table},
    values::mask,
};

/// Keep what a person chose to keep, and list what is left to change.
pub(super) fn settle(
    row: &mut RosterRow,
    old: &KnownStudent,
    at: u32,
    context: &Context<'_>,
) -> Vec<Difference> {
    let mut found = Differences {
        at,
        context,
        list: Vec::new(),
    };
    found.field(c::ROLL, &mut row.roll_number, &old.roll_number, |v| {
        masked(v.as_ref())
    });
    found.field(c::ID, &mut row.id_number, &old.id_number, |v| {
        masked(v.as_ref())
    });
    found.field(
        c::ID_TYPE,
        &mut row.id_type,
        &old.id_type,
        ToString::to_string,
    );
    found.field(
        c::NUMBER,
        &mut row.school_number,
        &Some(old.school_number.clone()),
        |v| plain(v.as_ref()),
    );
    found.field(c::NAME, &mut row.name, &old.name, Clone::clone);
    found.field(c::SEX, &mut row.sex, &old.sex, ToString::to_string);
    found.field(c::NATION, &mut row.nation, &old.nation, |v| {
        plain(v.as_ref())
    });
    found.field(c::BIRTH, &mut row.birth_date, &old.birth_date, |v| {
        plain(v.as_ref())
    });
    found.field(
        c::CLASS,
        &mut row.class,
        &ClassRef::Known(old.class),
        |v| match v {
            ClassRef::Known(id) => context.index.class_name(*id).to_owned(),
            ClassRef::New(name) => name.clone(),
        },
    );
    found.field(c::STATE, &mut row.state, &old.state, ToString::to_string);
    found.field(c::PHONE, &mut row.phone, &old.phone, |v| plain(v.as_ref()));
    found.field(
        c::GUARDIAN,
        &mut row.guardian_name,
        &old.guardian_name,
        |v| plain(v.as_ref()),
    );
    found.field(
        c::GUARDIAN_PHONE,
        &mut row.guardian_phone,
        &old.guardian_phone,
        |v| plain(v.as_ref()),
    );
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
    fn field<T: Clone + PartialEq>(
        &mut self,
        field: Field,
        new: &mut T,
        old: &T,
        show: impl Fn(&T) -> String,
    ) {
        if new == old {
            return;
        }
        let Some(column) = self.context.table.column(field) else {
            return;
        };
        if self.context.fixes.keeps(self.at, column.key) {
            new.clone_from(old);
            return;
        }
        let (field, name) = (column.key.to_owned(), column.name.to_owned());
        self.list.push(Difference {
            field,
            name,
            old: show(old),
            new: show(new),
        });
    }
}

fn masked(number: Option<&String>) -> String {
    number.map_or_else(|| "--".to_owned(), |number| mask(number))
}

fn plain<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(|| "--".to_owned(), ToString::to_string)
}
