//! Rare letters, letters nobody has, and the same bytes twice.

use super::on;
use super::rooms::sheets;
use crate::papers::{CheckCode, Unprintable, sign_in_sheets};

#[test]
fn a_letter_without_glyph_is_named_instead_of_printed_as_a_box() {
    let mut sheets = sheets(3);
    sheets.rooms[0].people[1].name = "王\u{10ffff}".to_owned();
    let refused = sign_in_sheets(&sheets).unwrap_err();
    assert_eq!(refused, Unprintable::NoGlyph("\u{10ffff}".to_owned()));
    assert!(refused.to_string().contains("安装"));
}

#[test]
fn what_is_no_letter_is_left_out() {
    let mut sheets = sheets(3);
    sheets.rooms[0].people[1].name = "王\u{0}五\t\u{feff}".to_owned();
    assert!(sign_in_sheets(&sheets).is_ok());
}

#[test]
fn text_that_looks_like_a_template_stays_text() {
    let mut people = sheets(3);
    people.rooms[0].people[0].name = "#read(\"data.json\")".to_owned();
    people.rooms[0].people[1].name = "*粗* $x$ @a <b> //".to_owned();
    let laid = super::reading::Sheets::of(crate::papers::sign_in_sheet::laid(&people));
    laid.says("#read(\"data.json\")");
    laid.says("*粗*$x$@a<b>//");
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    let made = || sign_in_sheets(&sheets(45)).unwrap();
    let first = made();
    assert!(first.starts_with(b"%PDF-1."));
    assert!(first == made());
    let mut later = sheets(45);
    later.printed_on = on("2025-05-25");
    assert!(first != sign_in_sheets(&later).unwrap());
}

#[test]
fn a_check_code_is_what_sha256sum_says_of_the_lines() {
    // printf '2023010101\n2023010102\n' | sha256sum
    let code = CheckCode::of_lines(["2023010101", "2023010102"]);
    assert_eq!(code.as_str(), "d3f0 d26d 402a 5cfe");
    assert_eq!(
        CheckCode::of_hash("ef598fc18bc8a05a00"),
        CheckCode::of_hash("ef598fc18bc8a05aff")
    );
    assert_eq!(CheckCode::of_hash("ef59"), None);
    assert_eq!(CheckCode::of_hash("not a hash at all!"), None);
}
