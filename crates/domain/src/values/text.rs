//! What people and input methods add to a text without meaning it: spaces around it, invisible
//! characters, full-width letters and digits.

use std::borrow::Cow;

/// A text without its dirt, and which dirt it had.
#[derive(Debug, PartialEq, Eq)]
pub struct Cleaned<'a> {
    pub text: Cow<'a, str>,
    pub spaces: bool,
    pub full_width: bool,
}

impl Cleaned<'_> {
    pub fn changed(&self) -> bool {
        self.spaces || self.full_width
    }
}

/// Clean words: trim, drop spaces beside Chinese characters, narrow full-width letters and digits.
/// Punctuation stays as it was written, since it belongs to names of classes and schools.
pub fn clean_words(raw: &str) -> Cleaned<'_> {
    clean(raw, false)
}

/// Clean a code (numbers, dates, phone numbers): no space survives and all full-width signs are
/// narrowed.
pub fn clean_code(raw: &str) -> Cleaned<'_> {
    clean(raw, true)
}

fn clean(raw: &str, code: bool) -> Cleaned<'_> {
    if raw.bytes().all(|b| b.is_ascii_graphic()) {
        return Cleaned {
            text: Cow::Borrowed(raw),
            spaces: false,
            full_width: false,
        };
    }
    let dirty = |c: char| c.is_whitespace() || invisible(c) || narrow(c, code) != c;
    if !raw.chars().any(dirty) {
        return Cleaned {
            text: Cow::Borrowed(raw),
            spaces: false,
            full_width: false,
        };
    }
    let mut full_width = false;
    let mut spaces = false;
    let mut text = String::with_capacity(raw.len());
    let mut gap = false;
    for c in raw.chars() {
        if c.is_whitespace() || invisible(c) {
            spaces |= c != ' ' || text.is_empty() || gap || code;
            gap |= !invisible(c);
            continue;
        }
        let plain = narrow(c, code);
        full_width |= plain != c;
        if gap
            && !code
            && text
                .chars()
                .next_back()
                .is_some_and(|last| last.is_ascii() && plain.is_ascii())
        {
            text.push(' ');
        } else {
            spaces |= gap;
        }
        gap = false;
        text.push(plain);
    }
    Cleaned {
        spaces: spaces || gap,
        full_width,
        text: Cow::Owned(text),
    }
}

/// Zero-width characters and control marks that no one sees and no one meant.
fn invisible(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{7f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

fn narrow(c: char, punctuation: bool) -> char {
    let full = matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
        || (punctuation && matches!(c, '！'..='～'));
    if !full {
        return c;
    }
    u32::from(c)
        .checked_sub(0xfee0)
        .and_then(char::from_u32)
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(raw in "[ \\t\u{3000}\u{200b}a-c０-９Ａ-Ｃ（）：张三-]{0,12}") {
            for clean in [clean_words, clean_code] {
                let once = clean(&raw).text.into_owned();
                let twice = clean(&once);
                prop_assert_eq!((twice.changed(), twice.text.as_ref()), (false, once.as_str()));
            }
        }
    }

    #[test]
    fn dirt_goes_and_is_named() {
        let table = [
            ("石宇雯", "石宇雯", false, false),
            (" 侯嘉\u{3000}", "侯嘉", true, false),
            ("张 三", "张三", true, false),
            ("２２会计１班（春）", "22会计1班（春）", false, true),
            ("John  Smith", "John Smith", true, false),
            ("John Smith", "John Smith", false, false),
            ("\u{feff}石\u{200b}宇", "石宇", true, false),
            ("", "", false, false),
            ("\u{3000} ", "", true, false),
        ];
        for (raw, text, spaces, full_width) in table {
            let cleaned = clean_words(raw);
            assert_eq!(
                (cleaned.text.as_ref(), cleaned.spaces, cleaned.full_width),
                (text, spaces, full_width),
                "{raw:?}"
            );
        }
    }

    #[test]
    fn a_code_keeps_no_space_and_no_wide_sign() {
        assert_eq!(clean_code("１３８ ０７５ー").text, "138075ー");
        assert_eq!(clean_code("２００８－０５－１８").text, "2008-05-18");
    }
}
