//! The roll of a roster file that is checked against no school (plan 4.2), for a selection from files alone.

use std::collections::HashMap;

use super::from_files::RollEntry;
use crate::school::roster::{ClassRef, NewClass, Roster, RosterRow};
use crate::values::Secret;

/// The students of a roster that was checked against an empty school with its structure asked for, so
/// that every class is one that the file names. Refused rows are not among them.
pub fn roll_of(roster: &Roster) -> Vec<RollEntry> {
    let classes = roster.structure.classes.iter();
    let classes: HashMap<&str, &NewClass> = classes.map(|c| (c.name.as_str(), c)).collect();
    let rows = roster.rows.iter().filter_map(|row| row.outcome.value());
    rows.filter_map(|row| entry(row, &classes)).collect()
}

fn entry(row: &RosterRow, classes: &HashMap<&str, &NewClass>) -> Option<RollEntry> {
    let class = match &row.class {
        ClassRef::New(name) => classes.get(name.as_str())?,
        ClassRef::Known(_) => return None,
    };
    let school = row.school_number.as_deref().map(Secret::from);
    let mut numbers = [row.roll_number.clone(), school, row.id_number.clone()]
        .into_iter()
        .flatten();
    Some(RollEntry {
        number: numbers.next()?,
        other_numbers: numbers.collect(),
        name: row.name.clone(),
        class: class.name.clone(),
        major: class.major_code.clone(),
        grade: class.grade,
        state: row.state,
    })
}
