//! The cells of one sheet, in the order the file lists them.

use chrono::NaiveDate;
use domain::import::grid::Cell;
use quick_xml::events::{BytesStart, Event};

use super::strings::Strings;
use super::xml::{Xml, attribute, push_text, unescape};
use crate::sheets::Unreadable;
use crate::sheets::dates::{Shown, number_cell};

/// What cells refer to.
pub(super) struct Book {
    pub(super) strings: Strings,
    pub(super) shown: Vec<Shown>,
    pub(super) from_1904: bool,
}

/// Called with row and column, both from 1.
pub(super) type Take<'a> = dyn FnMut(u32, u32, Cell) -> Result<(), Unreadable> + 'a;

pub(super) fn read(part: &str, book: &Book, take: &mut Take<'_>) -> Result<(), Unreadable> {
    let mut xml = Xml::new(part);
    let mut found = Found::default();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut has_data = false;
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "sheetData" => has_data = true,
                "row" => {
                    row = row_number(&tag)?.unwrap_or_else(|| row.saturating_add(1));
                    column = 0;
                }
                "c" => {
                    let head = Head::of(&tag)?;
                    (row, column) = head.place.unwrap_or((row, column.saturating_add(1)));
                    found.read(&mut xml)?;
                    take(row, column, found.cell(&head, book)?)?;
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "sheetData" => return Ok(()),
            Event::Eof if has_data => return Err(Unreadable::Truncated),
            Event::Eof => return Err(Unreadable::Damaged),
            _ => {}
        }
    }
}

fn row_number(tag: &BytesStart<'_>) -> Result<Option<u32>, Unreadable> {
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Unreadable::Damaged)?;
        if attribute.key.as_ref() == "r" {
            let number = attribute.value.parse().map_err(|_| Unreadable::Damaged)?;
            return if number == 0 {
                Err(Unreadable::Damaged)
            } else {
                Ok(Some(number))
            };
        }
    }
    Ok(None)
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Type {
    #[default]
    Number,
    Shared,
    Text,
    Flag,
    Error,
    Date,
}

/// What a cell's tag says: where it is, how its value is stored, how it is shown.
#[derive(Default)]
struct Head {
    place: Option<(u32, u32)>,
    style: usize,
    stored: Type,
}

impl Head {
    fn of(tag: &BytesStart<'_>) -> Result<Self, Unreadable> {
        let mut head = Self::default();
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Unreadable::Damaged)?;
            let value = attribute.value.as_ref();
            match attribute.key.as_ref() {
                "r" => head.place = Some(place(value).ok_or(Unreadable::Damaged)?),
                "s" => head.style = value.parse().unwrap_or(0),
                "t" => {
                    head.stored = match value {
                        "s" => Type::Shared,
                        "str" | "inlineStr" => Type::Text,
                        "b" => Type::Flag,
                        "e" => Type::Error,
                        "d" => Type::Date,
                        _ => Type::Number,
                    }
                }
                _ => {}
            }
        }
        Ok(head)
    }
}

/// `KN12` is row 12, column 300.
fn place(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, number) = name.split_at(digits);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let value = letter
            .to_ascii_uppercase()
            .checked_sub(b'A')
            .filter(|value| *value < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(value) + 1)?;
    }
    let row: u32 = number.parse().ok()?;
    (row > 0 && column > 0).then_some((row, column))
}

/// More merged cells, or more rows under them, than this are no list.
const MERGES: usize = 20_000;
const MERGED_ROWS: u32 = 200_000;

/// Cells that are merged downwards in one column: column, first and last row. They stand behind the rows.
pub(super) fn merged_down(part: &str) -> Vec<(u32, u32, u32)> {
    let mut found = Vec::new();
    let behind = part
        .rsplit_once("sheetData>")
        .map_or("", |(_, behind)| behind);
    if !behind.contains("mergeCell") {
        return found;
    }
    let mut xml = Xml::new(behind);
    let mut rows = 0_u32;
    // What cannot be read here says nothing about the cells, which were.
    while let Ok(event) = xml.next() {
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "mergeCell" => {
                let area = attribute(&tag, "ref").ok().flatten();
                if let Some((column, top, bottom)) = area.as_deref().and_then(downwards) {
                    rows = rows.saturating_add(bottom - top);
                    found.push((column, top, bottom));
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "mergeCells" => break,
            Event::Eof => break,
            _ => {}
        }
        if found.len() >= MERGES || rows > MERGED_ROWS {
            break;
        }
    }
    found
}

fn downwards(area: &str) -> Option<(u32, u32, u32)> {
    let (first, last) = area.split_once(':')?;
    let ((top, left), (bottom, right)) = (place(first)?, place(last)?);
    (left == right && top < bottom).then_some((left, top, bottom))
}

/// What stands inside a cell. Kept from cell to cell, so that its memory is.
#[derive(Default)]
struct Found {
    value: String,
    formula: String,
    has_formula: bool,
}

impl Found {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Unreadable> {
        #[derive(PartialEq)]
        enum In {
            Value,
            Formula,
            Neither,
        }
        self.value.clear();
        self.formula.clear();
        self.has_formula = false;
        let mut inside = In::Neither;
        loop {
            match xml.next()? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "v" | "t" => inside = In::Value,
                    "f" => {
                        inside = In::Formula;
                        self.has_formula = true;
                    }
                    "is" | "r" => {}
                    _ => xml.skip(&tag)?,
                },
                Event::End(tag) => {
                    inside = In::Neither;
                    if tag.local_name().as_ref() == "c" {
                        return Ok(());
                    }
                }
                Event::Eof => return Err(Unreadable::Truncated),
                event => match inside {
                    In::Value => push_text(&mut self.value, &event)?,
                    In::Formula => push_text(&mut self.formula, &event)?,
                    In::Neither => {}
                },
            }
        }
    }

    fn cell(&self, head: &Head, book: &Book) -> Result<Cell, Unreadable> {
        let value = self.value.as_str();
        if value.is_empty() {
            // Saved by a program that does not calculate: there is a formula but nothing to show.
            let broken = self.has_formula && head.stored == Type::Number;
            return Ok(if broken {
                Cell::Broken(format!("={}", self.formula))
            } else {
                Cell::Empty
            });
        }
        Ok(match head.stored {
            Type::Shared => {
                let index = value.trim().parse().map_err(|_| Unreadable::Damaged)?;
                Cell::Text(
                    book.strings
                        .get(index)
                        .ok_or(Unreadable::Damaged)?
                        .to_owned(),
                )
            }
            Type::Text => Cell::Text(unescape(value).into_owned()),
            Type::Flag => Cell::Flag(matches!(value.trim(), "1" | "true")),
            Type::Error => Cell::Broken(value.to_owned()),
            Type::Date => iso_date(value),
            Type::Number => number(value, head.style, book),
        })
    }
}

fn iso_date(value: &str) -> Cell {
    let date = value
        .get(..10)
        .and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    date.map_or_else(|| Cell::Text(value.to_owned()), Cell::Date)
}

fn number(value: &str, style: usize, book: &Book) -> Cell {
    let shown = book.shown.get(style).copied().unwrap_or(Shown::Number);
    // Most numbers are short and whole, and then the file's text is the shortest one already.
    let digits = value.as_bytes();
    let plain =
        digits.len() < 16 && !digits.starts_with(b"0") && digits.iter().all(u8::is_ascii_digit);
    if plain && shown == Shown::Number {
        return Cell::Number(value.to_owned());
    }
    match value.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => number_cell(number, shown, book.from_1904),
        _ => Cell::Text(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read() {
        assert_eq!(place("A1"), Some((1, 1)));
        assert_eq!(place("XFD1048576"), Some((1_048_576, 16_384)));
        assert_eq!(place("kn12"), Some((12, 300)));
        for wrong in [
            "",
            "A",
            "1",
            "A0",
            "A-1",
            "ZZZZZZZZZ1",
            "A99999999999",
            "Ā1",
        ] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }
}
