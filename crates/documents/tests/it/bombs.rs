//! Files that are too much, or not what they seem: each has its own sentence.

use documents::sheets::{Limits, Unreadable, read};
use zip::CompressionMethod;

use crate::books::{Book, refusal, text_cell, zip_of};

fn row(cells: &str) -> String {
    format!(r#"<row r="1">{cells}</row>"#)
}

fn one_cell() -> Book {
    Book::of(&row(&text_cell("A1", "学号")))
}

#[test]
fn a_sparse_sheet_of_one_kilobyte_is_refused() {
    let far =
        row(&text_cell("A1", "x")) + r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let bytes = Book::of(&far).bytes();
    assert!(bytes.len() < 3_000);
    assert_eq!(
        refusal(&bytes),
        Unreadable::TooManyColumns {
            sheet: "名册".into(),
            column: 16_384,
            limit: 200
        }
    );
    let deep =
        row(&text_cell("A1", "x")) + r#"<row r="1048576"><c r="A1048576"><v>1</v></c></row>"#;
    assert_eq!(
        refusal(&Book::of(&deep).bytes()),
        Unreadable::TooManyRows {
            sheet: "名册".into(),
            row: 1_048_576,
            limit: 20_000
        }
    );
}

#[test]
fn three_hundred_columns_are_refused_and_counted() {
    let cells: String = (0..300).map(|_| "<c><v>1</v></c>").collect();
    let refused = refusal(&Book::of(&row(&cells)).bytes());
    assert_eq!(
        refused.to_string(),
        "「名册」用到了第 300 列（KN 列），最多 200 列。请删去右边用不到的列，保存后再上传。"
    );
}

#[test]
fn a_cell_of_ten_megabytes_is_refused_however_it_is_packed() {
    let long = "长".repeat(10 << 20 >> 2);
    let bytes = Book::of(&row(&text_cell("A1", &long))).bytes();
    assert_eq!(
        refusal(&bytes),
        Unreadable::LongCell {
            cell: None,
            limit: 32_767
        }
    );
    let shared = Book::of(&row(r#"<c r="C1" t="s"><v>0</v></c>"#));
    let shared = shared.strings(&format!("<si><t>{}</t></si>", "x".repeat(10 << 20)));
    assert_eq!(refusal(&shared.bytes()).kind(), "long_cell");
    let csv = "x".repeat(10 << 20);
    assert_eq!(
        refusal(csv.as_bytes()),
        Unreadable::LongCell {
            cell: Some("A1".into()),
            limit: 32_767
        }
    );
}

#[test]
fn a_cell_that_is_a_little_too_long_is_named() {
    let fits = "长".repeat(32_767);
    let inline = Book::of(&row(&text_cell("A1", &fits)));
    assert_eq!(crate::books::grid(&inline.bytes()).rows.len(), 1);
    let shared = Book::of(&row(r#"<c r="C1" t="s"><v>1</v></c>"#)).strings(&format!(
        "<si><t>{fits}</t></si><si><t>{fits}长长长</t></si>"
    ));
    assert_eq!(
        refusal(&shared.bytes()),
        Unreadable::LongCell {
            cell: Some("C1".into()),
            limit: 32_767
        }
    );
}

#[test]
fn a_zip_bomb_is_refused_while_it_inflates() {
    let spaces = one_cell()
        .part("xl/media/image1.png", vec![b'<'; 72 << 20])
        .bytes();
    assert!(spaces.len() < 100_000);
    assert_eq!(refusal(&spaces), Unreadable::TooCompressed { limit: 200 });
    let blank = Book::of(&" ".repeat(20 << 20)).bytes();
    assert_eq!(refusal(&blank), Unreadable::TooCompressed { limit: 200 });
    // Half packed: no part is out of proportion, all together are too much.
    let mut noise = 1_u32;
    let part: Vec<u8> = (0..9 << 20)
        .map(|index| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if index % 64 == 0 {
                noise.to_be_bytes()[0]
            } else {
                b'<'
            }
        })
        .collect();
    let book = (0..8).fold(one_cell(), |book, index| {
        book.part(&format!("xl/media/{index}.bin"), part.clone())
    });
    assert_eq!(
        refusal(&book.bytes()),
        Unreadable::TooLargeInside { limit: 64 << 20 }
    );
}

#[test]
fn too_many_parts_and_too_many_texts_are_refused() {
    let many = (0..2_000).fold(one_cell(), |book, index| {
        book.part(&format!("xl/x{index}.bin"), "x")
    });
    assert_eq!(refusal(&many.bytes()).kind(), "too_many_parts");
    let limits = Limits {
        shared_text: 10,
        ..Limits::default()
    };
    let book = one_cell()
        .strings("<si><t>123456</t></si><si><t>78901</t></si>")
        .bytes();
    assert_eq!(
        read(&book, "a.xlsx", &limits).unwrap_err().kind(),
        "too_much_text"
    );
}

#[test]
fn parts_that_do_not_belong_are_refused() {
    let inner = one_cell().bytes();
    let types = r#"<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>"#;
    for (part, body, kind) in [
        ("xl/vbaProject.bin", b"x".to_vec(), "with_macros"),
        ("xl/workbook.bin", b"x".to_vec(), "xlsb"),
        (
            "xl/externalLinks/externalLink1.xml",
            b"<x/>".to_vec(),
            "external_links",
        ),
        ("xl/embeddings/book.xlsx", inner, "nested_file"),
        (
            "xl/drawings/x.xml",
            b"<!DOCTYPE lol [<!ENTITY a 'b'>]><x/>".to_vec(),
            "foreign_parts",
        ),
        ("xl/theme/x.xml", vec![0xFF, 0xFE, b'<', 0], "damaged"),
        ("word/document.xml", b"<x/>".to_vec(), "document"),
    ] {
        assert_eq!(
            refusal(&one_cell().part(part, body).bytes()).kind(),
            kind,
            "{part}"
        );
    }
    let parts = [
        ("[Content_Types].xml".into(), types.into()),
        ("_rels/.rels".into(), b"<x/>".to_vec()),
    ];
    assert_eq!(
        refusal(&zip_of(&parts, CompressionMethod::Stored)).kind(),
        "with_macros"
    );
}

#[test]
fn a_symbolic_link_is_refused() {
    use std::io::Cursor;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.add_symlink("[Content_Types].xml", "/etc/hostname", options)
        .unwrap();
    assert_eq!(
        refusal(&zip.finish().unwrap().into_inner()).kind(),
        "foreign_parts"
    );
}

#[test]
fn files_that_are_no_workbook_are_told_apart() {
    let other_zip = zip_of(
        &[("名册.txt".into(), b"x".to_vec())],
        CompressionMethod::Stored,
    );
    for (bytes, kind) in [
        (&b""[..], "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", "image"),
        (b"\0\0\0\x18ftypheic", "image"),
        (b"Rar!\x1a\x07\x01\0", "archive"),
        (b"\x1f\x8b\x08\0", "archive"),
        (&other_zip, "archive"),
        (b"<html><table><tr><td>1</td></tr></table>", "web_page"),
        (b"<?xml version=\"1.0\"?><Workbook>", "web_page"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "not_a_sheet"),
        (b" \n \n", "no_data"),
    ] {
        assert_eq!(
            refusal(bytes).kind(),
            kind,
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    }
    assert_eq!(refusal(&vec![b'a'; (10 << 20) + 1]).kind(), "too_big");
}
