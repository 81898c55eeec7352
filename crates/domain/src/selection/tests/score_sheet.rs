use super::super::{
    Absence, Earlier, Marks, PartKey, PartNames, RollEntry, Scope, ScoreFile, Verdict, gather,
    read_scores,
};
use super::{Parameters, rule, select};
use crate::import::grid::{Cell, Format, Grid, SheetRow};
use crate::import::{FileRefused, Fixes, Outcome, ProblemKind, Request, Severity};
use crate::school::roster::{self, Known};
use crate::values::StudentState;

/// A sheet from lines of cells parted by `|`; a cell of digits is a number cell.
fn sheet(lines: &[&str]) -> Grid {
    let cell = |text: &str| match text {
        "" => Cell::Empty,
        digits if digits.len() < 6 && digits.parse::<f64>().is_ok() => {
            Cell::Number(digits.to_owned())
        }
        words => Cell::Text(words.to_owned()),
    };
    let row = |(number, line): (u32, &&str)| SheetRow {
        number,
        cells: line.split('|').map(cell).collect(),
    };
    Grid {
        sheet: "成绩".to_owned(),
        rows: (1..).zip(lines).map(row).collect(),
        format: Format::Xlsx,
    }
}

fn roster() -> Vec<RollEntry> {
    let student = |(n, name): (usize, &str)| RollEntry {
        number: format!("G99000020080101{n:04}").into(),
        other_numbers: vec![
            format!("20230101{n:02}").into(),
            format!("99000020080101{n:04}").into(),
        ],
        name: name.to_owned(),
        class: "23会计1班".to_owned(),
        major: "730301".to_owned(),
        grade: "2023".parse().unwrap(),
        state: StudentState::Enrolled,
    };
    (1..)
        .zip(["林一", "王二", "张三", "李四"])
        .map(student)
        .collect()
}

fn parts() -> Vec<PartKey> {
    vec!["theory".parse().unwrap(), "practical".parse().unwrap()]
}

fn read_with(lines: &[&str], earlier: &Earlier) -> Result<ScoreFile, FileRefused> {
    let (grid, fixes) = (sheet(lines), Fixes::default());
    let request = Request {
        file: "成绩.xlsx",
        grid: &grid,
        mapping: None,
        fixes: &fixes,
    };
    read_scores(
        request,
        (&parts(), &PartNames::default()),
        &roster(),
        earlier,
    )
}

fn read(lines: &[&str]) -> ScoreFile {
    read_with(lines, &Earlier::new()).unwrap()
}

/// Row, field, kind and severity of each problem.
fn problems(file: &ScoreFile) -> Vec<(u32, &str, ProblemKind, Severity)> {
    let problems = file.checked.report.problems.iter();
    problems
        .map(|p| (p.row, p.field.as_str(), p.kind, p.severity))
        .collect()
}

#[test]
fn plan_4_3_2_scores_are_read_by_any_number_and_any_usual_header() {
    for (header, number) in [
        (
            "学籍号|姓名|班级|理论成绩|实操成绩|备注",
            "G990000200801010001",
        ),
        ("学号|姓名|班级|笔试|技能|备注", "2023010101"),
        ("身份证号|姓名|班级|理论|操作|备注", "990000200801010001"),
    ] {
        let row = format!("{number}|林一|23会计1班|78.5|80|");
        let file = read(&[header, &row]);
        assert_eq!(problems(&file), [], "{header}");
        let [scored] = &file.rows()[..] else {
            panic!("one row")
        };
        assert_eq!(scored.number.as_str(), "G990000200801010001");
        let marks: Vec<_> = scored
            .marks
            .iter()
            .map(|(part, mark)| format!("{part} {mark}"))
            .collect();
        assert_eq!(marks, ["theory 78.5", "practical 80"]);
    }
}

#[test]
fn plan_4_3_2_whoever_did_not_sit_is_told_by_word_or_column() {
    let file = read(&[
        "学号|姓名|理论|实操|备注|缺考",
        "2023010101|林一|||缺考|",
        "2023010102|王二||||是",
        "2023010103|张三|缓考|||",
        "2023010104|李四|60|70|作弊|否",
    ]);
    assert_eq!(problems(&file), []);
    let absences: Vec<_> = file.rows().iter().map(|row| row.absence).collect();
    let expected = [
        Absence::Missed,
        Absence::Missed,
        Absence::Deferred,
        Absence::Cheated,
    ];
    assert_eq!(absences, expected.map(Some));
}

#[test]
fn plan_4_3_2_a_wrong_score_is_named_and_keeps_its_row_out() {
    let file = read(&[
        "学号|姓名|理论|实操|备注",
        "2023010101|林一|七十|80|",
        "2023010102|王二|100.5|80|",
        "2023010103|张三|70.25|80|",
        "2023010104|李四|70|80|缺考",
        "|无号|70|80|",
    ]);
    let error = Severity::Error;
    let expected = [
        (2, "theory", ProblemKind::NotANumber, error),
        (3, "theory", ProblemKind::OutOfRange, error),
        (4, "theory", ProblemKind::NotANumber, error),
        (5, "remark", ProblemKind::Contradicts, error),
        (6, "student_number", ProblemKind::Missing, error),
    ];
    assert_eq!(problems(&file), expected);
    assert!(
        file.rows()
            .iter()
            .all(|row| row.absence == Some(Absence::RowRefused))
    );
    assert_eq!(file.rows().len(), 5);
}

#[test]
fn plan_4_3_2_a_blank_score_is_looked_at_and_counts_as_absent() {
    let file = read(&[
        "学号|姓名|理论|实操|备注",
        "2023010101|林一|70||",
        "2023010102|王二|||",
    ]);
    let missing = |row, field| (row, field, ProblemKind::Missing, Severity::Warning);
    assert_eq!(
        problems(&file),
        [
            missing(2, "practical"),
            missing(3, "theory"),
            missing(3, "practical")
        ]
    );
    assert_eq!(file.checked.report.ready, 2);
}

#[test]
fn plan_4_3_2_unknown_students_and_other_names_are_looked_at() {
    let file = read(&[
        "学号|姓名|理论|实操|备注",
        "2023010199|路人|70|80|",
        "2023010102|王三|70|80|",
    ]);
    let expected = [
        (
            2,
            "school_number",
            ProblemKind::UnknownStudent,
            Severity::Warning,
        ),
        (3, "name", ProblemKind::Contradicts, Severity::Warning),
    ];
    assert_eq!(problems(&file), expected);
    assert_eq!(file.rows().len(), 2);
}

#[test]
fn plan_4_3_2_a_student_twice_is_an_error_unless_both_rows_say_the_same() {
    let file = read(&[
        "学号|学籍号|姓名|理论|实操|备注",
        "2023010101||林一|70|80|",
        "|G990000200801010001|林一|71|80|",
        "2023010102||王二|60|60|",
        "2023010102||王二|60|60|",
    ]);
    let double = |row, field, severity| (row, field, ProblemKind::DuplicateInFile, severity);
    assert_eq!(
        problems(&file),
        [
            double(2, "school_number", Severity::Error),
            double(3, "student_number", Severity::Error),
            double(4, "school_number", Severity::Warning),
            double(5, "school_number", Severity::Warning),
        ]
    );
    let counting = Parameters::usual_states();
    let scope = Scope {
        major: "730301".to_owned(),
        grade: "2023".parse().unwrap(),
        counting,
    };
    let cohort = gather(&roster(), &file.rows(), &scope);
    let outcome = select(&cohort.candidates, &rule("100%", "none"));
    let verdicts: Vec<_> = outcome
        .standings()
        .iter()
        .map(|standing| {
            (
                cohort.candidates[standing.index].name.as_str(),
                standing.verdict,
            )
        })
        .collect();
    assert_eq!(verdicts[0], ("王二", Verdict::Chosen));
    assert_eq!(cohort.candidates[0].absence, Some(Absence::RowRefused));
}

#[test]
fn plan_4_3_2_a_file_without_a_needed_column_is_refused_with_its_name() {
    for (header, missing) in [
        ("学号|姓名|理论成绩", vec!["实操成绩"]),
        ("姓名|班级|理论|实操", vec!["学籍号"]),
    ] {
        let row = "2023010101|林一|70|70";
        match read_with(&[header, row], &Earlier::new()) {
            Err(FileRefused::MissingColumns { missing: found, .. }) => assert_eq!(found, missing),
            other => panic!("{header}: {other:?}"),
        }
    }
}

#[test]
fn plan_4_3_2_scores_entered_before_are_compared() {
    let marks = |theory: &str| -> Marks {
        let mark = |text: &str| text.parse().unwrap();
        let marks = [("theory", theory), ("practical", "80")];
        marks
            .map(|(part, text)| (part.parse().unwrap(), mark(text)))
            .into_iter()
            .collect()
    };
    let earlier: Earlier = [
        ("G990000200801010001".to_owned(), (marks("70"), None)),
        ("G990000200801010002".to_owned(), (marks("75"), None)),
        ("G990000200801010003".to_owned(), (marks("75"), None)),
    ]
    .into();
    let lines = [
        "学号|姓名|理论|实操|备注",
        "2023010101|林一|70|80|",
        "2023010102|王二|57|80|",
        "2023010103|张三|||缺考",
        "2023010104|李四|70|80|",
    ];
    let file = read_with(&lines, &earlier).unwrap();
    let report = &file.checked.report;
    assert_eq!((report.same, report.changed, report.new), (1, 2, 1));
    let differences: Vec<_> = file
        .checked
        .rows
        .iter()
        .filter_map(|row| match &row.outcome {
            Outcome::Changed(_, differences) => Some(differences),
            Outcome::New(_) | Outcome::Same(_) | Outcome::Refused => None,
        })
        .flatten()
        .map(|d| (d.field.as_str(), d.old.as_str(), d.new.as_str()))
        .collect();
    assert_eq!(
        differences,
        [
            ("theory", "75", "57"),
            ("theory", "75", ""),
            ("practical", "80", ""),
            ("remark", "", "缺考")
        ]
    );
}

#[test]
fn plan_4_2_a_roster_file_gives_the_roll_with_the_majors_of_its_classes() {
    let grid = sheet(&[
        "学籍号|姓名|性别|证件号码|年级|系部|专业组|专业代码|专业名称|班级|学生状态",
        "G990000200803090181|林一|男|990000200803090018|2023|财经系|会计专业组|730301|会计事务|23会计1班|在读",
        "G990000200802200211|王二|女|990000200802200027|2023|财经系|会计专业组|730301|会计事务|23会计1班|休学",
    ]);
    let fixes = Fixes::default();
    let request = Request {
        file: "名册.xlsx",
        grid: &grid,
        mapping: None,
        fixes: &fixes,
    };
    let roster = roster::check(request, &Known::default(), true).unwrap();
    let roll = super::super::roll_of(&roster);
    assert_eq!(
        (roll.len(), roster.report.ready),
        (2, 2),
        "{:?}",
        roster.report.problems
    );
    for entry in roll {
        assert_eq!(
            (entry.class.as_str(), entry.major.as_str()),
            ("23会计1班", "730301")
        );
        assert_eq!((entry.grade.year(), entry.other_numbers.len()), (2023, 1));
        assert!(entry.number.as_str().starts_with('G'));
    }
}

#[test]
fn plan_4_3_2_who_did_not_come_is_absent_in_each_way_to_say_it() {
    for (line, absence) in [
        ("G990000200801010001|林一|缺考|缺考|", Absence::Missed),
        ("G990000200801010001|林一|70|旷考|", Absence::Missed),
        ("G990000200801010001|林一|0|0|缺考", Absence::Missed),
        ("G990000200801010001|林一|||弃考", Absence::Missed),
        ("G990000200801010001|林一|缺|缺|", Absence::Missed),
        ("G990000200801010001|林一|||病假", Absence::OnLeave),
        (
            "G990000200801010001|林一|60|60|取消考试资格",
            Absence::Breach,
        ),
    ] {
        let file = read(&["学籍号|姓名|理论成绩|实操成绩|备注", line]);
        assert_eq!(problems(&file), [], "{line}");
        assert_eq!(file.rows()[0].absence, Some(absence), "{line}");
    }
    let present = read(&[
        "学籍号|姓名|理论成绩|实操成绩|备注|考试状态",
        "G990000200801010001|林一|70|80分|无缺考|正常",
    ]);
    assert_eq!(
        (problems(&present), present.rows()[0].absence),
        (vec![], None)
    );
    let contrary = read(&[
        "学籍号|姓名|理论成绩|实操成绩|备注",
        "G990000200801010001|林一|70|80|缺考",
    ]);
    assert_eq!(problems(&contrary)[0].2, ProblemKind::Contradicts);
}

#[test]
fn plan_4_2_a_column_no_part_asks_for_spoils_no_row() {
    let file = read(&[
        "学籍号|姓名|理论成绩|实操成绩|平均分|总评|名次",
        "G990000200801010001|林一|70|81|75.55|优|1",
        "平均分||70|81|||",
        "监考签名：||||||",
    ]);
    assert_eq!(problems(&file), []);
    assert_eq!(file.rows().len(), 1);
}
