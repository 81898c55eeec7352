//! Files that are no roster, through the upload page: each has its sentence at the field, and the program goes on.

use std::io::{Cursor, Write};

use axum::http::StatusCode;
use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Office;
use super::files::{HEADER, csv, person, workbook};

/// A workbook whose only sheet is this XML.
fn book_of(sheet: &str) -> Vec<u8> {
    let mut plain = Workbook::new();
    plain.add_worksheet().write_string(0, 0, "x").unwrap();
    let mut from = zip::ZipArchive::new(Cursor::new(plain.save_to_buffer().unwrap())).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        to.start_file(&name, SimpleFileOptions::default()).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            to.write_all(sheet.as_bytes()).unwrap();
        } else {
            std::io::copy(&mut part, &mut to).unwrap();
        }
    }
    to.finish().unwrap().into_inner()
}

fn sheet_of(cells: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetData>{cells}</sheetData></worksheet>"
    )
}

fn text_cell(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// Two cells, a million rows apart: a kilobyte.
fn sparse() -> Vec<u8> {
    let (first, last) = (text_cell("A1", "a"), text_cell("XFD1048576", "b"));
    book_of(&sheet_of(&format!(
        "<row r=\"1\">{first}</row><row r=\"1048576\">{last}</row>"
    )))
}

fn bomb() -> Vec<u8> {
    book_of(&sheet_of(&" ".repeat(80 << 20)))
}

fn one_huge_cell() -> Vec<u8> {
    // Not all alike, so that it is the length of the cell that is refused, not how well it packs.
    let mut seed = 1_u64;
    let letters = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'a' + u8::try_from((seed >> 33) % 26).unwrap())
    });
    let text: String = letters.take(10 << 20).collect();
    book_of(&sheet_of(&format!(
        "<row r=\"1\">{}</row>",
        text_cell("A1", &text)
    )))
}

fn wide() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for at in 0..300 {
        sheet.write_string(0, at, format!("列{at}")).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// The old container that encrypted workbooks come in, with the streams of an encrypted one.
fn encrypted() -> Vec<u8> {
    let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    file.resize(512, 0);
    file[0x18..0x1A].copy_from_slice(&[0x3E, 0]);
    file[0x1A..0x1C].copy_from_slice(&[3, 0]);
    file[0x1C..0x1E].copy_from_slice(&[0xFE, 0xFF]);
    file[0x1E..0x20].copy_from_slice(&[9, 0]);
    file[0x30..0x34].copy_from_slice(&[0, 0, 0, 0]);
    for name in ["Root Entry", "EncryptionInfo", "EncryptedPackage"] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.resize(128, 0);
        file.extend(entry);
    }
    file
}

#[tokio::test]
async fn every_file_that_is_no_roster_has_its_sentence_and_the_server_stays_up() {
    let office = Office::new().await;
    let good = workbook(&[person(1)]);
    let truncated = &good[..good.len() / 2];
    let unheaded = csv(&[person(1)]);
    let unheaded = unheaded.split(|byte| *byte == b'\n').nth(1).unwrap();
    let header_only = HEADER.join(",");
    let table: [(&str, Vec<u8>, &str); 9] = [
        ("稀疏.xlsx", sparse(), "最多 200 列"),
        ("炸弹.xlsx", bomb(), "请把数据复制到一张新表"),
        ("大格.xlsx", one_huge_cell(), "最多 32767 个字"),
        ("太宽.xlsx", wide(), "最多 200 列"),
        ("加密.xlsx", encrypted(), "密码"),
        ("半截.xlsx", truncated.to_vec(), "文件不完整"),
        ("没有表头.csv", unheaded.to_vec(), "没有找到表头"),
        ("只有表头.csv", header_only.into_bytes(), "没有数据"),
        ("空.xlsx", Vec::new(), "文件是空的"),
    ];
    for (name, bytes, words) in table {
        let page = office.upload(name, &bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let said = page.text(".fld.bad .err");
        assert!(said.contains(words), "{name}: {said}");
        assert!(page.text("title").starts_with("错误："), "{name}");
        assert_eq!(page.text(".errsum li"), said, "the summary says the same");
    }
    let page = office.upload("图片.png", b"\x89PNG\r\n\x1a\n0000").await;
    assert!(
        page.text(".fld.bad .err").contains("这是图片，不是表格"),
        "{}",
        page.text("main")
    );
    let (_, page) = office.check("名册.xlsx", &good).await;
    assert_eq!(Office::counts(&page), ["0", "0", "1"]);
}
