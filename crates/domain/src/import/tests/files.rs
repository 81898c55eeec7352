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

/// Nine columns, so that a row with one cell is told from data.
fn wide() -> Table {
    let mut table = table();
    for (key, name) in [
        ("class", "班级"),
        ("major", "专业"),
        ("guardian_name", "监护人姓名"),
    ] {
        table.columns.push(Column::new(key, name, &[], Kind::Words));
    }
    table
        .columns
        .push(Column::new("guardian_phone", "监护人电话", &[], Kind::Code));
    table
}

fn run_wide(rows: &[&[&str]]) -> Result<Checked<String>, FileRefused> {
    let (grid, fixes) = (sheet(rows), Fixes::default());
    let request = Request {
        file: "名单.xlsx",
        grid: &grid,
        mapping: None,
        fixes: &fixes,
    };
    check(request, &wide(), &mut Names)
}

#[test]
fn a_header_over_two_rows_is_read_by_both() {
    let checked = run_wide(&[
        &["2023级名单"],
        &["姓名", "证件", "", "出生日期", "班级", "家长信息", ""],
        &["", "类型", "号码", "", "", "姓名", "联系电话"],
        &[
            "石宇雯",
            "身份证",
            "990000200706250032",
            "2007-06-25",
            "23会计1班",
            "石一",
            "1",
        ],
        &["姓名", "证件", "", "出生日期", "班级", "家长信息", ""],
        &["", "类型", "号码", "", "", "姓名", "联系电话"],
        &[
            "毛英诗",
            "身份证",
            "990000200705110046",
            "",
            "23会计1班",
            "毛一",
            "2",
        ],
    ])
    .unwrap();
    assert_eq!(names(&checked), ["石宇雯", "毛英诗"]);
    assert_eq!(
        (checked.report.header_row, checked.report.problems.len()),
        (3, 0)
    );
    let table = wide();
    for key in [
        "name",
        "number",
        "born",
        "class",
        "guardian_name",
        "guardian_phone",
    ] {
        assert!(
            checked
                .header
                .position_of(table.field(key).unwrap())
                .is_some(),
            "{key}"
        );
    }
    let grouped = run_wide(&[
        &["学生信息", "", "", "", "家长", ""],
        &["姓名", "身份证号", "电话", "班级", "姓名", "手机"],
        &[
            "石宇雯",
            "990000200706250032",
            "1",
            "23会计1班",
            "石一",
            "2",
        ],
    ])
    .unwrap();
    assert_eq!(
        grouped
            .header
            .position_of(table.field("guardian_phone").unwrap()),
        Some(5)
    );
    assert_eq!(
        grouped.header.position_of(table.field("phone").unwrap()),
        Some(2)
    );
}

#[test]
fn rows_about_the_list_are_set_aside_wherever_they_stand() {
    let header: &[&str] = &[
        "班级",
        "姓名",
        "身份证号",
        "出生日期",
        "电话",
        "专业",
        "监护人姓名",
    ];
    let one: &[&str] = &[
        "1班",
        "石宇雯",
        "990000200706250032",
        "",
        "1",
        "会计",
        "石一",
    ];
    let two: &[&str] = &[
        "1班",
        "毛英诗",
        "990000200705110046",
        "",
        "1",
        "会计",
        "毛一",
    ];
    for aside in [
        &["23会计1班"][..],
        &["名单", "", ""],
        &["本页小计：2人"],
        &["共2人"],
        &["第1页 共2页"],
        &["以下空白"],
        &["", "以下空白"],
        &["", "", "", "制表：王", "", "审核：李"],
        &["制表人 王五", "", "日期"],
        &["", "", "", "2024年9月1日"],
        &["", "", "", "", "", "（公章）"],
        &["平均", "", "", "", ""],
        header,
    ] {
        let checked = run_wide(&[&["名单"], header, one, aside, two]).unwrap();
        assert_eq!(names(&checked), ["石宇雯", "毛英诗"], "{aside:?}");
        assert_eq!(checked.report.problems, [], "{aside:?}");
        assert!(
            checked
                .report
                .cleaned
                .iter()
                .any(|cleaned| cleaned.row == 4),
            "{aside:?}"
        );
    }
    for under in [
        &["1", "2", "3", "4", "5", "6", "7"][..],
        &["XH", "XM", "SFZH", "CSRQ", "DH", "BJ", "ZY"],
        &[
            "数字",
            "必填，不超过20字",
            "18位文本",
            "YYYY-MM-DD",
            "11位",
            "如：23会计1班",
            "",
        ],
    ] {
        let checked = run_wide(&[header, under, one, two]).unwrap();
        assert_eq!(names(&checked), ["石宇雯", "毛英诗"], "{under:?}");
    }
    // Somebody whose row is nearly empty is no note.
    let half = run_wide(&[
        header,
        one,
        &["", "毛英诗"],
        &["", "", "990000200705110046"],
    ])
    .unwrap();
    assert_eq!((half.report.rows, half.report.ready), (3, 1));
}

#[test]
fn of_two_columns_the_plainer_name_is_taken_and_two_alike_are_asked_about() {
    let rows: [&[&str]; 2] = [
        &["姓名", "身份证号", "电话", "手机"],
        &["石宇雯", "A1", "1", "2"],
    ];
    let checked = run(&sheet(&rows)).unwrap();
    assert_eq!(checked.header.position_of(Field(3)), Some(2));
    let twice = run(&sheet(&[
        &["姓名", "身份证号", "证件号码"],
        &["石宇雯", "A1", "A2"],
    ]));
    assert!(matches!(twice, Err(FileRefused::DoubleColumn { .. })));
}

#[test]
fn a_stroke_where_a_cell_may_be_empty_is_an_empty_cell() {
    let checked = run(&sheet(&[
        &["姓名", "身份证号", "出生日期", "电话"],
        &["石宇雯", "A1", "/", "无"],
        &["-", "A2", "", ""],
    ]))
    .unwrap();
    let kinds: Vec<_> = checked
        .report
        .cleaned
        .iter()
        .map(|cleaned| cleaned.what)
        .collect();
    assert_eq!(kinds, [Cleaning::NothingSaid, Cleaning::NothingSaid]);
    assert_eq!(checked.report.ready, 2);
}
