//! The workbook format of 1997. The two fixtures hold invented people and were saved by `LibreOffice`.

use chrono::NaiveDate;
use domain::import::grid::{Cell, Format};
use proptest::prelude::*;

use crate::books::{grid, number, refusal, text};
use crate::child::in_child;

const ROSTER: &[u8] = include_bytes!("../fixtures/roster.xls");
const TWO_SHEETS: &[u8] = include_bytes!("../fixtures/two-sheets.xls");

fn position(needle: &[u8]) -> usize {
    ROSTER
        .windows(needle.len())
        .position(|window| window == needle)
        .unwrap()
}

#[test]
fn an_old_workbook_is_read() {
    let found = grid(ROSTER);
    assert_eq!(
        (found.sheet.as_str(), &found.format),
        ("学生名册", &Format::Xls)
    );
    assert_eq!(
        found.rows[1].cells,
        [
            text("G990000200706250032"),
            text("麦𬭎·㛃䶮"),
            Cell::Date(NaiveDate::from_ymd_opt(2007, 6, 25).unwrap()),
            number("2022"),
            number("78.5"),
            Cell::Flag(true),
            text("990000200706250032"),
        ]
    );
    assert_eq!(found.rows[3].cells[4], Cell::Broken("#DIV/0!".into()));
    assert_eq!(in_child(ROSTER), Ok(found));
}

#[test]
fn two_sheets_of_an_old_workbook_are_named() {
    assert!(
        refusal(TWO_SHEETS)
            .to_string()
            .starts_with("「学生名册」「第二张」都有数据")
    );
}

#[test]
fn a_password_on_an_old_workbook_is_named() {
    // The first record after the globals' beginning becomes the one that says "encrypted".
    let mut locked = ROSTER.to_vec();
    let first = position(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20;
    locked[first..first + 2].copy_from_slice(&[0x2F, 0]);
    assert_eq!(refusal(&locked).kind(), "encrypted");
}

#[test]
fn a_sparse_old_sheet_dies_in_the_child_alone() {
    // One text moves to the far corner, and the library makes room for all cells before it.
    let mut far = ROSTER.to_vec();
    let cell = position(b"\xFD\x00\x0A\x00\x00\x00\x01\x00") + 4;
    far[cell..cell + 4].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0x00]);
    assert_eq!(
        in_child(&far).unwrap_err().to_string(),
        "读这份文件用的内存或时间太多，已经停下。请把数据复制到一张新表，另存为 .xlsx 后再上传。"
    );
    assert!(in_child(ROSTER).is_ok());
}

#[test]
fn an_old_workbook_cut_off_is_refused() {
    for length in (513..ROSTER.len() - 512).step_by(256) {
        assert_eq!(refusal(&ROSTER[..length]).kind(), "truncated", "{length}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn bent_old_workbooks_get_an_answer(flips in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..8), 1..6)) {
        let mut bytes = ROSTER.to_vec();
        for (place, bit) in flips {
            let at = place.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        if let Err(refused) = in_child(&bytes) {
            prop_assert_ne!(refused.kind(), "no_reader");
        }
    }
}
