//! Files that are no template get their sentence.

use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer
            .start_file(name.clone(), SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn with_sheet(change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts = parts(&plain(&["姓名", "证件号码"]));
    for (_, content) in parts.iter_mut().filter(|(name, _)| name == SHEET) {
        *content = change(std::str::from_utf8(content).unwrap()).into_bytes();
    }
    packed(&parts)
}

#[test]
fn files_that_are_no_workbook_are_refused() {
    for bytes in [
        &b""[..],
        b"PK",
        b"PK\x03\x04 broken",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
    ] {
        assert!(inspect(bytes).is_err());
    }
    let mut cut = rich(5);
    cut.truncate(cut.len() / 2);
    assert!(inspect(&cut).is_err());
    assert!(inspect(&packed(&[("a.txt".into(), b"a".to_vec())])).is_err());
}

#[test]
fn a_bomb_and_a_foreign_definition_are_refused() {
    let bomb = with_sheet(|sheet| {
        sheet.replace(
            "</worksheet>",
            &format!("{}</worksheet>", " ".repeat(70 << 20)),
        )
    });
    assert!(inspect(&bomb).is_err());
    let defined = with_sheet(|sheet| {
        sheet.replace("<worksheet", "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet")
    });
    assert!(inspect(&defined).is_err());
}

#[test]
fn a_cell_of_ten_megabytes_and_300_columns_have_their_sentence() {
    let long = with_sheet(|sheet| {
        let cell = format!(
            "<c r=\"C1\" t=\"inlineStr\"><is><t>{}</t></is></c></row>",
            "字".repeat(40_000)
        );
        sheet.replace("</row>", &cell)
    });
    assert_eq!(inspect(&long), Err(Refused::LongCell { limit: 32_767 }));
    let headers: Vec<String> = ["姓名".to_owned(), "证件号码".to_owned()]
        .into_iter()
        .chain((0..298).map(|number| format!("列{number}")))
        .collect();
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let refused = inspect(&plain(&headers)).unwrap_err().to_string();
    assert_eq!(
        refused,
        "工作表「Sheet1」的表头有 300 列，最多 200 列。请确认选的是空白模板。"
    );
}

#[test]
fn broken_sheets_are_refused_not_filled() {
    let broken: [fn(&str) -> String; 4] = [
        |sheet| sheet.replace("</row>", ""),
        |sheet| sheet.replace("r=\"B1\"", "r=\"甲1\""),
        |sheet| sheet.replace("r=\"B1\"", "r=\"A1\""),
        |sheet| sheet.replace("<v>0</v>", "<v>99</v>"),
    ];
    for change in broken {
        assert!(inspect(&with_sheet(change)).is_err());
    }
}

#[test]
fn a_sheet_written_with_a_prefix_is_filled_with_that_prefix() {
    let template = with_sheet(|sheet| {
        let prefixed = sheet
            .replace("</", "</\u{1}")
            .replace('<', "<x:")
            .replace("<x:/\u{1}", "</x:")
            .replace("<x:?xml", "<?xml");
        prefixed.replace(" xmlns=", " xmlns:x=")
    });
    let filled = filled(&template, people(2));
    assert_eq!(
        part(&filled.bytes, SHEET).matches("<x:c r=\"A3\"").count(),
        1
    );
    assert_eq!(texts(&filled.bytes, "Sheet1")[&(3, 1)], "甲2");
}

#[test]
fn a_far_away_cell_costs_nothing() {
    let template = with_sheet(|sheet| {
        sheet.replace(
            "</sheetData>",
            "<row r=\"1048576\"><c r=\"XFD1048576\"/></row></sheetData>",
        )
    });
    let filled = filled(&template, people(2));
    assert!(filled.bytes.len() < 20_000);
    assert!(part(&filled.bytes, SHEET).contains("<row r=\"1048576\">"));
}
