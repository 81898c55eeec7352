//! What a file is, decided from its bytes: the name and the type a browser sends prove nothing.

use super::Unreadable;
use super::encoding::{self, Decoded};

pub(super) enum Kind {
    Zip,
    /// An OLE container with a workbook in it.
    OldExcel,
    Text(Decoded),
}

const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

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
    if starts(OLE) {
        return ole(bytes);
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
        || head.starts_with(OLE)
        || ARCHIVES.into_iter().any(|magic| head.starts_with(magic))
}

fn is_image(bytes: &[u8]) -> bool {
    let heif = bytes.get(4..8) == Some(b"ftyp");
    let bitmap = bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
    heif || bitmap || IMAGES.into_iter().any(|magic| bytes.starts_with(magic))
}

/// Look through the directory of an OLE container: its entries are 128 bytes long and lie on
/// multiples of 128, whatever the sector size, and begin with their name in UTF-16.
fn ole(bytes: &[u8]) -> Result<Kind, Unreadable> {
    let mut found = Err(Unreadable::NotASheet);
    for entry in bytes.chunks_exact(128) {
        if is_entry(entry, "EncryptedPackage") {
            return Err(Unreadable::Encrypted);
        }
        if is_entry(entry, "Workbook") || is_entry(entry, "Book") {
            found = Ok(Kind::OldExcel);
        } else if is_entry(entry, "WordDocument") || is_entry(entry, "PowerPoint Document") {
            found = Err(Unreadable::Document);
        }
    }
    match found {
        // The directory of a container that was cut off may be among what is missing.
        Err(Unreadable::NotASheet) if ole_is_cut(bytes) => Err(Unreadable::Truncated),
        other => other,
    }
}

fn is_entry(entry: &[u8], name: &str) -> bool {
    let mut units = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes);
    let length = (name.len() + 1) * 2;
    let said = entry
        .get(64..66)
        .and_then(|field| field.try_into().ok())
        .map(|field| usize::from(u16::from_le_bytes(field)));
    said == Some(length)
        && entry
            .iter()
            .take(length)
            .all(|&byte| units.next() == Some(byte))
}

/// Does the header put the directory behind the end of the file?
pub(super) fn ole_is_cut(bytes: &[u8]) -> bool {
    let word = |at: usize| -> Option<u64> {
        let field: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        Some(u64::from(u32::from_le_bytes(field)))
    };
    let Some((first, shift)) = word(48).zip(bytes.get(30).map(|&shift| u32::from(shift))) else {
        return true;
    };
    let sector = 1_u64 << shift.min(16);
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    first.saturating_add(1).saturating_mul(sector) >= length
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
