//! Which encoding a text file is in. A school's CSV is UTF-8 or whatever its office suite writes,
//! which here is GB18030; the answer is shown to the person, who can see at once if it is wrong.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::Unreadable;

pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static str,
}

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Unreadable> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(encoding, bytes.get(mark..).unwrap_or_default())
            .ok_or(Unreadable::UnknownEncoding);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return strictly(encoding, bytes).ok_or(Unreadable::NotASheet);
    }
    if !looks_like_text(bytes) {
        return Err(Unreadable::NotASheet);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => return Err(Unreadable::NotASheet),
        Ok(text) => {
            let (text, encoding) = (text.to_owned(), UTF_8.name());
            return Ok(Decoded { text, encoding });
        }
        // Chinese text in UTF-8 up to half a character at the end: the rest is missing.
        Err(end)
            if end.error_len().is_none()
                && bytes
                    .get(..end.valid_up_to())
                    .is_some_and(|head| !head.is_ascii()) =>
        {
            return Err(Unreadable::Truncated);
        }
        Err(_) => {}
    }
    let first = if guess(bytes) == BIG5 { BIG5 } else { GB18030 };
    strictly(first, bytes)
        .or_else(|| strictly(GB18030, bytes))
        .ok_or(Unreadable::UnknownEncoding)
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    // Bytes that are no text at all decode too; a NUL gives them away.
    let clean = !text.contains('\0');
    clean.then(|| Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
    })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..1 << 16).unwrap_or(bytes), true);
    detector.guess(Some(b"cn"), Utf8Detection::Allow)
}

/// UTF-16 has a NUL in every second byte wherever it writes digits and commas.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..2048).unwrap_or(bytes);
    let pairs = head.chunks_exact(2);
    let count = pairs.len();
    let (mut low, mut high) = (0_usize, 0_usize);
    for pair in pairs {
        match pair {
            [0, 0] => {}
            [0, _] => high += 1,
            [_, 0] => low += 1,
            _ => {}
        }
    }
    if !bytes.len().is_multiple_of(2) {
        None
    } else if low * 8 > count && high == 0 {
        Some(UTF_16LE)
    } else if high * 8 > count && low == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn looks_like_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    head.iter()
        .all(|&byte| byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "学籍号,姓名,班级\nG99,麦𬭎·䶮,22会计1班\n";

    #[test]
    fn each_encoding_is_named_and_rare_characters_survive() {
        let utf16: Vec<u8> = LINE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = |mark: &[u8], body: &[u8]| [mark, body].concat();
        let gb = GB18030.encode(LINE).0.into_owned();
        for (bytes, name) in [
            (LINE.as_bytes().to_vec(), "UTF-8"),
            (marked(b"\xEF\xBB\xBF", LINE.as_bytes()), "UTF-8"),
            (marked(b"\xFF\xFE", &utf16), "UTF-16LE"),
            (utf16.clone(), "UTF-16LE"),
            (gb, "gb18030"),
        ] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), (LINE, name));
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let cut = LINE.as_bytes().split_at(LINE.len() - 3).0;
        assert_eq!(decode(cut).err().unwrap().kind(), "truncated");
        assert_eq!(decode(&[7, 1, 2, 3]).err().unwrap().kind(), "not_a_sheet");
        assert_eq!(
            decode(b"a,b\n\xFF\xFF\xFF,1\n").err().unwrap().kind(),
            "unknown_encoding"
        );
    }
}
