//! A blank workbook to fill in and upload: the headers we know, drop-downs where only certain words
//! are read, and a note on each header that says what belongs in its column.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatBorder, Formula, Note, Workbook,
    Worksheet, XlsxError,
};

use super::list::{Widths, sheet_name, text_format};

/// One column of a blank workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlankColumn {
    pub name: String,
    pub required: bool,
    /// What belongs here, with an example.
    pub note: String,
    /// The only words that may be chosen; empty: anything.
    pub choices: Vec<String>,
}

/// Rows that have the drop-downs and the text format.
const ROWS: u32 = 2_000;
/// The sheet of the words to choose from; hidden, so a reader passes over it.
const CHOICES: &str = "选项";
const MUST: Color = Color::RGB(0x00FF_E9C7);
const MAY: Color = Color::RGB(0x00EC_EEF1);

/// Write the blank workbook.
pub fn blank(title: &str, columns: &[BlankColumn]) -> Result<Vec<u8>, XlsxError> {
    let mut sheet = Worksheet::new();
    let name = sheet_name(title);
    sheet.set_name(&name)?;
    sheet.set_default_note_author("OneX");
    sheet.set_freeze_panes(1, 0)?;
    let mut words = Worksheet::new();
    words.set_name(CHOICES)?;
    words.set_hidden(true);
    let mut widths = Widths::default();
    let mut lists = 0_u16;
    for (place, column) in (0_u16..).zip(columns) {
        head(&mut sheet, place, column, &mut widths)?;
        if !column.choices.is_empty() {
            let rule = choose(&mut words, lists, &column.choices)?;
            sheet.add_data_validation(1, place, ROWS, place, &rule)?;
            lists += 1;
        }
    }
    widths.apply(&mut sheet)?;
    let mut book = Workbook::new();
    book.push_worksheet(sheet);
    if lists > 0 {
        book.push_worksheet(words);
    }
    book.save_to_buffer()
}

fn head(
    sheet: &mut Worksheet,
    place: u16,
    column: &BlankColumn,
    widths: &mut Widths,
) -> Result<(), XlsxError> {
    let ground = if column.required { MUST } else { MAY };
    let format = text_format().set_bold().set_background_color(ground);
    let format: Format = format.set_border(FormatBorder::Thin);
    // Text, so that a long number keeps every digit and a zero at its head.
    sheet.set_column_format(place, &text_format())?;
    sheet.write_string_with_format(0, place, &column.name, &format)?;
    widths.see(place, &column.name);
    widths.see(place, &"字".repeat(5));
    let must = if column.required {
        "必填。"
    } else {
        "选填。"
    };
    let note = Note::new(format!("{must}{}", column.note))
        .add_author_prefix(false)
        .set_width(220);
    sheet.insert_note(0, place, &note)?;
    Ok(())
}

/// Put the words into a column of the hidden sheet: inside a rule there is room for 255 characters only.
fn choose(
    words: &mut Worksheet,
    list: u16,
    choices: &[String],
) -> Result<DataValidation, XlsxError> {
    let mut last = 0_u32;
    for (line, choice) in (0_u32..).zip(choices) {
        words.write_string(line, list, choice)?;
        last = line + 1;
    }
    let letter = super::gather::column_letters(u32::from(list) + 1);
    let range = Formula::new(format!("={CHOICES}!${letter}$1:${letter}${last}"));
    DataValidation::new()
        .allow_list_formula(range)
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("请从列表里选")?
        .set_error_message("列表里没有这个词。仍要填写请选「是」，导入时会再核对。")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::{Limits, Unreadable, read};

    #[test]
    fn a_blank_workbook_is_read_back_as_its_header() {
        let columns = [
            BlankColumn {
                name: "姓名".into(),
                required: true,
                note: "与证件一致。".into(),
                ..BlankColumn::default()
            },
            BlankColumn {
                name: "班级".into(),
                choices: (1..=200).map(|n| format!("23会计{n}班")).collect(),
                ..BlankColumn::default()
            },
        ];
        let bytes = blank("学生名册", &columns).unwrap();
        let grid = read(&bytes, "a.xlsx", &Limits::default());
        // Only a header: whether that counts as data is the reader's to say, but it is no second sheet.
        match grid {
            Ok(grid) => assert_eq!(grid.sheet, "学生名册"),
            Err(refusal) => assert_eq!(refusal, Unreadable::NoData),
        }
    }
}
