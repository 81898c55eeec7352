//! CSV as a spreadsheet reads it: a row is what the spreadsheet would show as a row, so blank lines
//! count and a line break inside quotes does not.

use domain::import::grid::{Cell, Format, Grid};

use super::encoding::Decoded;
use super::gather::Gather;
use super::{Limits, Unreadable};

pub(super) fn read(file: &Decoded, name: &str, limits: &Limits) -> Result<Grid, Unreadable> {
    let text = file.text.trim_end_matches('\u{1A}');
    let (delimiter, text) = delimiter(text);
    let sheet = sheet_name(name);
    let mut gather = Gather::new(sheet, limits);
    let mut fields = Fields {
        rest: text,
        delimiter,
    };
    let (mut row, mut column) = (1, 1);
    while let Some((field, end)) = fields.next() {
        gather.put(row, column, cell(field))?;
        match end {
            End::Field => column += 1,
            End::Row => (row, column) = (row + 1, 1),
        }
    }
    let rows = gather.finish()?;
    let format = Format::Csv {
        encoding: file.encoding.to_owned(),
    };
    Ok(Grid {
        sheet: sheet.to_owned(),
        rows,
        format,
    })
}

/// What a spreadsheet calls the one sheet of a CSV: the file's name without its ending.
fn sheet_name(file_name: &str) -> &str {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// The delimiter that cuts the first lines into most fields, or the one a `sep=` line names.
fn delimiter(text: &str) -> (char, &str) {
    if let Some((mark, rest)) = text
        .strip_prefix("sep=")
        .and_then(|rest| rest.split_once('\n'))
        && let Some(mark) = mark.trim_end_matches('\r').chars().next()
    {
        return (mark, rest);
    }
    let mut counts = [(',', 0_usize), ('\t', 0), (';', 0), ('|', 0)];
    let mut quoted = false;
    for letter in text.chars().take(8_192) {
        quoted ^= letter == '"';
        if !quoted && let Some((_, count)) = counts.iter_mut().find(|(mark, _)| *mark == letter) {
            *count += 1;
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    (most.map_or(',', |(mark, _)| *mark), text)
}

enum End {
    Field,
    Row,
}

struct Fields<'a> {
    rest: &'a str,
    delimiter: char,
}

impl Fields<'_> {
    fn next(&mut self) -> Option<(String, End)> {
        if self.rest.is_empty() {
            return None;
        }
        let mut field = String::new();
        if let Some(body) = self.rest.strip_prefix('"') {
            self.rest = body;
            self.quoted(&mut field);
        }
        let stop = self
            .rest
            .find([self.delimiter, '\n', '\r'])
            .unwrap_or(self.rest.len());
        let (plain, rest) = self.rest.split_at(stop);
        field.push_str(plain);
        let end = if rest.starts_with(self.delimiter) {
            End::Field
        } else {
            End::Row
        };
        let length = if rest.starts_with("\r\n") {
            2
        } else {
            usize::from(!rest.is_empty())
        };
        self.rest = rest.get(length..).unwrap_or_default();
        Some((field, end))
    }

    /// Up to the closing quote; a doubled quote stands for one. A quote never closed runs to the end.
    fn quoted(&mut self, field: &mut String) {
        loop {
            let Some((text, rest)) = self.rest.split_once('"') else {
                field.push_str(self.rest);
                self.rest = "";
                return;
            };
            field.push_str(text);
            self.rest = rest;
            let Some(rest) = self.rest.strip_prefix('"') else {
                return;
            };
            field.push('"');
            self.rest = rest;
        }
    }
}

/// `="0123"` is how some systems keep leading zeros, and `'=…` how an export of ours disarms what
/// looks like a formula: both stand for the text inside.
fn cell(field: String) -> Cell {
    const DISARMED: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    if field.is_empty() {
        return Cell::Empty;
    }
    if let Some(inside) = field
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
    {
        return Cell::Text(inside.to_owned());
    }
    match field.strip_prefix('\'') {
        Some(inside) if inside.starts_with(DISARMED) => Cell::Text(inside.to_owned()),
        _ => Cell::Text(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let file = Decoded {
            text: text.to_owned(),
            encoding: "UTF-8",
        };
        let grid = read(&file, "a/名册.csv", &Limits::default()).unwrap();
        assert_eq!(grid.sheet, "名册");
        let word = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            _ => String::new(),
        };
        grid.rows
            .iter()
            .map(|row| (row.number, row.cells.iter().map(word).collect()))
            .collect()
    }

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let found = rows("姓名,备注\r\n\r\n麦一,\"两\r\n行\"\r\n麦二,\"说\"\"好\"\"\"\r\n");
        let numbers: Vec<u32> = found.iter().map(|row| row.0).collect();
        assert_eq!(numbers, [1, 3, 4]);
        assert_eq!(found[1].1, words(&["麦一", "两\r\n行"]));
        assert_eq!(found[2].1, words(&["麦二", "说\"好\""]));
    }

    #[test]
    fn each_delimiter_is_found() {
        for mark in [",", ";", "\t", "|"] {
            let text =
                ["学号", "姓名", "班级"].join(mark) + "\n" + &["1", "\"麦,;一\"", "3"].join(mark);
            assert_eq!(rows(&text)[1].1, words(&["1", "麦,;一", "3"]), "{mark:?}");
        }
        assert_eq!(rows("sep=;\na,b;c\n")[0].1, words(&["a,b", "c"]));
    }

    #[test]
    fn long_digits_stay_text() {
        let found = rows("990000200712010258,=\"0123\",'=1+1,'x\n");
        assert_eq!(
            found[0].1,
            words(&["990000200712010258", "0123", "=1+1", "'x"])
        );
    }

    #[test]
    fn old_macintosh_line_ends_and_an_open_quote_are_read() {
        assert_eq!(rows("a,b\rc,d").len(), 2);
        assert_eq!(rows("a,\"b\nc")[0].1, words(&["a", "b\nc"]));
    }
}
