//! Small readings shared by the parts of a workbook: attributes, texts, cell addresses.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::Refused;
use crate::sheets::Unreadable;

pub(super) const BROKEN: Refused = Refused::Unreadable(Unreadable::Damaged);

/// The text after a byte order mark, which quick-xml would drop from its positions.
pub(super) fn body(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

pub(super) fn next<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Event<'a>, Refused> {
    reader.read_event().map_err(|_| BROKEN)
}

/// Where the reader stands in its text.
pub(super) fn position(reader: &Reader<&[u8]>) -> Result<usize, Refused> {
    usize::try_from(reader.buffer_position()).map_err(|_| BROKEN)
}

/// The element's name without its prefix.
pub(super) fn local<'a>(element: &'a BytesStart<'_>) -> &'a str {
    element.local_name().into_inner()
}

/// An attribute by its name, prefix or not (`id` finds `r:id`).
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Refused> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| BROKEN)?;
        if attribute.key.local_name().into_inner() == name {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_| BROKEN)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

pub(super) fn number(element: &BytesStart<'_>, name: &str) -> Result<Option<u32>, Refused> {
    attribute(element, name)?
        .map(|text| text.trim().parse().map_err(|_| BROKEN))
        .transpose()
}

pub(super) fn flag(element: &BytesStart<'_>, name: &str) -> Result<bool, Refused> {
    Ok(attribute(element, name)?.is_some_and(|text| text == "1" || text == "true"))
}

/// Append what a text-like event says.
pub(super) fn push_text(text: &mut String, event: &Event<'_>) -> Result<(), Refused> {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(part) => {
            let known = part.resolve_char_ref().map_err(|_| BROKEN)?;
            let named = match part.as_ref() {
                "lt" => Some('<'),
                "gt" => Some('>'),
                "amp" => Some('&'),
                "apos" => Some('\''),
                "quot" => Some('"'),
                _ => None,
            };
            text.push(known.or(named).ok_or(BROKEN)?);
        }
        _ => {}
    }
    Ok(())
}

/// A rectangle of cells, both corners inside, columns and rows counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) right: u32,
    pub(super) bottom: u32,
}

impl Area {
    /// `A1`, `$A$1:$B$9`, `A:B`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let (left, top) = corner(first)?;
        let (right, bottom) = corner(last)?;
        Some(Self {
            left: left?,
            top: top.unwrap_or(1),
            right: right?,
            bottom: bottom.unwrap_or(u32::MAX),
        })
    }

    pub(super) fn has(&self, column: u32, row: u32) -> bool {
        self.has_column(column) && (self.top..=self.bottom).contains(&row)
    }

    pub(super) fn has_column(&self, column: u32) -> bool {
        (self.left..=self.right).contains(&column)
    }
}

/// `(column, row)`, each missing in addresses of whole rows or columns.
fn corner(text: &str) -> Option<(Option<u32>, Option<u32>)> {
    let text = text.replace('$', "");
    let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.get(letters.len()..)?;
    let column = if letters.is_empty() {
        None
    } else {
        Some(column_number(letters)?)
    };
    let row = if digits.is_empty() {
        None
    } else {
        Some(digits.parse().ok()?)
    };
    Some((column, row))
}

fn column_number(letters: &str) -> Option<u32> {
    letters.bytes().try_fold(0_u32, |number, letter| {
        let digit = u32::from(
            letter
                .to_ascii_uppercase()
                .checked_sub(b'A')
                .filter(|digit| *digit < 26)?,
        );
        number.checked_mul(26)?.checked_add(digit)?.checked_add(1)
    })
}

/// The column of `C12`.
pub(super) fn cell_column(address: &str) -> Option<u32> {
    corner(address)?.0
}

/// 28 → `AB`.
pub(super) fn letters(mut number: u32) -> String {
    let mut letters = Vec::new();
    while let Some(below) = number.checked_sub(1) {
        letters.push(char::from(
            b'A'.saturating_add(u8::try_from(below % 26).unwrap_or(0)),
        ));
        number = below / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written() {
        assert_eq!(
            Area::parse("$B$2:AA10"),
            Some(Area {
                left: 2,
                top: 2,
                right: 27,
                bottom: 10
            })
        );
        assert_eq!(Area::parse("C:C").map(|area| area.has(3, 900)), Some(true));
        assert_eq!(Area::parse("甲1"), None);
        assert_eq!(Area::parse("1:3"), None);
        assert_eq!(cell_column("XFD1"), Some(16_384));
        for number in [1, 26, 27, 52, 53, 702, 703, 16_384] {
            assert_eq!(column_number(&letters(number)), Some(number));
        }
    }
}
