//! What a file is, decided from its bytes: the name and the type a browser sends prove nothing.

use super::encoding::{self, Decoded};
use super::{Unreadable, ole};

pub(super) enum Kind {
    Zip,
    /// An OLE container with a workbook in it.
    OldExcel,
    Text(Decoded),
}

const IMAGES: [&[u8]; 8] = [
    b"\x89PNG\r\n\x1a\n",
    b"\xFF\xD8\xFF",
    b"GIF87a",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"RIFF",
    b"\0\0\0\x01ftyp",
];

const ARCHIVES: [&[u8]; 5] = [
    b"Rar!\x1a\x07",
    b"7z\xBC\xAF\x27\x1C",
    b"\x1f\x8b",
    b"BZh",
    b"\xFD7zXZ\0",
];

pub(super) fn sniff(bytes: &[u8]) -> Result<Kind, Unreadable> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"PK\x03\x04") {
        return Ok(Kind::Zip);
    }
    if starts(b"PK\x05\x06") || ARCHIVES.into_iter().any(starts) {
        return Err(Unreadable::Archive);
    }
    if starts(ole::MAGIC) {
        return ole::sniff(bytes);
    }
    if starts(b"%PDF-") {
        return Err(Unreadable::Pdf);
    }
    if is_image(bytes) {
        return Err(Unreadable::Image);
    }
    text(bytes)
}

/// Is this the beginning of a file that does not belong inside a workbook?
pub(super) fn is_container(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
        || head.starts_with(ole::MAGIC)
        || ARCHIVES.into_iter().any(|magic| head.starts_with(magic))
}

fn is_image(bytes: &[u8]) -> bool {
    let heif = bytes.get(4..8) == Some(b"ftyp");
    let bitmap = bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
    heif || bitmap || IMAGES.into_iter().any(|magic| bytes.starts_with(magic))
}

fn text(bytes: &[u8]) -> Result<Kind, Unreadable> {
    let decoded = encoding::decode(bytes)?;
    let start: String = decoded.text.trim_start().chars().take(200).collect();
    let start = start.to_ascii_lowercase();
    let web = [
        "<!doctype",
        "<html",
        "<table",
        "<?xml",
        "<head",
        "<meta",
        "<workbook",
    ];
    if web.iter().any(|tag| start.starts_with(tag)) || start.starts_with("mime-version:") {
        return Err(Unreadable::WebPage);
    }
    Ok(Kind::Text(decoded))
}
