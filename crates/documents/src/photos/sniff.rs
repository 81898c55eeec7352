//! What a file is, by its bytes and never by its name.

use domain::registration::photo::PhotoFormat;

use super::Refused;

const KNOWN: [(&[u8], &str); 6] = [
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"<svg", "SVG"),
    (b"\xff\x0a", "JPEG XL"),
];

pub(super) fn format(bytes: &[u8]) -> Result<PhotoFormat, Refused> {
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Ok(PhotoFormat::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(PhotoFormat::Png);
    }
    let head = bytes.get(..1024.min(bytes.len())).unwrap_or_default();
    if head.windows(5).any(|five| five == b"%PDF-") {
        return Err(Refused::Pdf);
    }
    let name = KNOWN
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, name)| *name)
        .or_else(|| in_a_box(bytes));
    Err(
        name.map_or(Refused::NotAPicture, |name| Refused::OtherPicture {
            name: name.to_owned(),
        }),
    )
}

/// Formats whose name stands a few bytes in.
fn in_a_box(bytes: &[u8]) -> Option<&'static str> {
    let at = |range: std::ops::Range<usize>| bytes.get(range).unwrap_or_default();
    match (at(0..4), at(4..8), at(8..12)) {
        (b"RIFF", _, b"WEBP") => Some("WebP"),
        (_, b"ftyp", b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc") => Some("HEIC"),
        (_, b"ftyp", b"avif" | b"avis") => Some("AVIF"),
        _ => None,
    }
}

/// Whether a JPEG has its end. Decoders fill what is missing with grey, which would be taken for a ground.
pub(super) fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    // Segment by segment to the first scan: a thumbnail inside a segment has an end of its own.
    while let Some([0xff, kind]) = bytes.get(at..at + 2) {
        match kind {
            0xff => at += 1,
            0xda => {
                let scan = bytes.get(at..).unwrap_or_default();
                return scan.windows(2).any(|pair| pair == [0xff, 0xd9]);
            }
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => {
                let Some([high, low]) = bytes.get(at + 2..at + 4) else {
                    return false;
                };
                at += 2 + usize::from(u16::from_be_bytes([*high, *low])).max(2);
            }
        }
    }
    false
}

/// Whether a PNG has its last chunk.
pub(super) fn png_is_whole(bytes: &[u8]) -> bool {
    bytes
        .windows(8)
        .any(|eight| eight == b"IEND\xae\x42\x60\x82")
}
