//! What is read from a workbook, and which sheet of it.

use chrono::NaiveDate;
use documents::sheets::{Limits, read};
use domain::import::grid::{Cell, Format};

use crate::books::{Book, grid, number, refusal, text, text_cell};

#[test]
fn every_kind_of_cell_is_read() {
    let rows = r#"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c>
        <c r="C2" t="str"><f>A2&amp;B2</f><v>合</v></c><c r="D2" t="b"><v>1</v></c>
        <c r="E2" t="e"><v>#N/A</v></c><c r="F2"><f>SUM(A1:A2)</f></c>
        <c r="G2" t="d"><v>2008-02-03T00:00:00</v></c><c r="H2" s="1"><v>39258</v></c>
        <c r="I2" s="2"><v>39258.5</v></c><c r="J2" s="3"><v>0.354166666666667</v></c></row>
        <row r="7"><c r="A7"><v>2022</v></c><c r="B7" s="4"><v>78.5</v></c>
        <c r="C7"><v>9.9000020071201025E+17</v></c><c r="D7"><v>0.10000000000000001</v></c>
        <c r="E7" t="inlineStr"><is><t>990000200712010258</t></is></c><c r="G7" s="2"/></row>"#;
    let strings = r#"<si><t>麦𬭎·㛃䶮</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">会计 </t></r><r><t>&lt;一&gt;&#29677;_x000D_</t></r><rPh sb="0" eb="1"><t>hui</t></rPh></si>"#;
    let found = grid(&Book::of(rows).strings(strings).bytes());
    assert_eq!(
        (found.sheet.as_str(), &found.format),
        ("名册", &Format::Xlsx)
    );
    assert_eq!(
        found.rows.iter().map(|row| row.number).collect::<Vec<_>>(),
        [2, 7]
    );
    let day = NaiveDate::from_ymd_opt(2007, 6, 25).unwrap();
    assert_eq!(
        found.rows[0].cells,
        [
            text("麦𬭎·㛃䶮"),
            text("会计 <一>班\r"),
            text("合"),
            Cell::Flag(true),
            Cell::Broken("#N/A".into()),
            Cell::Broken("=SUM(A1:A2)".into()),
            Cell::Date(NaiveDate::from_ymd_opt(2008, 2, 3).unwrap()),
            Cell::Date(day),
            Cell::Date(day),
            text("08:30"),
        ]
    );
    assert_eq!(
        found.rows[1].cells,
        [
            number("2022"),
            number("78.5"),
            number("9.900002007120102e17"),
            number("0.1"),
            text("990000200712010258"),
        ]
    );
}

#[test]
fn rows_and_cells_without_numbers_follow_on() {
    let rows = r#"<row><c><v>1</v></c><c><v>2</v></c></row><row><c r="C2"><v>3</v></c><c><v>4</v></c></row>"#;
    let found = grid(&Book::of(rows).bytes());
    assert_eq!(found.rows[0].cells, [number("1"), number("2")]);
    assert_eq!(found.rows[1].number, 2);
    assert_eq!(
        found.rows[1].cells,
        [Cell::Empty, Cell::Empty, number("3"), number("4")]
    );
}

#[test]
fn a_calendar_from_1904_is_kept() {
    let found = grid(
        &Book::of(r#"<row r="1"><c r="A1" s="2"><v>37796</v></c></row>"#)
            .counted_from_1904()
            .bytes(),
    );
    assert_eq!(
        found.rows[0].cells,
        [Cell::Date(NaiveDate::from_ymd_opt(2007, 6, 25).unwrap())]
    );
}

#[test]
fn hidden_and_empty_sheets_are_passed_over() {
    let filled = format!(r#"<row r="1">{}</row>"#, text_cell("A1", "学号"));
    let coloured =
        r#"<row r="1"><c r="A1" s="1"/></row><row r="1048576"><c r="XFD1048576" s="1"/></row>"#;
    let book = Book::new()
        .sheet("空表", "visible", coloured)
        .sheet("旧名册", "hidden", &filled)
        .sheet("更旧", "veryHidden", &filled)
        .sheet("名册", "visible", &filled);
    assert_eq!(grid(&book.bytes()).sheet, "名册");
    let none = Book::new()
        .sheet("空表", "visible", coloured)
        .sheet("旧名册", "hidden", &filled);
    assert_eq!(refusal(&none.bytes()).kind(), "no_data");
}

#[test]
fn a_sheet_of_sentences_beside_the_list_is_no_second_list() {
    let row = |number: u32, cells: &str| format!(r#"<row r="{number}">{cells}</row>"#);
    let notes = [
        row(1, &text_cell("A1", "填表说明")),
        row(2, &text_cell("A2", "1. 证件号码请用文本格式")),
    ]
    .concat();
    let list = row(
        1,
        &[text_cell("A1", "姓名"), text_cell("B1", "班级")].concat(),
    );
    let book = Book::new()
        .sheet("首页", "visible", &notes)
        .sheet("字典", "visible", &list)
        .sheet("名册", "visible", &list);
    assert_eq!(grid(&book.bytes()).sheet, "名册");
    // Alone, whatever it holds is read, so that the next refusal can say what is missing.
    let only = Book::new().sheet("首页", "visible", &notes);
    assert_eq!(grid(&only.bytes()).sheet, "首页");
}

#[test]
fn two_sheets_with_data_are_named_and_one_can_be_chosen() {
    let filled = |word: &str| format!(r#"<row r="1">{}</row>"#, text_cell("A1", word));
    let bytes = Book::new()
        .sheet("一年级", "visible", &filled("甲"))
        .sheet("二年级", "visible", &filled("乙"))
        .bytes();
    assert_eq!(
        refusal(&bytes).to_string(),
        "「一年级」「二年级」都有数据，不知道读哪一张。请只留一张，或把其余的隐藏，保存后再上传。"
    );
    let asked = |sheet: &str| {
        read(
            &bytes,
            "a.xlsx",
            &Limits {
                sheet: Some(sheet.into()),
                ..Limits::default()
            },
        )
    };
    assert_eq!(asked("二年级").unwrap().rows[0].cells, [text("乙")]);
    assert_eq!(asked("三年级").unwrap_err().kind(), "no_such_sheet");
}

#[test]
fn csv_goes_through_the_same_door() {
    let (bytes, _, _) =
        encoding_rs::GB18030.encode("学籍号;姓名\r\n\r\nG1;\"麦𬭎\r\n（转入）\"\r\nG2;黎一\r\n");
    let found = read(&bytes, "二年级.csv", &Limits::default()).unwrap();
    assert_eq!(found.sheet, "二年级");
    assert_eq!(
        found.format,
        Format::Csv {
            encoding: "gb18030".into()
        }
    );
    assert_eq!(
        found.rows.iter().map(|row| row.number).collect::<Vec<_>>(),
        [1, 3, 4]
    );
    assert_eq!(found.rows[1].cells, [text("G1"), text("麦𬭎\r\n（转入）")]);
}
