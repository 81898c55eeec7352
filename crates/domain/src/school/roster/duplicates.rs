//! The same number twice in one file: the first row keeps it, the later ones are told which it was.

use std::collections::HashMap;

use super::columns::{ID, NUMBER, ROLL};
use crate::{
    import::{Field, ProblemKind, Row},
    values::Secret,
};

#[derive(Default)]
pub(super) struct Seen {
    numbers: HashMap<(usize, String), u32>,
}

impl Seen {
    /// Report the row's first doubled number; the identity number speaks for the others.
    pub(super) fn meet(&mut self, row: &mut Row<'_, '_>, identity: Option<&Secret>) -> bool {
        let roll = row.text(ROLL).map(str::to_owned);
        let number = row.text(NUMBER).map(str::to_owned);
        let numbers = [
            (
                ID,
                "证件号码",
                identity.map(|number| number.as_str().to_owned()),
            ),
            (ROLL, "学籍号", roll),
            (NUMBER, "学号", number),
        ];
        let mut doubled = false;
        for (field, name, number) in numbers {
            let Some(number) = number else { continue };
            let Some(first) = self.first(field, number, row.number()) else {
                continue;
            };
            if !doubled {
                let expected = format!("与第 {first} 行的{name}相同。");
                row.error_beside(
                    first,
                    field,
                    ProblemKind::DuplicateInFile,
                    expected,
                    "请核对两行，改正或略过其中一行。",
                );
            }
            doubled = true;
        }
        doubled
    }

    fn first(&mut self, field: Field, number: String, row: u32) -> Option<u32> {
        let first = *self.numbers.entry((field.0, number)).or_insert(row);
        (first != row).then_some(first)
    }
}
