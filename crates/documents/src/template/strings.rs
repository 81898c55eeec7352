//! The texts all sheets share.

use std::rc::Rc;

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::Refused;
use super::cells::LONGEST;
use super::xml::{body, local, next, push_text};

/// Each shared text in order; rich text is joined, phonetic hints are left out.
pub(super) fn read(text: &str) -> Result<Vec<Rc<str>>, Refused> {
    let mut strings = Vec::new();
    let mut reader = Reader::from_str(body(text));
    let (mut text, mut inside, mut phonetic) = (String::new(), false, false);
    loop {
        match next(&mut reader)? {
            Event::Start(element) => match local(&element) {
                "t" => inside = !phonetic,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::Empty(element) if local(&element) == "si" => strings.push(Rc::from("")),
            Event::End(element) => match element.local_name().into_inner() {
                "t" => inside = false,
                "rPh" => phonetic = false,
                "si" => strings.push(one(&std::mem::take(&mut text))?),
                _ => {}
            },
            Event::Eof => return Ok(strings),
            event if inside => push_text(&mut text, &event)?,
            _ => {}
        }
    }
}

/// One cell's text, refused when no program would have put so much into it.
pub(super) fn one(text: &str) -> Result<Rc<str>, Refused> {
    if text.len() > LONGEST && text.chars().count() > LONGEST {
        return Err(Refused::LongCell { limit: LONGEST });
    }
    Ok(Rc::from(text))
}
