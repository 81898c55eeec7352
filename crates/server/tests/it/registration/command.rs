//! `onex fill`, through the real program.

use std::path::Path;
use std::process::{Command, Output};

use calamine::{Data, Reader, open_workbook_auto};
use serde_json::Value;

use super::scene::{HEADERS, blank};
use crate::support::invented_identity;

fn fill(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onex"))
        .current_dir(folder)
        .arg("fill")
        .args(args)
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// A folder with a blank template and a list in which one row has no identity number and one has a wrong one.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("模板.xlsx"), blank(&HEADERS)).unwrap();
    let (one, two) = (invented_identity(1), invented_identity(2));
    let wrong = format!(
        "{}{}",
        &two.as_str()[..17],
        if two.as_str().ends_with('1') {
            '2'
        } else {
            '1'
        }
    );
    let list = format!(
        "姓名,身份证号,学籍号,联系电话,报考等级,是否补考\n\
         麦一,{},G1,13800002210,中级,否\n\
         钱二,,G2,13800002211,中级,否\n\
         孙三,{wrong},G3,13800002212,特级,否\n",
        one.as_str()
    );
    std::fs::write(folder.path().join("名单.csv"), list).unwrap();
    folder
}

const SET: [&str; 2] = ["--set", "考核站点=示范职业技术学校考点"];

#[test]
fn plan_6_3_the_command_fills_any_list_and_names_the_rows_it_leaves_out() {
    let folder = folder();
    let args = [
        "模板.xlsx",
        "--students",
        "名单.csv",
        "--out",
        "填好.xlsx",
        "--json",
        SET[0],
        SET[1],
    ];
    let output = fill(folder.path(), &args);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let said = json(&output);
    assert_eq!(said["rows"], 2);
    let mapped: Vec<(&str, &str)> = said["mapped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["header"].as_str().unwrap(),
                one["field"].as_str().unwrap(),
            )
        })
        .collect();
    assert!(
        mapped.contains(&("证件号码*", "id_number")) && mapped.contains(&("考核站点*", "constant")),
        "{mapped:?}"
    );
    assert_eq!(said["unmapped"], serde_json::json!([]));
    let warnings = said["warnings"].to_string();
    assert!(warnings.contains("名单第 3 行没有填进去"), "{warnings}");
    assert!(warnings.contains("名单第 4 行的「身份证号」"), "{warnings}");
    assert!(
        warnings.contains("「报考等级*」是「特级」，不在模板的下拉选项里"),
        "{warnings}"
    );
    let mut book = open_workbook_auto(folder.path().join("填好.xlsx")).unwrap();
    let sheet = book.worksheet_range("考生信息").unwrap();
    assert_eq!(sheet.get((2, 1)), Some(&Data::String("麦一".into())));
    assert_eq!(sheet.get((3, 1)), Some(&Data::String("孙三".into())));
}

#[test]
fn the_command_refuses_a_file_with_a_sentence_and_leaves_nothing() {
    let folder = folder();
    std::fs::write(folder.path().join("坏.xlsx"), b"%PDF-1.7").unwrap();
    for (args, words) in [
        (
            ["坏.xlsx", "--students", "名单.csv", "--out", "出.xlsx"],
            "这是 PDF",
        ),
        (
            ["模板.xlsx", "--students", "没有.csv", "--out", "出.xlsx"],
            "没有这个文件",
        ),
        (
            ["模板.xlsx", "--students", "坏.xlsx", "--out", "出.xlsx"],
            "这是 PDF",
        ),
        (
            ["模板.xlsx", "--students", "名单.csv", "--out", "模板.xlsx"],
            "不能写到模板",
        ),
        (
            [
                "模板.xlsx",
                "--students",
                "名单.csv",
                "--out",
                "没有/出.xlsx",
            ],
            "写不了",
        ),
    ] {
        let plain = fill(folder.path(), &args);
        assert_eq!(plain.status.code(), Some(2), "{args:?}");
        assert!(
            String::from_utf8_lossy(&plain.stderr).contains(words),
            "{args:?}: {}",
            String::from_utf8_lossy(&plain.stderr)
        );
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        let said = json(&fill(folder.path(), &args));
        assert!(
            said["error"]["sentence"].as_str().unwrap().contains(words),
            "{said}"
        );
    }
    let args = [
        "模板.xlsx",
        "--students",
        "名单.csv",
        "--out",
        "出.xlsx",
        "--set",
        "考点=甲",
    ];
    let unknown = fill(folder.path(), &args);
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("模板里没有「考点」这一列"));
    let left: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left.len(), 3, "{left:?}");
}
