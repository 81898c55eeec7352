//! The table of texts that cells point into.

use quick_xml::events::Event;

use super::xml::{Xml, push_text, unescape};
use crate::sheets::{Limits, Unreadable};

/// All texts in one run of memory, with where each ends.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index
            .checked_sub(1)
            .map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start..end)
    }

    fn close(&mut self, start: usize, limits: &Limits) -> Result<(), Unreadable> {
        let Some(item) = self.text.get(start..) else {
            return Err(Unreadable::Damaged);
        };
        let plain = unescape(item).into_owned();
        self.text.truncate(start);
        // A text too long is kept just too long: the cell that shows it can then be named.
        match plain.char_indices().nth(limits.cell_text.saturating_add(1)) {
            Some((end, _)) => self.text.push_str(plain.get(..end).unwrap_or_default()),
            None => self.text.push_str(&plain),
        }
        if self.text.len() > limits.shared_text {
            return Err(Unreadable::TooMuchText {
                limit: limits.shared_text,
            });
        }
        self.ends.push(self.text.len());
        Ok(())
    }
}

pub(super) fn read(part: Option<&str>, limits: &Limits) -> Result<Strings, Unreadable> {
    let mut strings = Strings::default();
    let Some(part) = part else {
        return Ok(strings);
    };
    let mut xml = Xml::new(part);
    let mut start = 0;
    let mut in_text = false;
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "si" => start = strings.text.len(),
                "t" => in_text = true,
                // How to pronounce the text, not part of it.
                "rPh" => xml.skip(&tag)?,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "si" => strings.close(start, limits)?,
                _ => {}
            },
            Event::Eof => return Ok(strings),
            event if in_text => push_text(&mut strings.text, &event)?,
            _ => {}
        }
    }
}
