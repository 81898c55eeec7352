//! One test per kind of problem.

use super::*;

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
        roster.rows[1]
            .outcome
            .value()
            .unwrap()
            .id_number
            .as_ref()
            .map(Secret::as_str),
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
        problems(&with_cell(STATE, "未报到")),
        [(3, "学生状态", ProblemKind::NotInList)]
    );
    assert_eq!(
        problems(&with_cell(BIRTH, "07-06")),
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
        Cell::Text("15170669074（母亲）、0769-22334455".to_owned()),
        Cell::Text("不通".to_owned()),
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
