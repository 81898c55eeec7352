//! Headers, lists and the rows to fill are found in templates of several makes.

use super::*;

#[test]
fn the_rich_template_is_understood() {
    let blank = inspect(&rich(10)).unwrap();
    assert_eq!(
        (
            blank.sheet.as_str(),
            blank.header_row,
            blank.first_row,
            blank.last_row
        ),
        ("考生信息", 3, 4, None)
    );
    let header = |text: &str| {
        blank
            .headers
            .iter()
            .find(|header| header.text == text)
            .unwrap()
    };
    assert_eq!(header("证件号码*").letter, "D");
    assert!(header("证件号码*").required && !header("备注").required);
    assert!(header("学校标识码").hidden && !header("姓名*").hidden);
    let list = |text: &str| header(text).list.as_ref().map(|list| list.values.clone());
    assert_eq!(list("证件类型*").unwrap(), ["居民身份证", "护照"]);
    assert_eq!(list("专业代码*").unwrap(), ["730301", "730201"]);
    assert_eq!(list("报考等级*").unwrap(), ["初级", "中级", "高级"]);
    assert_eq!(list("姓名*"), None);
    assert_eq!(blank.sha256.len(), 64);
}

#[test]
fn headers_over_two_rows_are_read_from_the_lower_one() {
    let mut book = Workbook::new();
    let format = Format::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 1, 0, "姓名*", &format).unwrap();
    sheet.merge_range(0, 1, 0, 2, "证件", &format).unwrap();
    sheet.write(1, 1, "证件类型").unwrap();
    sheet.write(1, 2, "证件\n号码*").unwrap();
    sheet.merge_range(0, 3, 1, 3, "班级", &format).unwrap();
    let blank = inspect(&book.save_to_buffer().unwrap()).unwrap();
    let texts: Vec<&str> = blank
        .headers
        .iter()
        .map(|header| header.text.as_str())
        .collect();
    assert_eq!(texts, ["姓名*", "证件类型", "证件号码*", "班级"]);
    assert_eq!((blank.header_row, blank.first_row), (2, 3));
}

#[test]
fn headers_of_rich_text_are_read_whole() {
    let mut book = Workbook::new();
    let (red, plain) = (Format::new().set_font_color("#FF0000"), Format::new());
    let sheet = book.add_worksheet();
    sheet
        .write_rich_string(0, 0, &[(&plain, "姓名"), (&red, "*")])
        .unwrap();
    sheet
        .write_rich_string(0, 1, &[(&red, "*"), (&plain, "证件号码")])
        .unwrap();
    let template = book.save_to_buffer().unwrap();
    let blank = inspect(&template).unwrap();
    assert_eq!(blank.headers[0].text, "姓名*");
    assert!(blank.headers[1].required);
    assert_eq!(
        texts(&filled(&template, people(1)).bytes, "Sheet1")[&(2, 1)],
        "甲1"
    );
}

#[test]
fn an_example_row_stays_and_a_signature_line_is_not_overwritten() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (header, example)) in (0..).zip([
        ("序号", "示例"),
        ("姓名*", "张三"),
        ("证件号码*", "990000200801010000"),
    ]) {
        sheet.write(0, column, header).unwrap();
        sheet.write(1, column, example).unwrap();
    }
    for row in 2..5 {
        sheet.write(row, 0, row - 1).unwrap();
    }
    sheet.write(5, 0, "填表人：").unwrap();
    let template = book.save_to_buffer().unwrap();
    let blank = inspect(&template).unwrap();
    assert_eq!(
        (blank.first_row, blank.last_row, blank.hint_rows.as_slice()),
        (3, Some(5), &[2][..])
    );
    let report = filled(&template, people(3)).report;
    assert_eq!(report.warnings, [Warning::HintRow { row: 2 }]);
    let refused = fill(&template, &blank, &blank.guess(), people(4)).unwrap_err();
    assert_eq!(refused, Refused::NoRoom { row: 6, room: 3 });
}

#[test]
fn what_the_platform_entered_beforehand_is_nobody() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .write_row(0, 0, ["序号", "姓名", "证件类型", "学校名称"])
        .unwrap();
    for row in 1..4 {
        sheet
            .write_row(row, 2, ["居民身份证", "示范职业技术学校"])
            .unwrap();
    }
    let template = book.save_to_buffer().unwrap();
    let texts = texts(&filled(&template, people(1)).bytes, "Sheet1");
    assert_eq!(
        (texts[&(2, 2)].as_str(), texts[&(2, 4)].as_str()),
        ("甲1", "示范职业技术学校")
    );
}

#[test]
fn a_template_somebody_filled_is_refused() {
    let once = filled(&rich(10), people(2)).bytes;
    let refused = inspect(&once).unwrap_err().to_string();
    assert_eq!(
        refused,
        "模板里已有 2 行内容：工作表「考生信息」第 4 行「姓名*」是「甲1」。请上传没有填过的空白模板。"
    );
}

#[test]
fn a_workbook_without_known_headers_is_refused() {
    assert_eq!(
        inspect(&plain(&["鞋码", "帽码"])),
        Err(Refused::NoHeader { looked: 40 })
    );
    assert!(inspect(&plain(&["姓名", "鞋码"])).is_err());
}

#[test]
fn another_template_than_the_registered_one_is_refused() {
    let blank = inspect(&rich(3)).unwrap();
    assert_eq!(
        fill(&rich(4), &blank, &blank.guess(), people(1)).unwrap_err(),
        Refused::Changed
    );
}

#[test]
fn two_sheets_alike_are_said() {
    let mut book = Workbook::new();
    for name in ["填写示例", "报名表", "报名表二"] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write_row(0, 0, ["姓名", "证件号码"]).unwrap();
    }
    let blank = inspect(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(
        (blank.sheet.as_str(), blank.rivals.as_slice()),
        ("报名表", &["报名表二".to_owned()][..])
    );
}

#[test]
fn plan_6_3_headers_under_a_merged_word_are_read_with_it() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = rust_xlsxwriter::Format::new();
    for (column, text) in [(0, "序号"), (1, "姓名"), (4, "性别")] {
        sheet
            .merge_range(0, column, 1, column, text, &plain)
            .unwrap();
    }
    sheet.merge_range(0, 2, 0, 3, "证件", &plain).unwrap();
    sheet.merge_range(0, 5, 0, 6, "家长", &plain).unwrap();
    for (column, text) in [(2, "类型"), (3, "号码"), (5, "姓名"), (6, "电话")] {
        sheet.write(1, column, text).unwrap();
    }
    let blank = inspect(&book.save_to_buffer().unwrap()).unwrap();
    let headers: Vec<&str> = blank
        .headers
        .iter()
        .map(|header| header.text.as_str())
        .collect();
    assert_eq!(
        headers,
        [
            "序号",
            "姓名",
            "证件类型",
            "证件号码",
            "性别",
            "家长姓名",
            "家长电话"
        ]
    );
    assert_eq!((blank.header_row, blank.first_row), (2, 3));
}

#[test]
fn an_invented_person_in_the_first_row_is_an_example() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (header, example)) in
        (0..).zip([("姓名*", "张三"), ("证件号码*", "110101199001011237")])
    {
        sheet.write(0, column, header).unwrap();
        sheet.write(1, column, example).unwrap();
    }
    let template = book.save_to_buffer().unwrap();
    let blank = inspect(&template).unwrap();
    assert_eq!((blank.first_row, blank.hint_rows.as_slice()), (3, &[2][..]));
}

#[test]
fn a_sheet_far_too_wide_is_refused_for_its_width() {
    let headers: Vec<String> = (0..300).map(|number| format!("列{number}")).collect();
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let refused = inspect(&plain(&headers)).unwrap_err();
    assert_eq!(refused.kind(), "too_many_columns");
}
