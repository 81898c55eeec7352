//! Any list of a page as a workbook: frozen and repeated header, filter, widths by content, A4.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

/// A list with its heading, in the order of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Printed above the header and used as the sheet's name.
    pub title: String,
    /// What the list was filtered by and when it was made, as one sentence; may be empty.
    pub note: String,
    pub header: Vec<String>,
    pub rows: Vec<Vec<Value>>,
}

/// One cell of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Empty,
    /// Anything a person wrote, and every number that is a name: identity, student, phone.
    Text(String),
    /// A number to count with, in units of the last decimal: `Number(785, 1)` is 78.5.
    Number(i64, u8),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

const HEAD: Color = Color::RGB(0x00EC_EEF1);
const LINE: Color = Color::RGB(0x00C4_C8CE);
const A4: u8 = 9;

/// Write the list as a workbook. No cell is ever a formula, whatever its text looks like.
pub fn workbook(list: &List) -> Result<Vec<u8>, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(sheet_name(&list.title))?;
    let mut top = 0;
    for (text, format) in [(&list.title, title_format()), (&list.note, note_format())] {
        if !text.is_empty() {
            sheet.write_string_with_format(top, 0, text, &format)?;
            top += 1;
        }
    }
    let mut widths = Widths::default();
    let head = bordered(text_format())
        .set_bold()
        .set_background_color(HEAD)
        .set_text_wrap();
    for (column, name) in (0..).zip(&list.header) {
        widths.see(column, name);
        sheet.write_string_with_format(top, column, name, &head)?;
    }
    let formats = Formats::new();
    let mut bottom = top;
    for (line, row) in (top + 1..).zip(&list.rows) {
        bottom = line;
        for (column, value) in (0..).zip(row) {
            formats.write(&mut sheet, (line, column), value, &mut widths)?;
        }
    }
    widths.apply(&mut sheet)?;
    lay_out(&mut sheet, top, bottom, list.header.len())?;
    let mut book = Workbook::new();
    book.push_worksheet(sheet);
    book.save_to_buffer()
}

/// The header stays in sight on the screen and on every page of paper.
fn lay_out(sheet: &mut Worksheet, top: u32, bottom: u32, columns: usize) -> Result<(), XlsxError> {
    if let Some(right) = u16::try_from(columns)
        .ok()
        .and_then(|count| count.checked_sub(1))
    {
        sheet.autofilter(top, 0, bottom, right)?;
    }
    sheet.set_freeze_panes(top + 1, 0)?;
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, top)?;
    sheet.set_footer("&C第 &P 页，共 &N 页");
    Ok(())
}

struct Formats {
    text: Format,
    numbers: [Format; 3],
}

impl Formats {
    fn new() -> Self {
        let number = |code: &str| {
            bordered(Format::new())
                .set_num_format(code)
                .set_align(FormatAlign::Right)
        };
        Self {
            text: bordered(text_format()),
            numbers: [number("0"), number("0.0"), number("0.00")],
        }
    }

    fn write(
        &self,
        sheet: &mut Worksheet,
        (line, column): (u32, u16),
        value: &Value,
        widths: &mut Widths,
    ) -> Result<(), XlsxError> {
        match value {
            Value::Empty => {
                sheet.write_blank(line, column, &self.text)?;
            }
            Value::Text(text) => {
                widths.see(column, text);
                sheet.write_string_with_format(line, column, text, &self.text)?;
            }
            Value::Number(units, decimals) => {
                let text = decimal(*units, usize::from(*decimals));
                widths.see(column, &text);
                match (
                    text.parse::<f64>(),
                    self.numbers.get(usize::from(*decimals)),
                ) {
                    (Ok(number), Some(format)) => {
                        sheet.write_number_with_format(line, column, number, format)?;
                    }
                    // More decimals than the list shows anywhere: the exact text.
                    _ => {
                        sheet.write_string_with_format(line, column, &text, &self.text)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// `78.5` for 785 tenths, without going through a float.
fn decimal(units: i64, decimals: usize) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = decimals + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    if decimals == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest}")
    }
}

/// Text that stays text when a person edits the cell.
pub(super) fn text_format() -> Format {
    Format::new()
        .set_num_format("@")
        .set_quote_prefix()
        .set_align(FormatAlign::VerticalCenter)
}

fn bordered(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(LINE)
}

fn title_format() -> Format {
    text_format().set_bold().set_font_size(14)
}

fn note_format() -> Format {
    text_format().set_font_color(Color::RGB(0x0051_565D))
}

/// A sheet's name has 31 characters at most and none of `[]:*?/\`.
pub(super) fn sheet_name(title: &str) -> String {
    let plain: String = title
        .chars()
        .filter(|letter| !letter.is_control() && !"[]:*?/\\".contains(*letter))
        .collect();
    let mut name = String::new();
    let mut units = 0;
    for letter in plain.trim_matches([' ', '\'']).chars() {
        units += letter.len_utf16();
        if units > 31 {
            break;
        }
        name.push(letter);
    }
    let name = name.trim_matches([' ', '\'']);
    if name.is_empty() || name.eq_ignore_ascii_case("history") {
        "列表".to_owned()
    } else {
        name.to_owned()
    }
}

/// How wide each column has to be; a Chinese character takes two places.
#[derive(Default)]
pub(super) struct Widths(BTreeMap<u16, u32>);

impl Widths {
    pub(super) fn see(&mut self, column: u16, text: &str) {
        let longest = text.lines().map(places).max().unwrap_or(0);
        let width = self.0.entry(column).or_default();
        *width = longest.max(*width);
    }

    pub(super) fn apply(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for (column, places) in &self.0 {
            // Two more for the padding and the filter's arrow.
            sheet.set_column_width(*column, (places + 2).clamp(6, 50))?;
        }
        Ok(())
    }
}

fn places(line: &str) -> u32 {
    line.chars()
        .map(|letter| if letter < '\u{1100}' { 1 } else { 2 })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_from_their_units() {
        for (units, decimals, text) in [
            (785, 1, "78.5"),
            (5, 1, "0.5"),
            (-5, 2, "-0.05"),
            (192, 0, "192"),
        ] {
            assert_eq!(decimal(units, decimals), text);
        }
    }

    #[test]
    fn any_title_makes_a_sheet_name() {
        assert_eq!(
            sheet_name("22会计1班[在读]/报名表:*?"),
            "22会计1班在读报名表"
        );
        assert_eq!(sheet_name("''"), "列表");
        assert_eq!(sheet_name(&"长".repeat(40)).chars().count(), 31);
    }
}
