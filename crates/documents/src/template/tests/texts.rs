//! Whatever stands in a name stands in the cell, as text.

use proptest::prelude::*;

use super::*;

fn round_trip(text: &str) -> String {
    let template = plain(&["姓名", "证件号码"]);
    let person = [(Field::Name, text), (Field::IdNumber, "1")]
        .into_iter()
        .collect();
    let filled = filled(&template, vec![person]);
    texts(&filled.bytes, "Sheet1").remove(&(2, 1)).unwrap()
}

#[test]
fn rare_characters_and_formula_like_texts_stay_what_they_are() {
    for text in [
        "𬭎㛃䶮",
        "阿卜杜·热合曼",
        "=1+1",
        "+86",
        "-1",
        "@SUM(A1)",
        "00123",
        "990000200801010012",
        "1e5",
        "TRUE",
        "<a>&\"'",
        "]]>",
    ] {
        assert_eq!(round_trip(text), text);
    }
}

#[test]
fn control_characters_are_removed_and_said() {
    let template = plain(&["姓名", "证件号码"]);
    let person = [(Field::Name, "甲\u{1}乙"), (Field::IdNumber, "1")]
        .into_iter()
        .collect();
    let report = filled(&template, vec![person]).report;
    let warnings: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        ["第 2 行的「姓名」里有看不见的控制字符，已去掉。请核对一下。"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_survives(text in "[^\\p{Cc}\u{fffe}\u{ffff}_]{1,40}") {
        prop_assume!(!text.trim().is_empty());
        prop_assert_eq!(round_trip(&text), text);
    }
}
