//! From a cell to a clean text: numbers written out, dirt taken off and named.

use std::borrow::Cow;

use super::{
    grid::Cell,
    number::plain_number,
    report::{Cleaning, ProblemKind},
    table::Kind,
};
use crate::values::{Day, text};

/// A cell's text, what was cleaned of it, and whether the spreadsheet already spoilt it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Read<'g> {
    pub(super) text: Cow<'g, str>,
    pub(super) cleaning: Option<Cleaning>,
    pub(super) spoilt: Option<ProblemKind>,
}

impl<'g> Read<'g> {
    fn plain(text: impl Into<Cow<'g, str>>) -> Self {
        Self {
            text: text.into(),
            cleaning: None,
            spoilt: None,
        }
    }
}

pub(super) fn is_blank(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => text.chars().all(|c| c.is_whitespace() || c == '\u{feff}'),
        Cell::Number(_) | Cell::Date(_) | Cell::Flag(_) | Cell::Broken(_) => false,
    }
}

/// The cell as people see it, for headers and for what was found.
pub(super) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Broken(text) => text.trim().to_owned(),
        Cell::Number(number) => plain_number(number).into_owned(),
        Cell::Date(date) => date.to_string(),
        Cell::Flag(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
    }
}

pub(super) fn read(cell: &Cell, kind: Kind) -> Option<Read<'_>> {
    let read = match cell {
        Cell::Empty => return None,
        Cell::Text(raw) => clean(raw, kind),
        Cell::Number(number) => read_number(number, kind),
        Cell::Date(date) => Read::plain(date.to_string()),
        Cell::Flag(_) => Read::plain(shown(cell)),
        Cell::Broken(shown) => Read {
            spoilt: Some(ProblemKind::Unreadable),
            ..Read::plain(shown.as_str())
        },
    };
    (!read.text.is_empty() || read.spoilt.is_some()).then_some(read)
}

/// A text that a person typed instead of the cell's.
pub(super) fn read_text(text: &str, kind: Kind) -> Option<Read<'_>> {
    Some(clean(text, kind)).filter(|read| !read.text.is_empty())
}

fn read_number(number: &str, kind: Kind) -> Read<'_> {
    let text = plain_number(number);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match kind {
        Kind::Secret if digits > 15 => Read {
            spoilt: Some(ProblemKind::PrecisionLost),
            ..Read::plain(text)
        },
        Kind::Date if digits == 5 && digits == text.len() => read_serial(text),
        _ => Read::plain(text),
    }
}

/// A date whose cell lost its date format.
fn read_serial(text: Cow<'_, str>) -> Read<'_> {
    match text
        .parse()
        .ok()
        .and_then(|serial| Day::from_serial(serial).ok())
    {
        Some(day) => Read {
            cleaning: Some(Cleaning::DateForm),
            ..Read::plain(day.to_string())
        },
        None => Read::plain(text),
    }
}

fn clean(raw: &str, kind: Kind) -> Read<'_> {
    let (unquoted, quoted) = unquote(raw, kind);
    // A time after a day is set off by a space: a day keeps its spaces until it is read.
    let cleaned = match kind {
        Kind::Words => text::clean_words(unquoted),
        Kind::Code | Kind::Secret => text::clean_code(unquoted),
        Kind::Date => return read_date(unquoted),
    };
    let lost = kind == Kind::Secret && is_scientific(&cleaned.text);
    let cleaning = match (quoted, cleaned.full_width, cleaned.spaces) {
        (_, true, _) => Some(Cleaning::FullWidth),
        (_, _, true) => Some(Cleaning::Spaces),
        (true, ..) => Some(Cleaning::QuoteMark),
        _ => None,
    };
    let mut read = Read {
        text: cleaned.text,
        cleaning,
        spoilt: lost.then_some(ProblemKind::PrecisionLost),
    };
    if kind == Kind::Secret && !lost && read.text.bytes().any(|b| b.is_ascii_lowercase()) {
        read.text.to_mut().make_ascii_uppercase();
        read.cleaning = read.cleaning.or(Some(Cleaning::LetterCase));
    }
    read
}

fn read_date(raw: &str) -> Read<'_> {
    if let Ok(day) = raw.parse::<Day>() {
        let written = day.to_string();
        if written == raw {
            return Read::plain(raw);
        }
        return Read {
            cleaning: Some(Cleaning::DateForm),
            ..Read::plain(written)
        };
    }
    let trimmed = raw.trim();
    // A date that was pasted as the number it is stored as.
    let serial = trimmed.len() == 5 && trimmed.bytes().all(|b| b.is_ascii_digit());
    if serial && ("20000".."60000").contains(&trimmed) {
        return read_serial(Cow::Borrowed(trimmed));
    }
    Read::plain(trimmed)
}

/// Take off the marks by which programs keep a number a text: `'123`, `="123"`. In words only the
/// mark our own exports put before a formula sign.
fn unquote(raw: &str, kind: Kind) -> (&str, bool) {
    let trimmed = raw.trim();
    let bare = match kind {
        Kind::Words => trimmed
            .strip_prefix('\'')
            .filter(|rest| rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])),
        Kind::Code | Kind::Secret | Kind::Date => trimmed
            .strip_prefix("=\"")
            .and_then(|rest| rest.strip_suffix('"'))
            .or_else(|| trimmed.strip_prefix(['\'', '‘', '’', '`'])),
    };
    bare.map_or((raw, false), |bare| (bare, true))
}

/// `9.90000200712010E+17`: what a spreadsheet writes into a CSV for a long number.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mantissa = mantissa
        .split_once('.')
        .map_or(digits(mantissa), |(whole, rest)| {
            digits(whole) && digits(rest)
        });
    mantissa && exponent.strip_prefix('+').is_some_and(digits)
}
