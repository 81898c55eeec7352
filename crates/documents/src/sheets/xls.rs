//! The workbook format of 1997, read by calamine: the one reader that decides itself how much memory
//! it takes. It is bounded from outside, by the limits of the child it runs in.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Range, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError};
use domain::import::grid::{Cell, Format, Grid};

use super::dates::{Shown, number_cell, shortest};
use super::gather::{Gather, Holds, goes_with_a_list};
use super::{Limits, Unreadable};

/// More merged cells than this are no list.
const MERGES: usize = 20_000;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Grid, Unreadable> {
    // Its parser indexes into records; a damaged one may panic, which must not cost the answer.
    catch_unwind(AssertUnwindSafe(|| parse(bytes, limits))).unwrap_or(Err(Unreadable::Damaged))
}

fn parse(bytes: &[u8], limits: &Limits) -> Result<Grid, Unreadable> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Unreadable::Encrypted,
        _ => Unreadable::Damaged,
    })?;
    let names = wanted(book.sheets_metadata(), limits)?;
    let mut filled = Vec::new();
    for name in &names {
        let range = book
            .worksheet_range(name)
            .map_err(|_| Unreadable::Damaged)?;
        let mut sheet = gather(name, &range, limits)?;
        spread(&book, name, &mut sheet)?;
        if !sheet.is_empty() {
            filled.push((name, sheet));
        }
    }
    let is_list = |(name, sheet): &(&String, Gather<'_>)| {
        sheet.holds() == Holds::Data && !goes_with_a_list(name)
    };
    if filled.iter().any(is_list) {
        filled.retain(is_list);
    }
    if filled.len() > 1 {
        let names = filled.into_iter().map(|(name, _)| name.clone()).collect();
        return Err(Unreadable::TwoSheets { names });
    }
    let (name, sheet) = filled.pop().ok_or(Unreadable::NoData)?;
    Ok(Grid {
        sheet: name.clone(),
        rows: sheet.finish()?,
        format: Format::Xls,
    })
}

/// The sheet asked for, or else every visible one.
fn wanted(sheets: &[Sheet], limits: &Limits) -> Result<Vec<String>, Unreadable> {
    let names: Vec<String> = sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    match &limits.sheet {
        Some(wanted) if names.contains(wanted) => Ok(vec![wanted.clone()]),
        Some(wanted) => Err(Unreadable::NoSuchSheet {
            wanted: wanted.clone(),
            names,
        }),
        None => Ok(names),
    }
}

fn gather<'a>(
    name: &'a str,
    range: &Range<Data>,
    limits: &'a Limits,
) -> Result<Gather<'a>, Unreadable> {
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut gather = Gather::new(name, limits);
    for (row, column, value) in range.used_cells() {
        gather.put(from_one(top, row), from_one(left, column), cell(value))?;
    }
    Ok(gather)
}

fn spread(book: &Xls<Cursor<&[u8]>>, name: &str, sheet: &mut Gather<'_>) -> Result<(), Unreadable> {
    let merges = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    for merge in merges.iter().take(MERGES) {
        let (top, left) = merge.start;
        let (bottom, right) = merge.end;
        if left == right && top < bottom {
            let one = |number: u32| number.saturating_add(1);
            sheet.spread(one(left), one(top), one(bottom))?;
        }
    }
    Ok(())
}

fn from_one(start: u32, step: usize) -> u32 {
    start
        .saturating_add(u32::try_from(step).unwrap_or(u32::MAX))
        .saturating_add(1)
}

fn cell(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(number.to_string()),
        Data::Float(number) => Cell::Number(shortest(*number)),
        Data::String(text) | Data::DurationIso(text) | Data::DateTimeIso(text) => {
            Cell::Text(text.clone())
        }
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::Error(error) => Cell::Broken(error.to_string()),
        Data::DateTime(moment) if moment.is_duration() => {
            number_cell(moment.as_f64(), Shown::Time, false)
        }
        Data::DateTime(moment) => date(moment.as_f64(), moment.as_datetime()),
    }
}

/// The library knows whether the workbook counts from 1900 or 1904, and does not say.
fn date(serial: f64, moment: Option<chrono::NaiveDateTime>) -> Cell {
    match moment {
        Some(moment) if serial < 1.0 => Cell::Text(moment.format("%H:%M").to_string()),
        Some(moment) => Cell::Date(moment.date()),
        None => Cell::Number(shortest(serial)),
    }
}
