//! The little of XML that workbooks need.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::sheets::Unreadable;

/// Tags are matched by their local name: some programs write `<x:row>`. Empty elements come as a
/// start and an end, and no element is nested by recursion, so depth costs nothing.
pub(super) struct Xml<'a>(Reader<&'a [u8]>);

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self(reader)
    }

    pub(super) fn next(&mut self) -> Result<Event<'a>, Unreadable> {
        match self.0.read_event() {
            Ok(Event::DocType(_)) => Err(Unreadable::ForeignParts),
            Ok(event) => Ok(event),
            Err(_) => Err(Unreadable::Damaged),
        }
    }

    /// Leave an element out, with all that is in it.
    pub(super) fn skip(&mut self, start: &BytesStart<'_>) -> Result<(), Unreadable> {
        self.0
            .read_to_end(start.name())
            .map(drop)
            .map_err(|_| Unreadable::Damaged)
    }
}

/// Add what a text event says.
pub(super) fn push_text(into: &mut String, event: &Event<'_>) -> Result<(), Unreadable> {
    match event {
        Event::Text(text) => into.push_str(&text.xml10_content()),
        Event::CData(text) => into.push_str(&text.xml10_content()),
        Event::GeneralRef(name) => into.push(entity(name)?),
        _ => {}
    }
    Ok(())
}

fn entity(name: &BytesRef<'_>) -> Result<char, Unreadable> {
    if let Some(letter) = name.resolve_char_ref().map_err(|_| Unreadable::Damaged)? {
        return Ok(letter);
    }
    match name.xml10_content().as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(Unreadable::Damaged),
    }
}

pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, Unreadable> {
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Unreadable::Damaged)?;
        if attribute.key.local_name().as_ref() == name {
            let value =
                quick_xml::escape::unescape(&attribute.value).map_err(|_| Unreadable::Damaged)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// Workbooks write characters that XML cannot hold as `_x000D_`, and a literal `_x` as `_x005F_x`.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let letter = from
            .get(2..6)
            .filter(|_| from.get(6..7) == Some("_"))
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32);
        let length = if let Some(letter) = letter {
            plain.push(letter);
            7
        } else {
            plain.push_str("_x");
            2
        };
        rest = from.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_the_workbook_are_undone() {
        assert_eq!(unescape("a_x000D_\nb"), "a\r\nb");
        assert_eq!(unescape("_x005F_x0041_"), "_x0041_");
        assert_eq!(unescape("_xyz_x12"), "_xyz_x12");
        assert_eq!(unescape("_xD800_"), "_xD800_");
    }
}
