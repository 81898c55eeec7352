//! Whole files: headers, mappings, and the sentence of each file that cannot be used.

use super::*;

#[test]
fn a_file_that_cannot_be_used_has_its_sentence() {
    let wide: Vec<&str> = std::iter::repeat_n("列", 300).collect();
    let table: [(&[&[&str]], &str); 6] = [
        (
            &[&["", ""]],
            "工作表「Sheet1」里没有内容，请换有数据的文件。",
        ),
        (
            &[&["a", "b"], &["c", "d"]],
            "工作表「Sheet1」里没有找到表头。要找的列名：姓名、证件号码、出生日期、电话；前几行里有：a、b、c、d。请改表头，或换成「测试表」的模板。",
        ),
        (
            &[&["姓名", "电话"], &["甲", "1"]],
            "第 1 行表头里缺少：证件号码。表头里有：姓名、电话。请补上这些列，或对应到已有的列。",
        ),
        (
            &[&["姓名", "证件号码", "身份证号"], &["甲", "1", "1"]],
            "「证件号码」和「身份证号」两列都是证件号码。请删去或改名其中一列。",
        ),
        (
            &[&["姓名", "证件号码"], &["制表人：甲"]],
            "第 1 行表头下面没有数据，请填好再上传。",
        ),
        (
            &[&wide],
            "表里有 300 列，最多 200 列。请删去多余的列再上传。",
        ),
    ];
    for (rows, sentence) in table {
        assert_eq!(run(&sheet(rows)).unwrap_err().to_string(), sentence);
    }
}

#[test]
fn more_rows_than_a_school_has_are_refused() {
    let mut grid = sheet(&[&["姓名", "证件号码"]]);
    grid.rows.extend((2..20_003).map(|number| SheetRow {
        number,
        cells: vec![text("甲"), text("1")],
    }));
    assert_eq!(
        run(&grid).unwrap_err(),
        FileRefused::TooManyRows {
            found: 20_001,
            limit: 20_000
        }
    );
}

#[test]
fn a_person_maps_what_the_names_do_not_tell() {
    let grid = sheet(&[
        &["甲方提供"],
        &["谁", "号", "手机"],
        &["石宇雯", "A1", "15170669074"],
    ]);
    assert!(matches!(run(&grid), Err(FileRefused::NoHeader { .. })));
    let guess = header::guess(&grid, &table()).unwrap();
    assert_eq!(guess.row, 2);
    let fields = [(0, "name".to_owned()), (1, "number".to_owned())].into();
    let mapping = Mapping {
        header_row: Some(guess.row),
        fields,
    };
    let checked = run_with(&grid, Some(&mapping), &Fixes::default()).unwrap();
    assert_eq!(names(&checked), ["石宇雯"]);
    assert_eq!(checked.header.mapping(&table()).fields, mapping.fields);
    assert_eq!(
        checked
            .header
            .unknown()
            .map(|c| c.name.as_str())
            .collect::<Vec<_>>(),
        ["手机"]
    );
    let unknown = Mapping {
        header_row: Some(2),
        fields: [(0, "nobody".to_owned())].into(),
    };
    let refused = run_with(&grid, Some(&unknown), &Fixes::default()).unwrap_err();
    assert_eq!(refused, FileRefused::UnknownField("nobody".to_owned()));
}

#[test]
fn the_same_header_is_recognised_and_another_is_not() {
    let print = |names: &[&str]| {
        let grid = sheet(&[&["标题"], names, &["甲", "1"]]);
        header::find(&grid, &table(), None).unwrap().fingerprint()
    };
    assert_eq!(
        print(&["姓名", "证件号码"]),
        print(&["*姓 名", "证件号码（必填）"])
    );
    assert_ne!(print(&["姓名", "证件号码"]), print(&["证件号码", "姓名"]));
}
