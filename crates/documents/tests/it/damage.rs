//! Files that were cut off, locked or bent: a sentence, never a panic.

use std::sync::LazyLock;

use documents::sheets::{Limits, read};
use proptest::prelude::*;

use crate::books::{Book, refusal, text_cell};

static WORKBOOK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let row = |n: u32| {
        let name = text_cell(&format!("A{n}"), "麦𬭎");
        format!(
            r#"<row r="{n}">{name}<c r="B{n}" t="s"><v>0</v></c><c r="C{n}" s="1"><v>39258</v></c></row>"#
        )
    };
    let rows: String = (1..40).map(row).collect();
    Book::of(&rows).strings("<si><t>22会计1班</t></si>").bytes()
});

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    for length in (4..WORKBOOK.len() - 22).step_by(7) {
        assert_eq!(refusal(&WORKBOOK[..length]).kind(), "truncated", "{length}");
    }
}

#[test]
fn a_part_that_stops_in_the_middle_is_refused() {
    let part = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c>"#;
    let bytes = Book::of("")
        .part("xl/worksheets/sheet1.xml~", "x")
        .sheet("二", "visible", "")
        .bytes();
    assert_eq!(refusal(&bytes).kind(), "no_data");
    let cut = Book::of("</sheetData></worksheet><!--").bytes();
    assert_eq!(refusal(&cut).kind(), "no_data");
    let open = Book::of(part).bytes();
    assert_eq!(refusal(&open).kind(), "damaged");
}

/// An OLE container with one directory entry of this name, as encrypting a workbook makes.
fn container(name: &str) -> Vec<u8> {
    let mut bytes = vec![0; 512 * 3];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    bytes[30] = 9;
    bytes[48] = 1;
    bytes[76..512].fill(0xFF);
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes[1024 + 128..][..units.len()].copy_from_slice(&units);
    bytes[1024 + 128 + 64] = u8::try_from(units.len() + 2).unwrap();
    bytes
}

#[test]
fn an_encrypted_workbook_asks_for_its_password_to_be_taken_off() {
    assert_eq!(
        refusal(&container("EncryptedPackage")).to_string(),
        "这份文件打开时要密码。请在 WPS 或 Excel 里取消密码，保存后再上传。"
    );
    assert_eq!(refusal(&container("WordDocument")).kind(), "document");
    assert_eq!(refusal(&container("Contents")).kind(), "not_a_sheet");
    assert_eq!(
        refusal(&container("EncryptedPackage")[..900]).kind(),
        "truncated"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn bent_workbooks_never_panic(flips in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..8), 1..6)) {
        let mut bytes = WORKBOOK.clone();
        for (place, bit) in flips {
            let at = place.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        let _ = read(&bytes, "a.xlsx", &Limits::default());
    }

    #[test]
    fn bent_sheets_inside_a_sound_zip_never_panic(at in any::<prop::sample::Index>(), word in "[<>/&;c\"=0-9A-Z ]{1,4}") {
        let mut rows = String::from(r#"<row r="1"><c r="A1" t="s" s="1"><v>0</v></c><c r="B1"><f>A1</f><v>3.5</v></c></row>"#);
        rows.replace_range(at.index(rows.len())..=at.index(rows.len()), &word);
        let _ = read(&Book::of(&rows).strings("<si><t>x</t></si>").bytes(), "a.xlsx", &Limits::default());
    }

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, "a.csv", &Limits::default());
        let zip = [b"PK\x03\x04".as_slice(), &bytes].concat();
        prop_assert!(read(&zip, "a.xlsx", &Limits::default()).is_err());
    }

    #[test]
    fn any_text_is_read_as_csv(text in "[a-c,;\t\"'=\r\n学]{1,80}") {
        let _ = read(text.as_bytes(), "a.csv", &Limits::default());
    }
}
