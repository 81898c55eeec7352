//! The rows that could not be imported, as a workbook to mend and upload again: the sheet's own
//! header, only those rows, and in each wrong cell a note that says what to do.

use std::collections::BTreeMap;

use domain::import::grid::{Cell, Grid};
use rust_xlsxwriter::{Color, Format, FormatBorder, Note, Workbook, Worksheet, XlsxError};

use super::list::{Widths, sheet_name, text_format};

/// What is wrong with one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongCell {
    /// The sheet's own row number.
    pub row: u32,
    /// The column's index in the grid, from 0.
    pub column: usize,
    /// What to do, as one sentence.
    pub advice: String,
}

/// Light enough for black text, as `err-bg` is on the pages.
const WRONG: Color = Color::RGB(0x00FD_D9D9);
const HEAD: Color = Color::RGB(0x00EC_EEF1);

/// Every cell is text, so no digit is lost and nothing that looks like a formula is one.
///
/// `header_row` is the sheet's own number of the row with the column names.
pub fn wrong_rows(grid: &Grid, header_row: u32, wrong: &[WrongCell]) -> Result<Vec<u8>, XlsxError> {
    let mut advice: BTreeMap<u32, BTreeMap<usize, Vec<&str>>> = BTreeMap::new();
    for cell in wrong.iter().filter(|cell| cell.row != header_row) {
        let row = advice.entry(cell.row).or_default();
        row.entry(cell.column).or_default().push(&cell.advice);
    }
    let mut page = Page::new(&grid.sheet)?;
    if let Some(header) = grid.rows.iter().find(|row| row.number == header_row) {
        page.header(&header.cells)?;
    }
    let mut line = 0;
    for row in &grid.rows {
        if let Some(notes) = advice.get(&row.number) {
            line += 1;
            page.row(line, &row.cells, notes)?;
        }
    }
    page.finish()
}

struct Page {
    sheet: Worksheet,
    widths: Widths,
}

impl Page {
    fn new(title: &str) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(sheet_name(title))?;
        sheet.set_default_note_author("OneX");
        sheet.set_freeze_panes(1, 0)?;
        Ok(Self {
            sheet,
            widths: Widths::default(),
        })
    }

    fn header(&mut self, cells: &[Cell]) -> Result<(), XlsxError> {
        let format = text_format().set_bold().set_background_color(HEAD);
        let format = format.set_border(FormatBorder::Thin);
        for (column, cell) in cells.iter().enumerate() {
            self.write(0, column, &cell_text(cell), &format)?;
        }
        Ok(())
    }

    fn row(
        &mut self,
        line: u32,
        cells: &[Cell],
        notes: &BTreeMap<usize, Vec<&str>>,
    ) -> Result<(), XlsxError> {
        let (plain, tinted) = (text_format(), text_format().set_background_color(WRONG));
        for (column, cell) in cells.iter().enumerate() {
            self.write(line, column, &cell_text(cell), &plain)?;
        }
        for (column, advice) in notes {
            // A cell may be wrong because the row ends before it.
            let found = cells.get(*column).map(cell_text).unwrap_or_default();
            self.write(line, *column, &found, &tinted)?;
            self.note(line, *column, &advice.join("\n"))?;
        }
        Ok(())
    }

    fn write(
        &mut self,
        line: u32,
        column: usize,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let place = column_number(column)?;
        self.widths.see(place, text);
        if text.is_empty() {
            self.sheet.write_blank(line, place, format)?;
        } else {
            self.sheet
                .write_string_with_format(line, place, text, format)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.widths.apply(&mut self.sheet)?;
        let mut book = Workbook::new();
        book.push_worksheet(self.sheet);
        book.save_to_buffer()
    }

    fn note(&mut self, line: u32, column: usize, words: &str) -> Result<(), XlsxError> {
        let lines = words
            .lines()
            .map(|line| line.chars().count() / 16 + 1)
            .sum::<usize>();
        let height = u32::try_from(lines.clamp(2, 20)).unwrap_or(2) * 20 + 10;
        let note = Note::new(words)
            .add_author_prefix(false)
            .set_width(240)
            .set_height(height);
        self.sheet
            .insert_note(line, column_number(column)?, &note)?;
        Ok(())
    }
}

fn column_number(column: usize) -> Result<u16, XlsxError> {
    u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}

/// The text a person sees in the sheet, near enough to mend it.
fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Number(text) | Cell::Broken(text) => text.clone(),
        Cell::Date(date) => date.format("%Y-%m-%d").to_string(),
        Cell::Flag(true) => "TRUE".to_owned(),
        Cell::Flag(false) => "FALSE".to_owned(),
    }
}
