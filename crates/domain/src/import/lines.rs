//! Rows that are no data: banners over the header, notes, totals, signatures, the header again.

use super::{
    cell,
    grid::{Cell, Grid, SheetRow},
    header::Header,
    report::Cleaning,
    table::{Kind, Table},
    words::{
        DEMANDS, ENDINGS, EXAMPLES, HINTS, NOTES, SIGNATURE_STEMS, SIGNATURES, SIGNED, TOTALS,
    },
};

/// What a row is, by its looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looks {
    Data,
    Blank,
    Aside(Cleaning),
}

/// The rows above the header that hold something.
pub(super) fn banners<'g>(
    grid: &'g Grid,
    header: &Header,
) -> impl Iterator<Item = (u32, String)> + use<'g> {
    let above = grid.rows.iter().take(header.begins());
    above.filter_map(|row| first_text(row).map(|text| (row.number, text)))
}

/// Tells rows of data from the others.
pub(super) struct Sight<'a> {
    header: &'a Header,
    /// The places of columns we know.
    known: Vec<usize>,
    /// The places of the name and of the numbers that say whose row it is.
    name: Option<usize>,
    numbers: Vec<usize>,
    banners: Vec<String>,
}

impl<'a> Sight<'a> {
    pub(super) fn new(grid: &Grid, table: &Table, header: &'a Header) -> Self {
        let place = |key: &str| header.position_of(table.field(key)?);
        let columns = table.columns.iter();
        let numbers =
            columns.filter(|column| column.kind == Kind::Secret || column.key.ends_with("_number"));
        let known = header
            .columns
            .iter()
            .filter(|column| column.field.is_some());
        Self {
            header,
            known: known.map(|column| column.position).collect(),
            name: place("name"),
            numbers: numbers.filter_map(|column| place(&column.key)).collect(),
            banners: banners(grid, header).map(|(_, text)| text).collect(),
        }
    }

    /// `is_first`: no row of data came before.
    pub(super) fn looks(&self, row: &SheetRow, is_first: bool) -> Looks {
        let (known, filled) = (self.known.len(), self.filled(row));
        if filled == 0 {
            return Looks::Blank;
        }
        if is_first && let Some(what) = self.describes(row) {
            return Looks::Aside(what);
        }
        let first = row.cells.iter().find(|cell| !cell::is_blank(cell));
        // Nearly all rows end here: what sets a row aside begins with a word.
        let Some(Cell::Text(first)) = first else {
            let alone = known > 3 && row_filled(row) == 1 && !self.is_somebody(row);
            return if alone {
                Looks::Aside(Cleaning::NoteRow)
            } else {
                Looks::Data
            };
        };
        let first: String = first.chars().filter(|c| !c.is_whitespace()).collect();
        if self.header.is_repeated_by(row) {
            return Looks::Aside(Cleaning::HeaderRow);
        }
        if EXAMPLES.iter().any(|word| is_label(&first, word)) || demands(row) {
            return Looks::Aside(Cleaning::NoteRow);
        }
        // A full row is data, whatever its first cell begins with.
        if filled == known && known > 2 {
            return Looks::Data;
        }
        self.set_aside(row, &first, filled)
            .map_or(Looks::Data, Looks::Aside)
    }

    fn filled(&self, row: &SheetRow) -> usize {
        let places = self.known.iter();
        places
            .filter(|place| {
                row.cells
                    .get(**place)
                    .is_some_and(|cell| !cell::is_blank(cell))
            })
            .count()
    }

    fn set_aside(&self, row: &SheetRow, first: &str, filled: usize) -> Option<Cleaning> {
        let known = self.known.len();
        let few = known > 2 && row_filled(row) <= 4;
        let total = |word: &&str| first.strip_prefix(*word).is_some_and(no_name);
        let signed = SIGNATURES.iter().any(|word| is_label(first, word))
            || (few
                && !self.is_somebody(row)
                && SIGNATURE_STEMS.iter().any(|stem| first.starts_with(stem)));
        if TOTALS.iter().any(total) || is_count(first) {
            return Some(Cleaning::TotalRow);
        }
        if signed {
            return Some(Cleaning::SignatureRow);
        }
        if NOTES.iter().any(|word| is_label(first, word)) || remark(first, filled, known) {
            return Some(Cleaning::NoteRow);
        }
        if self.banners.iter().any(|banner| banner == first) && row_filled(row) == 1 {
            return Some(Cleaning::BannerRow);
        }
        if self.is_somebody(row) || !few {
            return None;
        }
        let is_signed = |cell: &Cell| matches!(cell, Cell::Text(text) if SIGNED.iter().any(|word| text.contains(word)));
        if row.cells.iter().any(is_signed) {
            return Some(Cleaning::SignatureRow);
        }
        // One cell alone in a wide table, and neither a name nor a number: a heading, a date, a page number.
        (row_filled(row) == 1 && known > 3).then_some(Cleaning::NoteRow)
    }

    /// Has the row a name, or a number of a person?
    fn is_somebody(&self, row: &SheetRow) -> bool {
        let digits = |cell: &Cell| {
            cell::shown(cell)
                .chars()
                .filter(char::is_ascii_digit)
                .count()
        };
        let cell = |place: &usize| row.cells.get(*place).filter(|cell| !cell::is_blank(cell));
        let named = self.name.as_ref().and_then(cell).is_some_and(|cell| {
            let name = cell::shown(cell);
            let spaceless: String = name.split_whitespace().collect();
            !SIGNED.iter().any(|word| spaceless.contains(word))
                && !ENDINGS.iter().any(|word| spaceless.starts_with(word))
                && !is_count(&spaceless)
                && !spaceless.contains(['：', ':', '。'])
        });
        named
            || self
                .numbers
                .iter()
                .filter_map(cell)
                .any(|cell| digits(cell) >= 6)
    }

    /// A row right under the header that is about the columns and not a person: their numbers, their English names,
    /// how to fill them.
    fn describes(&self, row: &SheetRow) -> Option<Cleaning> {
        let filled: Vec<&Cell> = row
            .cells
            .iter()
            .filter(|cell| !cell::is_blank(cell))
            .collect();
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
        let person = self
            .numbers
            .iter()
            .filter_map(|place| row.cells.get(*place));
        if filled.len() < 3 || person.map(cell::shown).any(|text| digits(&text) >= 6) {
            return None;
        }
        let texts: Vec<String> = filled.iter().map(|cell| cell::shown(cell)).collect();
        let is_number = |(at, text): (usize, &String)| {
            let bare = text.trim_matches(['(', ')', '（', '）', ' ']);
            bare.parse::<usize>().is_ok_and(|number| number <= at + 2)
        };
        let is_code = |text: &String| {
            text.chars().all(|c| c.is_ascii_alphabetic() || c == '_') && !text.is_empty()
        };
        if texts.iter().enumerate().all(is_number) || texts.iter().all(is_code) {
            return Some(Cleaning::HeaderRow);
        }
        let hints = |text: &&String| HINTS.iter().any(|hint| text.contains(hint));
        let hinted = texts.iter().filter(hints).count();
        (hinted >= 2 && hinted.saturating_mul(3) >= texts.len()).then_some(Cleaning::NoteRow)
    }
}

fn row_filled(row: &SheetRow) -> usize {
    row.cells
        .iter()
        .filter(|cell| !cell::is_blank(cell))
        .count()
}

/// `共12人`, `共计 12 人`, `第1页共2页`.
fn is_count(text: &str) -> bool {
    let digits = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    text.strip_prefix('共').is_some_and(digits)
        || (text.strip_prefix('第').is_some_and(digits) && text.contains('页'))
}

pub(super) fn first_text(row: &SheetRow) -> Option<String> {
    row.cells
        .iter()
        .find(|cell| !cell::is_blank(cell))
        .map(cell::shown)
}

/// `制表人：…` with the colon in either width, or the word alone in its cell.
fn is_label(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['：', ':']))
}

/// `合计12人` is a total; someone may be called 合计明.
fn no_name(rest: &str) -> bool {
    !rest.starts_with(char::is_alphabetic)
}

/// One sentence alone in a row of a table with many columns.
fn remark(text: &str, filled: usize, known: usize) -> bool {
    let sentence = text.contains(['。', '：', ':', '，', ',']) && text.chars().count() >= 12;
    filled == 1 && known > 3 && sentence
}

/// A row under the header that says of each column whether it must be filled.
fn demands(row: &SheetRow) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell::is_blank(cell));
    filled.all(|cell| matches!(cell, Cell::Text(text) if DEMANDS.contains(&text.trim_matches(['（', '）', '(', ')', ' ']))))
}
