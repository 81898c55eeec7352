//! `onex import students` by the real program: exit codes, JSON, sentences.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::files::{csv, misprinted, person, two_sheets};
use crate::support::invented_identity;

fn onex(data: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onex"));
    command.env_remove("DATABASE_URL").env_remove("ONEX_DATA");
    command.arg("--data").arg(data).args(args).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

#[test]
fn plan_6_3_an_empty_folder_takes_a_roster_with_its_structure() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("school");
    let file = folder.path().join("名册.csv");
    let wrong = person(2).with("身份证号", &misprinted(&invented_identity(2)));
    std::fs::write(&file, csv(&[person(1), wrong, person(3)])).unwrap();
    let file = file.to_str().unwrap();

    let dry = onex(
        &data,
        &[
            "import",
            "students",
            file,
            "--create-structure",
            "--dry-run",
            "--json",
        ],
    );
    assert_eq!(dry.status.code(), Some(1), "{dry:?}");
    let report = json(&dry);
    let keys: Vec<_> = report.as_object().unwrap().keys().cloned().collect();
    let mut expected = [
        "file",
        "sheet",
        "header_row",
        "rows",
        "ready",
        "new",
        "changed",
        "same",
        "problems",
        "cleaned",
    ];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(
        (&report["file"], &report["rows"], &report["ready"]),
        (&"名册.csv".into(), &3.into(), &2.into())
    );
    let problem = &report["problems"][0];
    assert_eq!(
        (&problem["row"], &problem["column"]),
        (&3.into(), &"身份证号".into())
    );
    assert_eq!(
        (&problem["field"], &problem["kind"]),
        (&"id_number".into(), &"check_digit".into())
    );
    assert_eq!(problem["severity"], "error");
    for said in ["found", "expected", "advice"] {
        assert!(!problem[said].as_str().unwrap().is_empty(), "{said}");
    }
    assert!(!String::from_utf8_lossy(&dry.stdout).contains(&misprinted(&invented_identity(2))));

    let written = onex(
        &data,
        &["import", "students", file, "--create-structure", "--json"],
    );
    assert_eq!(written.status.code(), Some(1));
    assert_eq!(json(&written)["new"], 2);
    let again = onex(&data, &["import", "students", file, "--json"]);
    assert_eq!(
        (&json(&again)["same"], again.status.code()),
        (&2.into(), Some(1))
    );

    let right = folder.path().join("对的.csv");
    std::fs::write(&right, csv(&[person(1)])).unwrap();
    let said = onex(&data, &["import", "students", right.to_str().unwrap()]);
    assert_eq!(said.status.code(), Some(0));
    let words = String::from_utf8(said.stdout).unwrap();
    assert!(
        words.contains("对的.csv「对的」1 行：已写入。新增 0，修改 0，不变 1，不能导入 0。"),
        "{words}"
    );
}

#[test]
fn the_same_problem_in_many_rows_is_one_line_with_one_advice() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("school");
    let file = folder.path().join("名册.csv");
    let people: Vec<_> = (1..9).map(person).collect();
    std::fs::write(&file, csv(&people)).unwrap();
    let file = file.to_str().unwrap();
    let said = |more: &[&str]| {
        let args: Vec<&str> = ["import", "students", file]
            .iter()
            .chain(more)
            .copied()
            .collect();
        let output = onex(&data, &args);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).unwrap()
    };
    let words = said(&[]);
    assert!(
        words.contains("没有这个班级，8 处：第 2、3、4、5、6 行等"),
        "{words}"
    );
    assert_eq!(words.matches("--create-structure").count(), 1, "{words}");
    assert!(words.contains("要一处一行地看，请加上 --all"), "{words}");
    let every = said(&["--all"]);
    assert_eq!(every.matches("学校里没有「").count(), 8, "{every}");
    assert!(!every.contains("--all"), "{every}");
}

#[test]
fn what_was_typed_wrong_is_said_in_chinese_and_in_json_where_asked() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = onex(folder.path(), &["import", "students", "x.xlsx", "--dryrun"]);
    assert_eq!((wrong.status.code(), wrong.stdout.len()), (Some(2), 0));
    let words = String::from_utf8(wrong.stderr).unwrap();
    assert!(
        words.contains("没有「--dryrun」这个选项。是不是 --dry-run？"),
        "{words}"
    );
    assert!(words.contains("用法："), "{words}");
    let wrong = onex(folder.path(), &["import", "students", "--json"]);
    assert_eq!((wrong.status.code(), wrong.stderr.len()), (Some(2), 0));
    assert_eq!(json(&wrong)["error"]["kind"], "usage");
    let help = onex(folder.path(), &["fill", "--help"]);
    assert_eq!(help.status.code(), Some(0));
    let words = String::from_utf8(help.stdout).unwrap();
    assert!(words.contains("用法：onex fill [选项]"), "{words}");
    assert!(
        !words.contains("Options") && !words.contains("Print"),
        "{words}"
    );
}

#[test]
fn a_refused_file_has_a_sentence_and_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("school");
    let file = folder.path().join("两张.xlsx");
    std::fs::write(&file, two_sheets(&[person(1)], &[person(2)])).unwrap();
    let file = file.to_str().unwrap();
    let refused = onex(&data, &["import", "students", file, "--json"]);
    assert_eq!(refused.status.code(), Some(2));
    let answer = json(&refused);
    assert_eq!(
        (&answer["file"], &answer["error"]["kind"]),
        (&"两张.xlsx".into(), &"two_sheets".into())
    );
    assert!(
        answer["error"]["sentence"]
            .as_str()
            .unwrap()
            .contains("「一年级」「二年级」都有数据")
    );
    let refused = onex(&data, &["import", "students", file]);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
    assert!(
        String::from_utf8(refused.stderr)
            .unwrap()
            .contains("都有数据")
    );
    let chosen = onex(
        &data,
        &[
            "import",
            "students",
            file,
            "--sheet",
            "二年级",
            "--create-structure",
            "--json",
        ],
    );
    assert_eq!(
        (chosen.status.code(), &json(&chosen)["new"]),
        (Some(0), &1.into())
    );
    let missing = onex(&data, &["import", "students", "没有.xlsx"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(
        String::from_utf8(missing.stderr)
            .unwrap()
            .contains("没有「没有.xlsx」这个文件")
    );
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("school");
    let file = folder.path().join("名册.csv");
    std::fs::write(&file, csv(&[person(1)])).unwrap();
    let args = [
        "import",
        "students",
        file.to_str().unwrap(),
        "--create-structure",
        "--dry-run",
        "--json",
    ];
    for _ in 0..2 {
        let dry = onex(&data, &args);
        assert_eq!(
            (dry.status.code(), &json(&dry)["new"]),
            (Some(0), &1.into())
        );
    }
}
