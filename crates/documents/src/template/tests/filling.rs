//! Only data cells change.

use domain::registration::mapping::Source;

use super::*;

/// The sheet without its rows and without the reference that says how far they go.
fn frame(bytes: &[u8]) -> (String, String) {
    let sheet = part(bytes, SHEET);
    let (head, rest) = sheet.split_once("<sheetData").unwrap();
    let tail = rest
        .split_once("</sheetData>")
        .map_or_else(|| rest.split_once("/>").unwrap().1, |(_, tail)| tail);
    let (before, reference) = head.split_once("<dimension ref=\"").unwrap();
    let (_, after) = reference.split_once('"').unwrap();
    (format!("{before}{after}"), tail.to_owned())
}

fn assert_untouched(template: &[u8], filled: &[u8]) {
    let (before, after) = (parts(template), parts(filled));
    let names = |parts: &[(String, Vec<u8>)]| {
        parts
            .iter()
            .map(|(name, _)| name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&before), names(&after));
    for ((name, old), (_, new)) in before.iter().zip(&after) {
        assert!(name == SHEET || old == new, "{name} changed");
    }
    assert_eq!(frame(template), frame(filled));
}

fn packed(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let index = (0..archive.len())
        .find(|index| archive.by_index_raw(*index).unwrap().name().unwrap() == name)
        .unwrap();
    let mut content = Vec::new();
    archive
        .by_index_raw(index)
        .unwrap()
        .read_to_end(&mut content)
        .unwrap();
    content
}

#[test]
fn plan_6_3_only_the_data_cells_of_a_rich_template_change() {
    let template = rich(10);
    for count in [1, 10, 25] {
        let filled = filled(&template, people(count));
        assert_untouched(&template, &filled.bytes);
        assert_eq!(
            packed(&template, "xl/styles.xml"),
            packed(&filled.bytes, "xl/styles.xml")
        );
        let texts = texts(&filled.bytes, "考生信息");
        for number in 1..=count {
            let row = u32::try_from(number).unwrap() + 3;
            assert_eq!(texts[&(row, 1)], number.to_string());
            assert_eq!(texts[&(row, 2)], format!("甲{number}"));
            assert_eq!(texts[&(row, 4)], format!("99000020080101{number:04}"));
            assert!(!texts.contains_key(&(row, 5)) && !texts.contains_key(&(row, 9)));
        }
        assert!(
            !texts
                .keys()
                .any(|(row, _)| *row > u32::try_from(count).unwrap() + 3)
        );
        assert_eq!(filled.report.warnings, []);
        assert_eq!(filled.report.unmapped, ["学校标识码", "备注"]);
    }
}

#[test]
fn nobody_to_write_leaves_the_file_as_it_is() {
    let template = rich(10);
    let filled = filled(&template, Vec::new());
    assert_eq!(filled.bytes, template);
    assert_eq!(filled.report.rows, 0);
}

#[test]
fn styled_cells_keep_their_style_and_rows_beyond_copy_it() {
    let filled = filled(&rich(2), people(4));
    let sheet = part(&filled.bytes, SHEET);
    let row = |number: u32| {
        let rest = sheet.split_once(&format!("<row r=\"{number}\"")).unwrap().1;
        rest.split_once("</row>").unwrap().0.to_owned()
    };
    let style = |number: u32, letter: &str| {
        let rest = row(number)
            .split_once(&format!("<c r=\"{letter}{number}\""))
            .unwrap()
            .1
            .to_owned();
        rest.split_once('>')
            .unwrap()
            .0
            .replace(" t=\"inlineStr\"", "")
            .replace('/', "")
    };
    for letter in ["A", "B", "D", "F", "I"] {
        assert_eq!(style(4, letter), style(7, letter), "{letter}");
    }
    assert!(
        style(4, "D").contains(" s=")
            && style(4, "F").contains(" s=")
            && !style(4, "B").contains(" s=")
    );
    assert!(row(7).contains("ht=\"21\"") && row(7).contains("customHeight=\"1\""));
    assert!(part(&filled.bytes, SHEET).contains("<dimension ref=\"A1:I7\"/>"));
}

#[test]
fn a_template_without_rows_under_its_header_is_filled() {
    let template = plain(&["姓名", "证件号码", "鞋码"]);
    let filled = filled(&template, people(3));
    assert_untouched(&template, &filled.bytes);
    let texts = texts(&filled.bytes, "Sheet1");
    assert_eq!(texts[&(4, 1)], "甲3");
    assert_eq!(texts.len(), 3 + 6);
    assert_eq!(filled.report.unmapped, ["鞋码"]);
}

#[test]
fn formulas_of_the_template_stay_and_are_computed_again() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(["姓名*", "证件号码*", "出生日期"]) {
        sheet.write(0, column, header).unwrap();
    }
    for row in 1..3 {
        sheet
            .write_formula(row, 2, Formula::new(format!("=MID(B{},7,8)", row + 1)))
            .unwrap();
    }
    let template = book.save_to_buffer().unwrap();
    let mut rows = people(3);
    for person in &mut rows {
        person.set(Field::BirthDate, "2008-01-01");
    }
    let filled = filled(&template, rows);
    let sheet = part(&filled.bytes, SHEET);
    assert!(sheet.contains("<f>MID(B2,7,8)</f>") && sheet.contains("<f>MID(B3,7,8)</f>"));
    assert!(part(&filled.bytes, "xl/workbook.xml").contains("fullCalcOnLoad=\"1\""));
    let warning = filled
        .report
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>();
    assert_eq!(
        warning,
        ["「出生日期」列有模板自带的公式，第 2、3 行保留公式，没有填。"]
    );
}

#[test]
fn what_the_drop_down_does_not_offer_is_said_with_its_row() {
    let mut rows = people(7);
    rows[1].set(Field::IdType, "军官证");
    rows[2].set(Field::IdType, "身份证");
    for person in &mut rows {
        person.set(Field::MajorCode, "999999");
    }
    let filled = filled(&rich(3), rows);
    let warnings: Vec<String> = filled
        .report
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        warnings,
        [
            "第 5 行的「证件类型*」是「军官证」，不在模板的下拉选项里。可选：居民身份证、护照。",
            "第 4、5、6、7、8 行等 7 行的「专业代码*」是「999999」，不在模板的下拉选项里。可选：730301、730201。",
        ]
    );
    assert_eq!(texts(&filled.bytes, "考生信息")[&(6, 3)], "居民身份证");
}

#[test]
fn required_columns_without_a_value_are_said() {
    let template = plain(&["姓名*", "学籍号*", "考核站点*", "鞋码*"]);
    let blank = inspect(&template).unwrap();
    let mut mapping = blank.guess();
    mapping
        .set("考核站点", &Source::Constant("示范站".into()))
        .unwrap();
    let mut rows = people(3);
    rows[0].set(Field::RollNumber, "G990000");
    let report = fill(&template, &blank, &mapping, rows).unwrap().report;
    assert_eq!(
        serde_json::to_value(&report).unwrap(),
        serde_json::json!({
            "rows": 3,
            "mapped": [
                {"header": "姓名*", "field": "name"},
                {"header": "学籍号*", "field": "roll_number"},
                {"header": "考核站点*", "field": "constant", "value": "示范站"},
            ],
            "unmapped": ["鞋码*"],
            "warnings": [
                "第 3、4 行的必填列「学籍号*」没有内容。请补齐名单里的这一项，再填一次。",
                "必填列「鞋码*」没有内容可填。请给它选一个字段，或填一个统一的值。",
            ],
        })
    );
}

#[test]
fn rows_past_the_drop_down_are_said() {
    let filled = filled(&rich(0), people(5_000));
    let past: Vec<&Warning> = filled
        .report
        .warnings
        .iter()
        .filter(|warning| {
            matches!(
                warning,
                Warning::PastList {
                    last_row: 5_000,
                    ..
                }
            )
        })
        .collect();
    assert_eq!(past.len(), 3);
}
