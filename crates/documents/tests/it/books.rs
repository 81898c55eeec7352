//! Workbooks written part by part, so that each can be wrong in exactly one way.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use documents::sheets::{Limits, Unreadable, read};
use domain::import::grid::{Cell, Grid};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(crate) struct Book {
    sheets: Vec<(String, &'static str, String)>,
    parts: Vec<(String, Vec<u8>)>,
    workbook_extra: &'static str,
    pub(crate) method: CompressionMethod,
}

impl Book {
    pub(crate) fn new() -> Self {
        Self {
            sheets: Vec::new(),
            parts: Vec::new(),
            workbook_extra: "",
            method: CompressionMethod::Deflated,
        }
    }

    /// One visible sheet with these rows in it.
    pub(crate) fn of(rows: &str) -> Self {
        Self::new().sheet("名册", "visible", rows)
    }

    pub(crate) fn sheet(mut self, name: &str, state: &'static str, rows: &str) -> Self {
        let body = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#
        );
        self.sheets.push((name.to_owned(), state, body));
        self
    }

    pub(crate) fn part(mut self, name: &str, body: impl Into<Vec<u8>>) -> Self {
        self.parts.push((name.to_owned(), body.into()));
        self
    }

    pub(crate) fn strings(self, items: &str) -> Self {
        self.part(
            "xl/sharedStrings.xml",
            format!(r#"<sst xmlns="{MAIN}">{items}</sst>"#),
        )
    }

    pub(crate) fn counted_from_1904(mut self) -> Self {
        self.workbook_extra = r#"<workbookPr date1904="1"/>"#;
        self
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        let mut sheets = String::new();
        let mut relations = String::new();
        for (index, (name, state, _)) in self.sheets.iter().enumerate() {
            write!(
                sheets,
                r#"<sheet name="{name}" sheetId="{n}" state="{state}" r:id="rId{n}"/>"#,
                n = index + 1
            )
            .unwrap();
            write!(relations, r#"<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>"#, n = index + 1).unwrap();
        }
        let workbook = format!(
            r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{}<sheets>{sheets}</sheets></workbook>"#,
            self.workbook_extra
        );
        let relations = format!(
            r#"<Relationships>{relations}<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="y" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#
        );
        let root = format!(
            r#"<Relationships><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        );
        let mut parts = vec![
            ("[Content_Types].xml".to_owned(), b"<Types/>".to_vec()),
            ("_rels/.rels".to_owned(), root.into_bytes()),
            ("xl/workbook.xml".to_owned(), workbook.into_bytes()),
            (
                "xl/_rels/workbook.xml.rels".to_owned(),
                relations.into_bytes(),
            ),
            ("xl/styles.xml".to_owned(), STYLES.into()),
        ];
        for (index, (.., body)) in self.sheets.into_iter().enumerate() {
            parts.push((
                format!("xl/worksheets/sheet{}.xml", index + 1),
                body.into_bytes(),
            ));
        }
        parts.extend(self.parts);
        zip_of(&parts, self.method)
    }
}

pub(crate) fn zip_of(parts: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in parts {
        zip.start_file(
            name.as_str(),
            SimpleFileOptions::default().compression_method(method),
        )
        .unwrap();
        zip.write_all(body).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Style 1 is a date of the school's own, 2 a built-in one, 3 a time, 4 two decimals.
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="2"/></cellXfs></styleSheet>"#;

pub(crate) fn text_cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

pub(crate) fn grid(bytes: &[u8]) -> Grid {
    read(bytes, "名册.xlsx", &Limits::default()).unwrap()
}

pub(crate) fn refusal(bytes: &[u8]) -> Unreadable {
    read(bytes, "名册.xlsx", &Limits::default()).unwrap_err()
}

pub(crate) fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

pub(crate) fn number(text: &str) -> Cell {
    Cell::Number(text.to_owned())
}
