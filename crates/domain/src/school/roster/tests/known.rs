//! Rows about students the school already has.

use super::*;

fn outcome(rows: &[Vec<String>], fixes: &Fixes) -> Outcome<RosterRow> {
    run_with(rows, &school(), false, fixes).rows[0]
        .outcome
        .clone()
}

#[test]
fn a_student_of_the_school_is_the_same_or_changed() {
    let mut rows = students(1);
    assert!(
        matches!(outcome(&rows, &Fixes::default()), Outcome::Same(row) if row.student == Some(StudentId::new(1)))
    );
    rows[0][CLASS] = "23会计2班".to_owned();
    rows[0][STATE] = "休学".to_owned();
    let Outcome::Changed(row, differences) = outcome(&rows, &Fixes::default()) else {
        panic!("changed")
    };
    assert_eq!(row.class, ClassRef::Known(ClassId::new(2)));
    let said: Vec<_> = differences
        .iter()
        .map(|d| (d.field.as_str(), d.old.as_str(), d.new.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("class", "23会计1班", "23会计2班"),
            ("state", "在读", "休学")
        ]
    );
    let mut fixes = Fixes::default();
    fixes.keep(2, "class");
    fixes.keep(2, "state");
    assert!(
        matches!(outcome(&rows, &fixes), Outcome::Same(row) if row.class == ClassRef::Known(ClassId::new(1)))
    );
}

#[test]
fn an_empty_cell_takes_nothing_away() {
    let mut rows = students(1);
    for column in [ROLL, 4, BIRTH, ID_TYPE, STATE] {
        rows[0][column] = String::new();
    }
    assert!(matches!(
        outcome(&rows, &Fixes::default()),
        Outcome::Same(_)
    ));
}

#[test]
fn a_new_identity_number_under_the_same_roll_number_is_a_change() {
    let mut rows = students(1);
    rows[0][ID] = id_of(3);
    let Outcome::Changed(_, differences) = outcome(&rows, &Fixes::default()) else {
        panic!("changed")
    };
    assert_eq!(
        differences[0].old,
        "990*************".to_owned() + &id_of(1)[16..]
    );
}

#[test]
fn a_number_of_another_student_of_the_school_is_told() {
    let mut known = school();
    known.students.push(stored(2));
    let mut rows = students(1);
    rows[0][ROLL] = "G123456".to_owned();
    assert_eq!(
        problems(&run(&rows, &known, false)),
        [(2, "证件号码", ProblemKind::DuplicateInSchool)]
    );
    known.students[0].roll_number = None;
    rows[0][ROLL] = format!("G{}", id_of(2));
    assert_eq!(
        problems(&run(&rows, &known, false)),
        [(2, "学籍号", ProblemKind::DuplicateInSchool)]
    );
    let mut rows = students(3);
    rows[2][NUMBER] = "2023010101".to_owned();
    assert_eq!(
        problems(&run(&rows, &known, false)),
        [(4, "学号", ProblemKind::DuplicateInSchool)]
    );
}

#[test]
fn a_document_that_is_not_named_is_the_stored_one() {
    let mut known = school();
    known.students[0].id_type = IdType::Passport;
    known.students[0].id_number = Some("E1234567".into());
    let mut rows = students(1);
    rows[0][ID_TYPE] = String::new();
    rows[0][ID] = "e1234567".to_owned();
    let roster = run(&rows, &known, false);
    assert!(
        matches!(roster.rows[0].outcome, Outcome::Same(_)),
        "{:?}",
        roster.report
    );
}
