//! `onex select`: a selection from two files, its JSON and its exit codes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::support::invented_identity;

const ROSTER: [&str; 10] = [
    "学籍号",
    "姓名",
    "性别",
    "出生日期",
    "证件类型",
    "证件号码",
    "年级",
    "专业代码",
    "班级",
    "学生状态",
];

/// A folder with a roster of six in 23会计1班 (one suspended) and a score list with these rows.
fn files(scores: &[[&str; 5]]) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let students: Vec<Vec<String>> = (0..6)
        .map(|n| student(n, if n == 5 { "休学" } else { "在读" }))
        .collect();
    let roster = sheet(folder.path(), "roster.xlsx", &ROSTER, &students);
    let scores: Vec<Vec<String>> = scores
        .iter()
        .map(|row| row.map(str::to_owned).to_vec())
        .collect();
    let scores = sheet(
        folder.path(),
        "scores.xlsx",
        &["学籍号", "姓名", "理论成绩", "实操成绩", "备注"],
        &scores,
    );
    (folder, roster, scores)
}

fn number(n: u32) -> String {
    format!("G{}", invented_identity(n).as_str())
}

fn student(n: u32, state: &str) -> Vec<String> {
    let id = invented_identity(n);
    let born = id.birth_date().to_string();
    let sex = id.sex().to_string();
    [
        number(n),
        format!("学生{n}"),
        sex,
        born,
        "居民身份证".into(),
        id.as_str().into(),
        "2023".into(),
        "730301".into(),
        "23会计1班".into(),
        state.into(),
    ]
    .into()
}

fn sheet(folder: &Path, name: &str, header: &[&str], rows: &[Vec<String>]) -> PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip(header) {
        sheet.write_string(0, column, *text).unwrap();
    }
    for (line, row) in (1..).zip(rows) {
        for (column, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(line, column, text).unwrap();
        }
    }
    let path = folder.join(name);
    book.save(&path).unwrap();
    path
}

fn onex(roster: &Path, scores: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onex"))
        .args([
            "select", "--major", "730301", "--grade", "2023", "--ratio", "60%", "--roster",
        ])
        .arg(roster)
        .arg("--scores")
        .arg(scores)
        .args(more)
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn plan_4_2_two_files_give_the_report_of_a_selection() {
    let mut numbers: Vec<String> = [0, 1, 2, 3, 5].map(number).into();
    numbers.push("G1234".to_owned());
    let [first, second, third, absent, suspended, unknown] = numbers.as_slice() else {
        unreachable!("six numbers");
    };
    let (_folder, roster, scores) = files(&[
        [first, "学生0", "90", "80", ""],
        [second, "学生1", "80", "90", ""],
        [third, "学生2", "70", "70", ""],
        [absent, "学生3", "", "", "缺考"],
        [suspended, "学生5", "99", "99", ""],
        [unknown, "路人", "99", "99", ""],
    ]);
    let output = onex(&roster, &scores, &["--json", "--tie-keys", "practical"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let report = json(&output);
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    for key in [
        "base",
        "base_by_class",
        "ratio",
        "quota",
        "binding",
        "sat",
        "absent",
        "chosen",
        "cut_score",
        "not_in_base",
        "candidates",
    ] {
        assert!(keys.iter().any(|found| *found == key), "{key} in {keys:?}");
    }
    for (key, value) in [
        ("base", 5),
        ("quota", 3),
        ("sat", 3),
        ("absent", 2),
        ("chosen", 3),
    ] {
        assert_eq!(report[key], value, "{key}");
    }
    assert_eq!(
        (&report["binding"], &report["ratio"]),
        (&"ratio".into(), &"60%".into())
    );
    assert_eq!(report["cut_score"], 70.0);
    assert_eq!(report["base_by_class"]["23会计1班"], 5);
    let outside: Vec<&str> = report["not_in_base"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(outside, ["suspended", "unknown"]);
    let best = &report["candidates"][0];
    assert_eq!(
        (
            &best["name"],
            &best["rank"],
            &best["total"],
            &best["verdict"]
        ),
        (&"学生1".into(), &1.into(), &85.0.into(), &"chosen".into())
    );
    let verdicts: Vec<&str> = report["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts, ["chosen", "chosen", "chosen", "absent", "absent"]);
}

#[test]
fn plan_4_2_every_option_of_the_rule_counts() {
    let numbers: Vec<String> = (0..5).map(number).collect();
    let rows: Vec<[&str; 5]> = numbers
        .iter()
        .map(|number| [number.as_str(), "", "80", "80", ""])
        .collect();
    let (_folder, roster, scores) = files(&rows);
    for (more, chosen, binding) in [
        (&["--ties", "none"][..], 0, "ratio"),
        (&["--ties", "all"], 5, "ratio"),
        (&["--ties", "draw:2025-04-27"], 3, "ratio"),
        (&["--ties", "draw:x", "--approved", "2"], 2, "approved"),
        (
            &["--ties", "draw:x", "--approved", "2", "--seats", "1"],
            1,
            "seats",
        ),
    ] {
        let mut args = vec!["--json"];
        args.extend(more);
        let report = json(&onex(&roster, &scores, &args));
        assert_eq!(
            (&report["chosen"], &report["binding"]),
            (&chosen.into(), &binding.into()),
            "{more:?}"
        );
    }
}

#[test]
fn a_row_that_cannot_be_used_is_listed_and_the_exit_code_says_so() {
    let (a, b) = (number(0), number(1));
    let (_folder, roster, scores) = files(&[
        [&a, "学生0", "90", "170", ""],
        [&b, "学生1", "80", "90", ""],
    ]);
    let output = onex(&roster, &scores, &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let problems = json(&output)["problems"].as_array().unwrap().clone();
    assert_eq!(
        (
            &problems[0]["file"],
            &problems[0]["row"],
            &problems[0]["column"]
        ),
        (&"scores".into(), &2.into(), &"实操成绩".into())
    );
    let words = onex(&roster, &scores, &[]);
    assert_eq!(words.status.code(), Some(1));
    let said = String::from_utf8(words.stdout).unwrap();
    assert!(said.starts_with("基数 5 人 × 60% = 3 个名额。"), "{said}");
    assert!(
        said.contains("成绩表第 2 行「实操成绩」写的是「170」。"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_a_selection_is_refused_with_its_sentence() {
    let (folder, roster, scores) = files(&[]);
    let a = number(0);
    let filled = sheet(
        folder.path(),
        "ok.xlsx",
        &["学籍号", "理论成绩", "实操成绩"],
        &[vec![a, "80".into(), "80".into()]],
    );
    let text = folder.path().join("not-a-sheet.pdf");
    std::fs::write(&text, b"%PDF-1.7 nothing").unwrap();
    let missing = folder.path().join("没有.xlsx");
    let cases: [(&Path, &Path, &[&str], &str, &str); 8] = [
        (&roster, &scores, &[], "no_rows", "没有数据"),
        (&roster, &missing, &[], "not_opened", "没有这个文件"),
        (&roster, &text, &[], "pdf", "PDF"),
        (&roster, &roster, &[], "missing_columns", "缺少：理论成绩"),
        (
            &roster,
            &filled,
            &["--weights", "theory=50,practical=40"],
            "option",
            "权重合计 90%",
        ),
        (
            &roster,
            &filled,
            &["--weights", "oral=100"],
            "missing_columns",
            "缺少：oral成绩",
        ),
        (&roster, &filled, &["--ties", "draw"], "option", "种子"),
        (&roster, &filled, &["--rounding", "floor"], "option", "down"),
    ];
    for (roster, scores, more, kind, words) in cases {
        let mut args = vec!["--json"];
        args.extend(more);
        let output = onex(roster, scores, &args);
        assert_eq!(output.status.code(), Some(2), "{words}");
        let error = &json(&output)["error"];
        assert_eq!(error["kind"], kind, "{error}");
        assert!(
            error["sentence"].as_str().unwrap().contains(words),
            "{error}"
        );
        let plain = onex(roster, scores, more);
        assert_eq!(
            (plain.status.code(), plain.stdout.is_empty()),
            (Some(2), true)
        );
        assert!(String::from_utf8(plain.stderr).unwrap().contains(words));
    }
}

#[test]
fn plan_4_3_2_no_option_sets_the_cut_score() {
    let (_folder, roster, scores) = files(&[]);
    for option in ["--cut", "--cut-score", "--line", "--pass"] {
        let output = onex(&roster, &scores, &[option, "60"]);
        assert_eq!(output.status.code(), Some(2), "{option}");
        assert!(
            String::from_utf8(output.stderr)
                .unwrap()
                .contains("这个选项"),
            "{option}"
        );
    }
}

#[test]
fn plan_4_2_the_parts_are_those_of_the_weights_by_any_usual_name() {
    let folder = tempfile::tempdir().unwrap();
    let students: Vec<Vec<String>> = (0..3).map(|n| student(n, "在读")).collect();
    let roster = sheet(folder.path(), "roster.xlsx", &ROSTER, &students);
    let row = |n: u32, marks: [&str; 3]| {
        let mut row = vec![number(n)];
        row.extend(marks.map(str::to_owned));
        row
    };
    let rows = [
        row(0, ["60", "90", "80"]),
        row(1, ["90", "60", "85.5"]),
        row(2, ["缺考", "70", "70"]),
    ];
    for (header, weights) in [
        (
            ["学籍号", "笔试", "实操考试成绩", "面试"],
            "笔试=40,实操=40,面试=20",
        ),
        (
            ["学籍号", "理论知识", "技能", "面试成绩"],
            "理论＝40，实操＝40，面试＝20",
        ),
        (
            ["学籍号", "应知", "应会", "oral"],
            "theory=0.4,practical=0.4,oral=0.2",
        ),
    ] {
        let scores = sheet(folder.path(), "scores.xlsx", &header, &rows);
        let output = onex(&roster, &scores, &["--json", "--weights", weights]);
        assert_eq!(output.status.code(), Some(0), "{weights}: {output:?}");
        let said = json(&output);
        assert_eq!(
            (&said["sat"], &said["absent"]),
            (&2.into(), &1.into()),
            "{weights}"
        );
        assert_eq!(said["candidates"][0]["total"], 77.1, "{weights}");
        assert_eq!(
            said["candidates"][0]["student_number"],
            number(1),
            "{weights}"
        );
    }
}
