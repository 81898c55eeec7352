//! The engine on a small table: rows that are no data, dirt, problems, fixes, the report.

mod files;

use super::{
    Check, Checked, Cleaning, Column, Field, FileRefused, Fixes, Kind, Mapping, Outcome,
    ProblemKind, Request, Row, Table, check,
    grid::{Cell, Format, Grid, SheetRow},
    header,
};

const NAME: Field = Field(0);

fn table() -> Table {
    Table::new(
        "测试表",
        vec![
            Column::new("name", "姓名", &["学生姓名"], Kind::Words)
                .required()
                .at_most(6),
            Column::new("number", "证件号码", &["身份证号"], Kind::Secret).required(),
            Column::new("born", "出生日期", &[], Kind::Date),
            Column::new("phone", "电话", &["手机"], Kind::Code),
        ],
    )
}

fn text(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text.to_owned())
    }
}

fn sheet(rows: &[&[&str]]) -> Grid {
    let row = |(at, cells): (usize, &&[&str])| SheetRow {
        number: u32::try_from(at).unwrap() + 1,
        cells: cells.iter().map(|cell| text(cell)).collect(),
    };
    Grid {
        sheet: "Sheet1".to_owned(),
        rows: rows.iter().enumerate().map(row).collect(),
        format: Format::Xlsx,
    }
}

/// Takes every row as new and keeps its name.
struct Names;

impl Check for Names {
    type Value = String;

    fn check(&mut self, row: &mut Row<'_, '_>) -> Outcome<String> {
        Outcome::New(row.text(NAME).unwrap_or_default().to_owned())
    }
}

fn run(grid: &Grid) -> Result<Checked<String>, FileRefused> {
    run_with(grid, None, &Fixes::default())
}

fn run_with(
    grid: &Grid,
    mapping: Option<&Mapping>,
    fixes: &Fixes,
) -> Result<Checked<String>, FileRefused> {
    check(
        Request {
            file: "名单.xlsx",
            grid,
            mapping,
            fixes,
        },
        &table(),
        &mut Names,
    )
}

fn names(checked: &Checked<String>) -> Vec<&str> {
    checked
        .rows
        .iter()
        .filter_map(|row| row.outcome.value())
        .map(String::as_str)
        .collect()
}

#[test]
fn what_is_no_data_is_set_aside_and_said() {
    let grid = sheet(&[
        &["2024年名单"],
        &["填表说明：带*为必填"],
        &[
            "序号",
            "*学生姓名",
            "身份证号（18 位）",
            "出生日期",
            "手 机",
        ],
        &["1", "石宇雯", "A1", "2007-06-25", "1"],
        &["", "", "", "", ""],
        &[
            "序号",
            "*学生姓名",
            "身份证号（18 位）",
            "出生日期",
            "手 机",
        ],
        &["2", "毛英诗", "A2", "", ""],
        &["3", "", "", "", ""],
        &["合计", "2 人"],
        &["注：以上为在读学生"],
        &["制表人：王", "", "审核人：李"],
    ]);
    let checked = run(&grid).unwrap();
    assert_eq!(names(&checked), ["石宇雯", "毛英诗"]);
    let report = &checked.report;
    assert_eq!(
        (report.header_row, report.rows, report.ready, report.new),
        (3, 2, 2, 2)
    );
    let said: Vec<_> = report.cleaned.iter().map(|c| (c.row, c.what)).collect();
    let expected = [
        (1, Cleaning::BannerRow),
        (2, Cleaning::BannerRow),
        (6, Cleaning::HeaderRow),
        (9, Cleaning::TotalRow),
        (11, Cleaning::SignatureRow),
    ];
    assert_eq!(
        said, expected,
        "a note in a column we do not read is as good as blank"
    );
}

#[test]
fn a_full_row_is_data_whatever_it_begins_with() {
    let grid = sheet(&[
        &["姓名", "证件号码", "出生日期"],
        &["审核：张", "A1", "2007-06-25"],
        &["合计", "A2", "2007-06-25"],
    ]);
    assert_eq!(names(&run(&grid).unwrap()), ["审核：张", "合计"]);
}

#[test]
fn the_problem_names_row_and_column_as_the_file_does() {
    let grid = sheet(&[
        &["手机", "身份证号", "学生姓名"],
        &["", "", "石宇雯"],
        &["", "A2", "一二三四五六七"],
    ]);
    let report = run(&grid).unwrap().report;
    let found: Vec<_> = report
        .problems
        .iter()
        .map(|p| (p.row, p.column.as_str(), p.field.as_str(), p.kind))
        .collect();
    assert_eq!(
        found,
        [
            (2, "身份证号", "number", ProblemKind::Missing),
            (3, "学生姓名", "name", ProblemKind::TooLong)
        ]
    );
    assert_eq!((report.rows, report.ready, report.refused()), (2, 0, 2));
}

#[test]
fn plan_6_3_a_number_that_a_spreadsheet_cut_is_told_apart() {
    let mut grid = sheet(&[
        &["姓名", "证件号码"],
        &["甲", ""],
        &["乙", "9.9000020071E+17"],
        &["丙", "990000200706250032"],
    ]);
    grid.rows[1].cells[1] = Cell::Number("9.900002007120102e17".to_owned());
    let report = run(&grid).unwrap().report;
    let found: Vec<_> = report.problems.iter().map(|p| (p.row, p.kind)).collect();
    assert_eq!(
        found,
        [
            (2, ProblemKind::PrecisionLost),
            (3, ProblemKind::PrecisionLost)
        ]
    );
    assert_eq!(report.problems[0].found, "990*************00");
}

#[test]
fn dirt_is_cleaned_and_named() {
    let mut grid = sheet(&[
        &["姓名", "证件号码", "出生日期", "电话"],
        &[
            " 石宇雯\u{3000}",
            "１１０１０５１９４９１２３１００２Ｘ",
            "2008年5月18日",
            "'151 7066 9074",
        ],
        &["毛英诗", "11010519491231002x", "", "15170669074"],
    ]);
    grid.rows[2].cells[2] = Cell::Number("39586".to_owned());
    grid.rows[2].cells[3] = Cell::Number("1.5170669074e10".to_owned());
    let report = run(&grid).unwrap().report;
    assert_eq!(report.problems, []);
    let said: Vec<_> = report
        .cleaned
        .iter()
        .map(|c| (c.row, c.field.as_str(), c.to.as_str(), c.what))
        .collect();
    let expected = [
        (2, "name", "石宇雯", Cleaning::Spaces),
        (2, "number", "110*************2X", Cleaning::FullWidth),
        (2, "born", "2008-05-18", Cleaning::DateForm),
        (2, "phone", "15170669074", Cleaning::Spaces),
        (3, "number", "110*************2X", Cleaning::LetterCase),
        (3, "born", "2008-05-18", Cleaning::DateForm),
    ];
    assert_eq!(said, expected);
    assert_eq!(report.cleaned[0].from, " 石宇雯\u{3000}");
}

#[test]
fn what_is_no_day_and_what_cannot_be_read_are_problems() {
    let mut grid = sheet(&[
        &["姓名", "证件号码", "出生日期"],
        &["甲", "A1", "2008-02-30"],
        &["", "A2", ""],
    ]);
    grid.rows[2].cells[0] = Cell::Broken("#N/A".to_owned());
    let report = run(&grid).unwrap().report;
    let found: Vec<_> = report
        .problems
        .iter()
        .map(|p| (p.row, p.kind, p.found.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (2, ProblemKind::NotADate, "2008-02-30"),
            (3, ProblemKind::Unreadable, "#N/A")
        ]
    );
    assert_eq!(report.problems[0].expected, "2 月没有 30 日。");
}

#[test]
fn fixes_lie_over_the_file() {
    let grid = sheet(&[
        &["姓名", "证件号码"],
        &["石宇雯", ""],
        &["毛英诗", ""],
        &["邵泽怡", "A3"],
    ]);
    let mut fixes = Fixes::default();
    fixes.mend(2, "number", "Ａ1 ");
    fixes.skipped.insert(3);
    let checked = run_with(&grid, None, &fixes).unwrap();
    assert_eq!(names(&checked), ["石宇雯", "邵泽怡"]);
    let report = &checked.report;
    assert_eq!(
        (report.rows, report.ready, report.skipped, report.refused()),
        (3, 2, 1, 0)
    );
    let stored = serde_json::to_string(&fixes).unwrap();
    assert_eq!(serde_json::from_str::<Fixes>(&stored).unwrap(), fixes);
}

#[test]
fn the_report_is_the_json_that_scripts_read() {
    let grid = sheet(&[&["姓名", "身份证号"], &["石宇雯", ""]]);
    let json = serde_json::to_value(run(&grid).unwrap().report).unwrap();
    let expected = serde_json::json!({
        "file": "名单.xlsx", "sheet": "Sheet1", "header_row": 1, "rows": 1, "ready": 0, "new": 0, "changed": 0, "same": 0,
        "problems": [{
            "row": 2, "column": "身份证号", "field": "number", "kind": "missing", "severity": "error",
            "found": "空白", "expected": "证件号码不能空着。", "advice": "请补上证件号码。"
        }],
        "cleaned": []
    });
    assert_eq!(json, expected);
}

#[test]
fn examples_and_demands_under_the_header_are_no_data() {
    let grid = sheet(&[
        &["序号", "姓名", "证件号码", "出生日期"],
        &["", "必填", "（必填）", "选填"],
        &["示例", "张三", "A0", "2007-06-25"],
        &["1", "石宇雯", "A1", "2007-06-25"],
        &["", "填报单位", "示范职业技术学校"],
    ]);
    let checked = run(&grid).unwrap();
    assert_eq!(names(&checked), ["石宇雯"]);
    let said: Vec<_> = checked
        .report
        .cleaned
        .iter()
        .map(|c| (c.row, c.what))
        .collect();
    assert_eq!(
        said,
        [
            (2, Cleaning::NoteRow),
            (3, Cleaning::NoteRow),
            (5, Cleaning::SignatureRow)
        ]
    );
}
