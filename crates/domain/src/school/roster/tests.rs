//! The roster: one test per kind of problem, then matching, new classes and properties.

use proptest::prelude::*;

use super::{
    ClassRef, Known, KnownClass, KnownGroup, KnownMajor, KnownStudent, Roster, RosterRow, check,
};
use crate::{
    ids::{ClassId, FacultyId, GroupId, MajorId, StudentId},
    import::{
        Cleaning, Fixes, Outcome, ProblemKind, Request,
        grid::{Cell, Format, Grid, SheetRow},
    },
    values::{Grade, IdNumber, IdType, Sex, StudentState},
};

const HEADER: [&str; 15] = [
    "学籍号",
    "学号",
    "姓名",
    "性别",
    "民族",
    "出生日期",
    "证件类型",
    "证件号码",
    "年级",
    "系部",
    "专业组",
    "专业代码",
    "专业名称",
    "班级",
    "学生状态",
];
const ROLL: usize = 0;
const NUMBER: usize = 1;
const SEX: usize = 3;
const BIRTH: usize = 5;
const ID_TYPE: usize = 6;
const ID: usize = 7;
const GRADE: usize = 8;
const CODE: usize = 11;
const MAJOR: usize = 12;
const CLASS: usize = 13;
const STATE: usize = 14;

fn id_of(order: u32) -> String {
    let body = format!("99000020070625{order:03}");
    let check = IdNumber::check_character(&body).unwrap();
    format!("{body}{check}")
}

/// A right row; odd orders are boys.
fn student(order: u32) -> Vec<String> {
    let sex = if order % 2 == 1 { "男" } else { "女" };
    let id = id_of(order);
    let cells = [
        format!("G{id}").as_str(),
        "",
        &format!("学生{order}"),
        sex,
        "汉族",
        "2007-06-25",
        "居民身份证",
        &id,
        "2023",
        "财经系",
        "会计专业组",
        "730301",
        "会计事务",
        "23会计1班",
        "在读",
    ]
    .map(str::to_owned);
    cells.to_vec()
}

fn students(count: u32) -> Vec<Vec<String>> {
    (1..=count).map(student).collect()
}

fn sheet(rows: &[Vec<String>]) -> Grid {
    let cells = |row: &[String]| {
        row.iter()
            .map(|text| {
                if text.is_empty() {
                    Cell::Empty
                } else {
                    Cell::Text(text.clone())
                }
            })
            .collect()
    };
    let mut grid = Grid {
        sheet: "名册".to_owned(),
        rows: Vec::new(),
        format: Format::Xlsx,
    };
    grid.rows.push(SheetRow {
        number: 1,
        cells: cells(&HEADER.map(str::to_owned)),
    });
    let data = rows.iter().zip(2..).map(|(row, number)| SheetRow {
        number,
        cells: cells(row),
    });
    grid.rows.extend(data);
    grid
}

fn run(rows: &[Vec<String>], known: &Known, create: bool) -> Roster {
    run_with(rows, known, create, &Fixes::default())
}

fn run_with(rows: &[Vec<String>], known: &Known, create: bool, fixes: &Fixes) -> Roster {
    let grid = sheet(rows);
    check(
        Request {
            file: "名册.xlsx",
            grid: &grid,
            mapping: None,
            fixes,
        },
        known,
        create,
    )
    .unwrap()
}

fn problems(roster: &Roster) -> Vec<(u32, &str, ProblemKind)> {
    roster
        .report
        .errors()
        .map(|p| (p.row, p.column.as_str(), p.kind))
        .collect()
}

fn warnings(roster: &Roster) -> Vec<(u32, &str, ProblemKind)> {
    roster
        .report
        .warnings()
        .map(|p| (p.row, p.column.as_str(), p.kind))
        .collect()
}

/// Change one cell of the second of four rows and see what is said about it.
fn with_cell(column: usize, text: &str) -> Roster {
    let mut rows = students(4);
    rows[1][column] = text.to_owned();
    run(&rows, &Known::default(), true)
}

/// A school with one class and the first student in it.
fn school() -> Known {
    let grade = Grade::try_from(2023).unwrap();
    let class = |id, name: &str| KnownClass {
        id: ClassId::new(id),
        name: name.to_owned(),
        grade,
        major: MajorId::new(1),
    };
    Known {
        faculties: vec![(FacultyId::new(1), "财经系".to_owned())],
        groups: vec![KnownGroup {
            id: GroupId::new(1),
            faculty: FacultyId::new(1),
            name: "会计专业组".to_owned(),
        }],
        majors: vec![KnownMajor {
            id: MajorId::new(1),
            group: GroupId::new(1),
            code: "730301".to_owned(),
            name: "会计事务".to_owned(),
        }],
        classes: vec![class(1, "23会计1班"), class(2, "23会计2班")],
        students: vec![stored(1)],
    }
}

fn stored(order: u32) -> KnownStudent {
    let id: IdNumber = id_of(order).parse().unwrap();
    KnownStudent {
        id: StudentId::new(i64::from(order)),
        school_number: format!("20230101{order:02}"),
        roll_number: Some(format!("G{}", id.as_str())),
        id_number: Some(id.as_str().to_owned()),
        id_type: IdType::ResidentCard,
        name: format!("学生{order}"),
        sex: id.sex(),
        nation: Some("汉族".to_owned()),
        birth_date: Some(id.birth_date()),
        class: ClassId::new(1),
        state: StudentState::Enrolled,
        phone: None,
        guardian_name: None,
        guardian_phone: None,
    }
}

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
fn plan_6_3_an_identity_number_is_checked() {
    let wrong = |id: &str| {
        problems(&with_cell(ID, id))
            .into_iter()
            .map(|(_, _, kind)| kind)
            .collect::<Vec<_>>()
    };
    let right = id_of(2);
    let other = if right.ends_with('1') { '2' } else { '1' };
    assert_eq!(
        wrong(&format!("{}{other}", &right[..17])),
        [ProblemKind::CheckDigit]
    );
    assert_eq!(wrong("9900002007062500"), [ProblemKind::NotAnId]);
    assert_eq!(wrong("没有"), [ProblemKind::NotAnId]);
    assert_eq!(wrong(""), [ProblemKind::Missing]);
    assert_eq!(wrong("9.90000200706E+17"), [ProblemKind::PrecisionLost]);
}

#[test]
fn plan_6_3_sex_and_birth_agree_with_the_identity_number() {
    assert_eq!(
        problems(&with_cell(SEX, "男")),
        [(3, "性别", ProblemKind::ContradictsId)]
    );
    assert_eq!(
        problems(&with_cell(BIRTH, "2007-06-26")),
        [(3, "出生日期", ProblemKind::ContradictsId)]
    );
    let filled = with_cell(SEX, "");
    assert_eq!(problems(&filled), []);
    assert_eq!(filled.report.cleaned[0].what, Cleaning::FromId);
    assert_eq!(filled.rows[1].outcome.value().unwrap().sex, Sex::Female);
}

#[test]
fn other_documents_have_their_own_numbers() {
    let mut rows = students(3);
    rows[1][ID_TYPE] = "护照".to_owned();
    rows[1][ID] = "e1234567".to_owned();
    let roster = run(&rows, &Known::default(), true);
    assert_eq!(problems(&roster), []);
    assert_eq!(
        roster.rows[1].outcome.value().unwrap().id_number.as_deref(),
        Some("E1234567")
    );
    assert_eq!(
        problems(&with_cell(ID_TYPE, "借书证")),
        [(3, "证件类型", ProblemKind::NotInList)]
    );
}

#[test]
fn words_dates_and_years_are_checked() {
    assert_eq!(
        problems(&with_cell(SEX, "不详")),
        [(3, "性别", ProblemKind::NotInList)]
    );
    assert_eq!(
        problems(&with_cell(STATE, "开除")),
        [(3, "学生状态", ProblemKind::NotInList)]
    );
    assert_eq!(
        problems(&with_cell(BIRTH, "07-06-25")),
        [(3, "出生日期", ProblemKind::NotADate)]
    );
    assert_eq!(
        problems(&with_cell(GRADE, "1923")),
        [(3, "年级", ProblemKind::OutOfRange)]
    );
    assert_eq!(
        warnings(&with_cell(4, "火星族")),
        [(3, "民族", ProblemKind::NotInList)]
    );
    let other = with_cell(STATE, "顶岗实习");
    assert_eq!(
        other.rows[1].outcome.value().unwrap().state,
        StudentState::Internship
    );
    assert_eq!(other.report.cleaned[0].to, "实习");
}

#[test]
fn telephones_are_checked_in_both_columns() {
    let mut grid = sheet(&students(2));
    grid.rows[0]
        .cells
        .extend(["手机", "家长电话"].map(|name| Cell::Text(name.to_owned())));
    grid.rows[1].cells.extend([
        Cell::Text("1517066907".to_owned()),
        Cell::Text("0769-22334455".to_owned()),
    ]);
    grid.rows[2].cells.extend([
        Cell::Number("15170669074".to_owned()),
        Cell::Text("无".to_owned()),
    ]);
    let fixes = Fixes::default();
    let roster = check(
        Request {
            file: "",
            grid: &grid,
            mapping: None,
            fixes: &fixes,
        },
        &Known::default(),
        true,
    )
    .unwrap();
    assert_eq!(
        problems(&roster),
        [
            (2, "手机", ProblemKind::Phone),
            (3, "家长电话", ProblemKind::Phone)
        ]
    );
}

#[test]
fn the_first_of_two_keeps_its_number_and_the_later_is_told_once() {
    let mut rows = students(4);
    rows[2][ID] = rows[0][ID].clone();
    rows[2][ROLL] = rows[0][ROLL].clone();
    rows[2][BIRTH] = "2009-01-01".to_owned();
    rows[3][ROLL] = rows[1][ROLL].clone();
    let roster = run(&rows, &Known::default(), true);
    let expected = [
        (4, "证件号码", ProblemKind::DuplicateInFile),
        (5, "学籍号", ProblemKind::DuplicateInFile),
    ];
    assert_eq!(problems(&roster), expected);
    assert_eq!(
        roster.report.problems[0].expected,
        "与第 2 行的证件号码相同。"
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
fn no_identity_number_stands_in_a_report() {
    let mut rows = students(3);
    rows[1][ID] = rows[0][ID].clone();
    rows[2][ID] = "ｘ".to_owned() + &rows[2][ID];
    let report = run(&rows, &Known::default(), true).report;
    let json = serde_json::to_string(&report).unwrap();
    assert!(!report.problems.is_empty());
    for order in 1..=3 {
        assert!(!json.contains(&id_of(order)[..14]), "{json}");
    }
}

#[test]
fn mending_every_problem_leaves_none() {
    let mut rows = students(3);
    rows[0][SEX] = "女".to_owned();
    rows[1][CLASS] = "99未知9班".to_owned();
    rows[2][ID] = String::new();
    let mut fixes = Fixes::default();
    fixes.mend(2, "sex", "男");
    fixes.mend(3, "class", "23会计1班");
    fixes.skipped.insert(4);
    let roster = run_with(&rows, &Known::default(), true, &fixes);
    assert_eq!(
        (
            problems(&roster),
            roster.report.ready,
            roster.report.skipped
        ),
        (vec![], 2, 1)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_order_of_columns_gives_the_same_rows(order in Just((0..HEADER.len()).collect::<Vec<_>>()).prop_shuffle(), banner in 0_u32..4) {
        let mut rows = students(5);
        rows[2][SEX] = "不详".to_owned();
        rows[3][CLASS] = " ２３会计1班".to_owned();
        let plain = run(&rows, &Known::default(), true);
        let mut grid = sheet(&rows);
        for row in &mut grid.rows {
            row.number += banner;
            row.cells = order.iter().map(|at| row.cells[*at].clone()).collect();
        }
        let above = (1..=banner).map(|number| SheetRow { number, cells: vec![Cell::Text("名册".to_owned())] });
        grid.rows.splice(0..0, above);
        let fixes = Fixes::default();
        let moved = check(Request { file: "", grid: &grid, mapping: None, fixes: &fixes }, &Known::default(), true).unwrap();
        let values = |roster: &Roster| roster.rows.iter().map(|row| row.outcome.clone()).collect::<Vec<_>>();
        prop_assert_eq!(values(&plain), values(&moved));
        prop_assert_eq!(&plain.structure, &moved.structure);
        prop_assert_eq!(plain.report.problems.len(), moved.report.problems.len());
    }

    #[test]
    fn any_cells_at_all_are_answered(cells in prop::collection::vec(prop::collection::vec(".{0,20}", HEADER.len()), 1..6), create: bool) {
        let grid = sheet(&cells);
        let fixes = Fixes::default();
        if let Ok(roster) = check(Request { file: "", grid: &grid, mapping: None, fixes: &fixes }, &school(), create) {
            prop_assert_eq!(roster.report.refused(), roster.report.rows - roster.report.ready);
        }
    }
}
