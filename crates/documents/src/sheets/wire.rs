//! How the child's answer travels: lengths and bytes, because a sheet has a hundred thousand cells.
//! The parent believes nothing in it: a parser that was taken over writes it.

use chrono::NaiveDate;
use domain::import::grid::{Cell, Format, Grid, SheetRow};

use super::{Limits, Unreadable};

const GRID: u8 = 1;
const REFUSAL: u8 = 0;

pub(super) fn encode(answer: &Result<Grid, Unreadable>) -> Vec<u8> {
    match answer {
        Ok(grid) => grid_bytes(grid),
        Err(refusal) => {
            let mut out = vec![REFUSAL];
            // An enum of numbers and strings always has a JSON form.
            out.extend(serde_json::to_vec(refusal).unwrap_or_default());
            out
        }
    }
}

fn grid_bytes(grid: &Grid) -> Vec<u8> {
    let cells: usize = grid.rows.iter().map(|row| row.cells.len()).sum();
    let mut out = Vec::with_capacity(64 + cells * 16);
    out.push(GRID);
    put_text(&mut out, &grid.sheet);
    match &grid.format {
        Format::Xlsx => out.push(0),
        Format::Xls => out.push(1),
        Format::Csv { encoding } => {
            out.push(2);
            put_text(&mut out, encoding);
        }
    }
    put_length(&mut out, grid.rows.len());
    for row in &grid.rows {
        out.extend(row.number.to_le_bytes());
        put_length(&mut out, row.cells.len());
        for cell in &row.cells {
            put_cell(&mut out, cell);
        }
    }
    out
}

fn put_cell(out: &mut Vec<u8>, cell: &Cell) {
    let (tag, text) = match cell {
        Cell::Empty => return out.push(0),
        Cell::Text(text) => (1, text),
        Cell::Number(text) => (2, text),
        Cell::Broken(text) => (3, text),
        Cell::Date(date) => {
            out.push(4);
            out.extend(date.to_epoch_days().to_le_bytes());
            return;
        }
        Cell::Flag(flag) => return out.push(5 + u8::from(*flag)),
    };
    out.push(tag);
    put_text(out, text);
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_length(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// Seven bits a byte, low ones first: nearly every length is below 128.
fn put_length(out: &mut Vec<u8>, length: usize) {
    let mut rest = length;
    while let Some(low) = u8::try_from(rest % 128).ok().filter(|_| rest >= 128) {
        out.push(low | 128);
        rest /= 128;
    }
    out.push(u8::try_from(rest).unwrap_or(0));
}

/// `None` if the bytes are no answer, or one beyond the limits the child was given.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Option<Result<Grid, Unreadable>> {
    let mut input = Input {
        rest: bytes,
        limits,
    };
    match input.byte()? {
        REFUSAL => serde_json::from_slice(input.rest).ok().map(Err),
        GRID => input.grid().map(Ok),
        _ => None,
    }
}

struct Input<'a> {
    rest: &'a [u8],
    limits: &'a Limits,
}

impl Input<'_> {
    fn grid(&mut self) -> Option<Grid> {
        let sheet = self.text()?;
        let format = match self.byte()? {
            0 => Format::Xlsx,
            1 => Format::Xls,
            2 => Format::Csv {
                encoding: self.text()?,
            },
            _ => return None,
        };
        let count = self.count(self.limits.rows)?;
        let mut rows = Vec::with_capacity(count);
        for _ in 0..count {
            rows.push(self.row()?);
        }
        self.rest.is_empty().then_some(Grid {
            sheet,
            rows,
            format,
        })
    }

    fn row(&mut self) -> Option<SheetRow> {
        let number = u32::from_le_bytes(self.array()?);
        let count = self.count(self.limits.columns)?;
        let mut cells = Vec::with_capacity(count);
        for _ in 0..count {
            cells.push(self.cell()?);
        }
        Some(SheetRow { number, cells })
    }

    fn cell(&mut self) -> Option<Cell> {
        Some(match self.byte()? {
            0 => Cell::Empty,
            1 => Cell::Text(self.text()?),
            2 => Cell::Number(self.text()?),
            3 => Cell::Broken(self.text()?),
            4 => Cell::Date(NaiveDate::from_epoch_days(i32::from_le_bytes(
                self.array()?,
            ))?),
            5 => Cell::Flag(false),
            6 => Cell::Flag(true),
            _ => return None,
        })
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*head)
    }

    fn text(&mut self) -> Option<String> {
        let length = self.length()?;
        let (head, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(head).ok().map(str::to_owned)
    }

    /// A number of rows or cells. More than allowed, or than there are bytes for, is a lie.
    fn count(&mut self, most: u32) -> Option<usize> {
        let most = usize::try_from(most).ok()?;
        self.length()
            .filter(|count| *count <= most && *count <= self.rest.len())
    }

    fn length(&mut self) -> Option<usize> {
        let mut length = 0_usize;
        for place in 0..5 {
            let byte = self.byte()?;
            length |= usize::from(byte & 127) << (7 * place);
            if byte < 128 {
                return Some(length);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_cell() -> impl Strategy<Value = Cell> {
        prop_oneof![
            Just(Cell::Empty),
            ".{0,300}".prop_map(Cell::Text),
            "[0-9.e]{1,20}".prop_map(Cell::Number),
            "#[A-Z/]{1,8}".prop_map(Cell::Broken),
            any::<bool>().prop_map(Cell::Flag),
            (0_i32..40_000).prop_map(|day| Cell::Date(NaiveDate::from_epoch_days(day).unwrap())),
        ]
    }

    proptest! {
        #[test]
        fn an_answer_arrives_as_it_was_sent(
            rows in prop::collection::vec((1_u32..20_000, prop::collection::vec(any_cell(), 0..20)), 0..20)
        ) {
            let grid = Grid {
                sheet: "学生名册".into(),
                rows: rows.into_iter().map(|(number, cells)| SheetRow { number, cells }).collect(),
                format: Format::Csv { encoding: "gb18030".into() },
            };
            let answer = Ok(grid);
            prop_assert_eq!(decode(&encode(&answer), &Limits::default()), Some(answer));
        }

        #[test]
        fn bytes_of_any_kind_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes, &Limits::default());
            let mut forged = vec![GRID, 0, 0];
            forged.extend(bytes);
            let _ = decode(&forged, &Limits::default());
        }
    }

    #[test]
    fn a_refusal_arrives() {
        let answer = Err(Unreadable::TwoSheets {
            names: vec!["一".into(), "二".into()],
        });
        assert_eq!(decode(&encode(&answer), &Limits::default()), Some(answer));
        for count in [[255, 255, 255, 255, 15], [1, 1, 1, 1, 1]] {
            let forged = [&[GRID, 0, 0][..], &count].concat();
            assert_eq!(decode(&forged, &Limits::default()), None);
        }
    }
}
