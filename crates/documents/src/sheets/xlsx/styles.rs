//! Which cell styles show a number as a date.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::xml::{Xml, attribute};
use crate::sheets::Unreadable;
use crate::sheets::dates::Shown;

/// One entry for each style a cell can name.
pub(super) fn read(part: Option<&str>) -> Result<Vec<Shown>, Unreadable> {
    let mut shown = Vec::new();
    let Some(part) = part else {
        return Ok(shown);
    };
    let mut formats = HashMap::new();
    let mut in_cell_styles = false;
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&tag, "numFmtId")?;
                    let code = attribute(&tag, "formatCode")?.unwrap_or_default();
                    formats.insert(id.unwrap_or_default(), Shown::of_format(&code));
                }
                "cellXfs" => in_cell_styles = true,
                "xf" if in_cell_styles => {
                    let id = attribute(&tag, "numFmtId")?.unwrap_or_default();
                    let built_in = || Shown::built_in(id.parse().unwrap_or(0));
                    shown.push(formats.get(&id).copied().unwrap_or_else(built_in));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => return Ok(shown),
            Event::Eof => return Ok(shown),
            _ => {}
        }
    }
}
