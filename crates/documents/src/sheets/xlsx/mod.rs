//! Reading a workbook: which sheet, then its cells, straight from the checked parts.
//!
//! Only what a list needs is read: values, texts and whether a number is shown as a date.

mod cells;
mod strings;
mod styles;
mod workbook;
mod xml;

use domain::import::grid::{Format, Grid};

use super::archive::{self, Parts};
use super::gather::{Gather, Holds, goes_with_a_list};
use super::{Limits, Unreadable};
use cells::Book;
use workbook::Sheet;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Grid, Unreadable> {
    let parts = archive::open(bytes, limits)?;
    let workbook = workbook::read(&parts)?;
    let book = Book {
        strings: strings::read(
            workbook.strings.as_deref().and_then(|name| parts.get(name)),
            limits,
        )?,
        shown: styles::read(workbook.styles.as_deref().and_then(|name| parts.get(name)))?,
        from_1904: workbook.from_1904,
    };
    let sheet = choose(&workbook.sheets, &parts, &book, limits)?;
    let mut gather = Gather::new(&sheet.name, limits);
    cells::read(part(&parts, sheet)?, &book, &mut |row, column, cell| {
        gather.put(row, column, cell)
    })?;
    for (column, top, bottom) in cells::merged_down(part(&parts, sheet)?) {
        gather.spread(column, top, bottom)?;
    }
    Ok(Grid {
        sheet: sheet.name.clone(),
        rows: gather.finish()?,
        format: Format::Xlsx,
    })
}

fn part<'a>(parts: &'a Parts, sheet: &Sheet) -> Result<&'a str, Unreadable> {
    parts.get(&sheet.part).ok_or(Unreadable::Damaged)
}

/// The sheet asked for, or else the only visible one with anything in it.
fn choose<'a>(
    sheets: &'a [Sheet],
    parts: &Parts,
    book: &Book,
    limits: &Limits,
) -> Result<&'a Sheet, Unreadable> {
    let visible = || sheets.iter().filter(|sheet| sheet.visible);
    if let Some(wanted) = &limits.sheet {
        return visible()
            .find(|sheet| sheet.name == *wanted)
            .ok_or_else(|| Unreadable::NoSuchSheet {
                wanted: wanted.clone(),
                names: visible().map(|sheet| sheet.name.clone()).collect(),
            });
    }
    let mut filled = Vec::new();
    for sheet in visible() {
        let holds = holds(part(parts, sheet)?, book, limits)?;
        if holds != Holds::Nothing {
            filled.push((
                sheet,
                holds == Holds::Data && !goes_with_a_list(&sheet.name),
            ));
        }
    }
    if filled.iter().any(|(_, is_list)| *is_list) {
        filled.retain(|(_, is_list)| *is_list);
    }
    match filled.as_slice() {
        [] => Err(Unreadable::NoData),
        [(only, _)] => Ok(only),
        several => Err(Unreadable::TwoSheets {
            names: several
                .iter()
                .map(|(sheet, _)| sheet.name.clone())
                .collect(),
        }),
    }
}

/// Read up to the first row with two cells; what they hold is judged when the sheet is read in earnest.
fn holds(text: &str, book: &Book, limits: &Limits) -> Result<Holds, Unreadable> {
    let mut holds = Holds::Nothing;
    let mut last = 0;
    let outcome = cells::read(text, book, &mut |row, column, cell| {
        let mut one = Gather::new("", limits);
        let kept = cell.clone();
        let bad = one.put(row, column, cell).is_err();
        if !bad && one.is_empty() {
            return Ok(());
        }
        if bad || row == last {
            holds = Holds::Data;
            return Err(Unreadable::NoData);
        }
        last = row;
        holds = holds.with_alone(&kept);
        if holds == Holds::Data {
            Err(Unreadable::NoData)
        } else {
            Ok(())
        }
    });
    match holds {
        Holds::Data | Holds::Words => Ok(Holds::Data),
        holds => outcome.map(|()| holds),
    }
}
