//! Writing one text cell so that every program reads it as text, and only as text.

use std::fmt::Write;

/// The most a cell holds, in UTF-16 units.
pub(super) const LONGEST: usize = 32_767;

/// What had to be done to a text so that it may stand in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    pub(super) removed: bool,
    pub(super) cut: bool,
}

/// `<c r="D4" s="4" t="inlineStr"><is><t>…</t></is></c>`, with the sheet's own prefix.
pub(super) fn write(
    out: &mut String,
    prefix: &str,
    address: (&str, u32),
    style: Option<u32>,
    text: &str,
) -> Changes {
    let (letters, row) = address;
    // Writing to a String cannot go wrong.
    let _ = write!(out, "<{prefix}c r=\"{letters}{row}\"");
    push_style(out, style);
    let _ = write!(out, " t=\"inlineStr\"><{prefix}is><{prefix}t");
    if needs_preserve(text) {
        out.push_str(" xml:space=\"preserve\"");
    }
    out.push('>');
    let changes = push_text(out, text);
    let _ = write!(out, "</{prefix}t></{prefix}is></{prefix}c>");
    changes
}

pub(super) fn write_blank(
    out: &mut String,
    prefix: &str,
    address: (&str, u32),
    style: Option<u32>,
) {
    let (letters, row) = address;
    let _ = write!(out, "<{prefix}c r=\"{letters}{row}\"");
    push_style(out, style);
    out.push_str("/>");
}

fn push_style(out: &mut String, style: Option<u32>) {
    if let Some(style) = style {
        let _ = write!(out, " s=\"{style}\"");
    }
}

fn needs_preserve(text: &str) -> bool {
    let edge = |c: Option<char>| c.is_some_and(char::is_whitespace);
    edge(text.chars().next())
        || edge(text.chars().next_back())
        || text.contains(['\n', '\r', '\t'])
        || text.contains("  ")
}

fn push_text(out: &mut String, text: &str) -> Changes {
    let is_special = |byte: u8| byte < 0x20 || matches!(byte, b'&' | b'<' | b'>' | b'_' | 0xef);
    if text.len() <= LONGEST && !text.bytes().any(is_special) {
        out.push_str(text);
        return Changes::default();
    }
    let mut changes = Changes::default();
    let mut units = 0_usize;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        units = units.saturating_add(c.len_utf16());
        if units > LONGEST {
            changes.cut = true;
            break;
        }
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // XML knows one line end; a lone carriage return is one too.
            '\r' => {
                if chars.peek().is_none_or(|(_, next)| *next != '\n') {
                    out.push('\n');
                }
            }
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => changes.removed = true,
            '_' if text.get(at..).is_some_and(is_escape) => out.push_str("_x005F_"),
            c => out.push(c),
        }
    }
    changes
}

/// Spreadsheets read `_x0041_` as the character with that number; a text that looks so must say it is none.
fn is_escape(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("_x") else {
        return false;
    };
    rest.get(..4)
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
        && rest.get(4..5) == Some("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> (String, Changes) {
        let mut out = String::new();
        let changes = write(&mut out, "", ("B", 7), Some(4), text);
        (out, changes)
    }

    #[test]
    fn a_text_is_escaped_and_stays_text() {
        assert_eq!(
            cell("=1+1").0,
            r#"<c r="B7" s="4" t="inlineStr"><is><t>=1+1</t></is></c>"#
        );
        assert!(cell("a<b>&\"c\"").0.contains("<t>a&lt;b&gt;&amp;\"c\"</t>"));
        assert!(
            cell(" 甲 ")
                .0
                .contains("<t xml:space=\"preserve\"> 甲 </t>")
        );
        assert!(cell("_x0041_").0.contains("<t>_x005F_x0041_</t>"));
        assert!(cell("_x00_").0.contains("<t>_x00_</t>"));
        assert!(cell("a\r\nb\rc").0.contains(">a\nb\nc<"));
    }

    #[test]
    fn what_xml_cannot_hold_is_removed_and_said() {
        let (out, changes) = cell("甲\u{0}\u{b}乙\u{ffff}");
        assert!(out.contains("<t>甲乙</t>"));
        assert!(changes.removed && !changes.cut);
        assert!(cell(&"字".repeat(LONGEST + 1)).1.cut);
        assert!(!cell(&"字".repeat(LONGEST)).1.cut);
    }
}
