//! Which classes are made from a file, and which are not.

use super::*;

#[test]
fn plan_2_1_an_empty_school_is_made_from_the_file() {
    let roster = run(&students(3), &Known::default(), true);
    assert_eq!((roster.report.problems.len(), roster.report.new), (0, 3));
    let made = &roster.structure;
    assert_eq!(made.faculties, ["财经系"]);
    assert_eq!(
        (
            made.groups[0].name.as_str(),
            made.groups[0].faculty.as_str()
        ),
        ("会计专业组", "财经系")
    );
    assert_eq!(
        (made.majors[0].code.as_str(), made.majors[0].group.as_str()),
        ("730301", "会计专业组")
    );
    assert_eq!(
        (made.classes[0].name.as_str(), made.classes[0].grade.year()),
        ("23会计1班", 2023)
    );
    assert_eq!(
        (
            made.faculties.len(),
            made.groups.len(),
            made.majors.len(),
            made.classes.len()
        ),
        (1, 1, 1, 1)
    );
}

#[test]
fn without_leave_no_class_is_made() {
    let mut rows = students(2);
    rows[1][CLASS] = "23会计9班".to_owned();
    let roster = run(&rows, &school(), false);
    assert_eq!(problems(&roster), [(3, "班级", ProblemKind::UnknownClass)]);
    assert!(roster.structure.is_empty());
    assert_eq!(problems(&run(&rows, &school(), true)), []);
}

#[test]
fn a_class_that_cannot_be_believed_is_not_made() {
    for name in ["99未知9班", "2399班", "22会计1班", "待定"] {
        assert_eq!(
            problems(&with_cell(CLASS, name)),
            [(3, "班级", ProblemKind::UnknownClass)],
            "{name}"
        );
    }
    // Rows that do not agree where their class belongs.
    let mut rows = students(4);
    for (row, (grade, code)) in rows.iter_mut().zip([
        ("2022", "730301"),
        ("2023", "730201"),
        ("2024", "730701"),
        ("2023", "730301"),
    ]) {
        row[CLASS] = "重点班".to_owned();
        row[GRADE] = grade.to_owned();
        row[CODE] = code.to_owned();
    }
    let roster = run(&rows, &Known::default(), true);
    assert_eq!(problems(&roster).len(), 4);
    assert!(roster.structure.is_empty());
    // One row that differs from all others of its class only wants a look.
    let odd = with_cell(CODE, "730201");
    assert_eq!(
        (problems(&odd), warnings(&odd)),
        (vec![], vec![(3, "专业代码", ProblemKind::ContradictsClass)])
    );
    let renamed = with_cell(MAJOR, "会计");
    assert_eq!(
        warnings(&renamed),
        [(3, "专业名称", ProblemKind::UnknownMajor)]
    );
}

#[test]
fn a_class_needs_a_grade_and_a_major() {
    let mut rows = students(1);
    rows[0][CLASS] = "会计班".to_owned();
    rows[0][GRADE] = String::new();
    let found = run(&rows, &Known::default(), true);
    assert_eq!(
        found.report.problems[0].expected,
        "学校里没有「会计班」，这一行没有年级，不能新建。"
    );
    rows[0][GRADE] = "23级".to_owned();
    rows[0][CODE] = String::new();
    rows[0][MAJOR] = String::new();
    let found = run(&rows, &Known::default(), true);
    assert_eq!(
        found.report.problems[0].expected,
        "学校里没有「会计班」，这一行没有专业，不能新建。"
    );
}
