//! Which student of the school a row is about.

use super::{
    columns::{ID, NUMBER, ROLL},
    known::{Index, KnownStudent},
    person::Document,
};
use crate::import::{ProblemKind, Row};

/// The student with the row's identity or roll number. Two numbers of two students, or an identity
/// number under another roll number, is a problem for a person.
pub(super) fn student<'k>(
    index: &Index<'k>,
    row: &mut Row<'_, '_>,
    document: &Document,
) -> Option<&'k KnownStudent> {
    let identity = document.number.as_ref();
    let by_identity = identity.and_then(|number| index.with_identity(number.as_str()));
    let by_roll = row.text(ROLL).and_then(|number| index.with_roll(number));
    if let Some(student) = by_identity {
        compare_rolls(row, student, by_roll);
    }
    let student = by_identity.or(by_roll);
    let taken = row
        .text(NUMBER)
        .and_then(|number| index.with_number(number));
    let taken = taken.filter(|taken| student.is_none_or(|student| student.id != taken.id));
    if let Some(taken) = taken {
        let expected = format!("学校里{}已用这个学号。", taken.name);
        let advice = "请核对学号，或空着由系统编号。";
        row.error(NUMBER, ProblemKind::DuplicateInSchool, expected, advice);
    }
    student
}

fn compare_rolls(row: &mut Row<'_, '_>, student: &KnownStudent, by_roll: Option<&KnownStudent>) {
    let stored = student.roll_number.as_ref();
    let written = row.text(ROLL);
    let differs = stored
        .zip(written)
        .is_some_and(|(stored, written)| stored.as_str() != written);
    if differs {
        let (number, name) = (&student.school_number, &student.name);
        let expected = format!("学号 {number} 的{name}已用这个证件号码，学籍号不同。");
        let advice = "请核对证件号码和学籍号，改正不对的一格。";
        row.error(ID, ProblemKind::DuplicateInSchool, expected, advice);
    } else if let Some(second) = by_roll.filter(|second| second.id != student.id) {
        let (number, name) = (&second.school_number, &second.name);
        let expected = format!("学号 {number} 的{name}已用这个学籍号。");
        let advice = "请核对学籍号和证件号码，改正不对的一格。";
        row.error(ROLL, ProblemKind::DuplicateInSchool, expected, advice);
    }
}
