//! Cells come in one by one; rows go out, if they keep within the limits.

use domain::import::grid::{Cell, SheetRow};

use super::{Limits, Unreadable};

/// Collects the cells of one sheet. Cells without content count for nothing, so a sheet that is
/// merely coloured down to its last row is no longer than its data.
pub(super) struct Gather<'a> {
    sheet: &'a str,
    limits: &'a Limits,
    rows: Vec<SheetRow>,
    cells: usize,
    last_row: u32,
    last_column: u32,
}

impl<'a> Gather<'a> {
    pub(super) fn new(sheet: &'a str, limits: &'a Limits) -> Self {
        Self {
            sheet,
            limits,
            rows: Vec::new(),
            cells: 0,
            last_row: 0,
            last_column: 0,
        }
    }

    /// Put a cell at its row and column, both counted from 1.
    pub(super) fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Unreadable> {
        if is_blank(&cell) {
            return Ok(());
        }
        self.check_length(row, column, &cell)?;
        self.last_row = self.last_row.max(row);
        self.last_column = self.last_column.max(column);
        // Read on without keeping anything, so that the refusal can name the true width and length.
        if self.last_row > self.limits.rows || self.last_column > self.limits.columns {
            self.rows = Vec::new();
            return Ok(());
        }
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(Unreadable::TooManyCells {
                sheet: self.sheet.to_owned(),
                limit: self.limits.cells,
            });
        }
        let cells = self.row(row);
        let index = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
        if index >= cells.len() {
            cells.resize(index, Cell::Empty);
            cells.push(cell);
        } else if let Some(place) = cells.get_mut(index) {
            *place = cell;
        }
        Ok(())
    }

    /// The cells of a row. Files list rows in order, but nothing makes them.
    fn row(&mut self, number: u32) -> &mut Vec<Cell> {
        let index = match self.rows.last() {
            Some(last) if last.number == number => self.rows.len() - 1,
            Some(last) if last.number > number => {
                match self.rows.binary_search_by_key(&number, |row| row.number) {
                    Ok(index) => index,
                    Err(index) => {
                        self.rows.insert(
                            index,
                            SheetRow {
                                number,
                                cells: Vec::new(),
                            },
                        );
                        index
                    }
                }
            }
            last => {
                let width = last.map_or(0, |row| row.cells.len());
                self.rows.push(SheetRow {
                    number,
                    cells: Vec::with_capacity(width),
                });
                self.rows.len() - 1
            }
        };
        #[expect(clippy::indexing_slicing, reason = "the index was just found or made")]
        &mut self.rows[index].cells
    }

    /// A cell merged downwards shows its one content beside every row it spans, and so every row has it. Rows with
    /// nothing else are not made by it.
    pub(super) fn spread(&mut self, column: u32, top: u32, bottom: u32) -> Result<(), Unreadable> {
        let index = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
        let content = |row: &SheetRow| row.cells.get(index).cloned();
        let at = self.rows.partition_point(|row| row.number < top);
        let shown = self.rows.get(at).filter(|row| row.number == top);
        let Some(cell) = shown.and_then(content).filter(|cell| !is_blank(cell)) else {
            return Ok(());
        };
        let spanned = self.rows.iter().skip(at.saturating_add(1));
        let spanned: Vec<u32> = spanned
            .take_while(|row| row.number <= bottom)
            .filter(|row| content(row).is_none_or(|cell| is_blank(&cell)))
            .map(|row| row.number)
            .collect();
        for row in spanned {
            self.put(row, column, cell.clone())?;
        }
        Ok(())
    }

    /// What a sheet with these cells is for.
    pub(super) fn holds(&self) -> Holds {
        let mut holds = Holds::Nothing;
        for row in &self.rows {
            let mut filled = row.cells.iter().filter(|cell| !is_blank(cell));
            match (filled.next(), filled.next()) {
                (Some(_), Some(_)) => return Holds::Data,
                (Some(cell), None) => holds = holds.with_alone(cell),
                (None, _) => {}
            }
        }
        match holds {
            // Kept no row because there were too many of them.
            Holds::Nothing if !self.is_empty() => Holds::Data,
            Holds::Words => Holds::Data,
            holds => holds,
        }
    }

    fn check_length(&self, row: u32, column: u32, cell: &Cell) -> Result<(), Unreadable> {
        let (Cell::Text(text) | Cell::Broken(text)) = cell else {
            return Ok(());
        };
        if text.len() > self.limits.cell_text && text.chars().count() > self.limits.cell_text {
            return Err(Unreadable::LongCell {
                cell: Some(format!("{}{row}", column_letters(column))),
                limit: self.limits.cell_text,
            });
        }
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.last_row == 0
    }

    pub(super) fn finish(self) -> Result<Vec<SheetRow>, Unreadable> {
        let sheet = self.sheet.to_owned();
        if self.last_column > self.limits.columns {
            return Err(Unreadable::TooManyColumns {
                sheet,
                column: self.last_column,
                limit: self.limits.columns,
            });
        }
        if self.last_row > self.limits.rows {
            return Err(Unreadable::TooManyRows {
                sheet,
                row: self.last_row,
                limit: self.limits.rows,
            });
        }
        if self.rows.is_empty() {
            Err(Unreadable::NoData)
        } else {
            Ok(self.rows)
        }
    }
}

/// What a sheet is for, as far as its cells tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Nothing,
    /// One cell to a row, none of them a sentence so far.
    Words,
    /// Sentences below each other: how to fill in the other sheet.
    Notes,
    Data,
}

impl Holds {
    /// With one more cell that is alone in its row.
    pub(super) fn with_alone(self, cell: &Cell) -> Self {
        const SENTENCE: usize = 12;
        let Cell::Text(text) = cell else {
            return Self::Data;
        };
        let text = text.trim();
        let numbered = text.starts_with(|c: char| c.is_ascii_digit())
            && text
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .starts_with(['.', '、', '．']);
        match self {
            Self::Nothing | Self::Words if numbered || text.chars().count() >= SENTENCE => {
                Self::Notes
            }
            Self::Nothing => Self::Words,
            holds => holds,
        }
    }
}

/// Sheets that go with a list and are none: how to fill it in, and what its drop-downs offer.
pub(super) fn goes_with_a_list(name: &str) -> bool {
    const WORDS: [&str; 11] = [
        "说明",
        "须知",
        "字典",
        "示例",
        "样例",
        "代码表",
        "码表",
        "帮助",
        "封面",
        "数据源",
        "下拉",
    ];
    WORDS.iter().any(|word| name.contains(word))
}

fn is_blank(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => text.trim().is_empty(),
        Cell::Number(_) | Cell::Date(_) | Cell::Flag(_) | Cell::Broken(_) => false,
    }
}

/// `KN` for 300, as a spreadsheet heads its columns.
pub(super) fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(word: &str) -> Cell {
        Cell::Text(word.into())
    }

    #[test]
    fn cells_out_of_order_find_their_place() {
        let limits = Limits::default();
        let mut gather = Gather::new("表", &limits);
        for (row, column, word) in [(5, 2, "b5"), (2, 3, "c2"), (5, 1, "a5"), (2, 1, "a2")] {
            gather.put(row, column, text(word)).unwrap();
        }
        let rows = gather.finish().unwrap();
        assert_eq!(
            rows.iter().map(|row| row.number).collect::<Vec<_>>(),
            [2, 5]
        );
        assert_eq!(rows[0].cells, [text("a2"), Cell::Empty, text("c2")]);
        assert_eq!(rows[1].cells, [text("a5"), text("b5")]);
    }

    #[test]
    fn a_cell_merged_downwards_is_in_every_row_it_spans() {
        let limits = Limits::default();
        let mut gather = Gather::new("表", &limits);
        for (row, column, word) in [
            (1, 1, "23会计1班"),
            (1, 2, "麦一"),
            (2, 2, "麦二"),
            (4, 2, "麦三"),
        ] {
            gather.put(row, column, text(word)).unwrap();
        }
        gather.spread(1, 1, 3).unwrap();
        gather.spread(2, 9, 12).unwrap();
        let rows = gather.finish().unwrap();
        let classes: Vec<_> = rows.iter().map(|row| row.cells.first().cloned()).collect();
        let class = Some(text("23会计1班"));
        assert_eq!(classes, [class.clone(), class, Some(Cell::Empty)]);
    }

    #[test]
    fn a_sheet_of_sentences_is_told_from_data() {
        let limits = Limits::default();
        let holds = |rows: &[&[&str]]| {
            let mut gather = Gather::new("表", &limits);
            for (row, cells) in (1..).zip(rows) {
                for (column, word) in (1..).zip(*cells) {
                    gather.put(row, column, text(word)).unwrap();
                }
            }
            gather.holds()
        };
        assert_eq!(holds(&[]), Holds::Nothing);
        assert_eq!(holds(&[&["填表说明"], &["1. 带*为必填"]]), Holds::Notes);
        assert_eq!(holds(&[&["数据"]]), Holds::Data);
        assert_eq!(holds(&[&["1、一"], &["姓名", "班级"]]), Holds::Data);
        assert!(goes_with_a_list("填表说明") && !goes_with_a_list("Sheet2"));
    }

    #[test]
    fn columns_are_lettered_like_a_spreadsheet() {
        for (column, letters) in [
            (1, "A"),
            (26, "Z"),
            (27, "AA"),
            (300, "KN"),
            (16_384, "XFD"),
        ] {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn too_many_cells_are_refused() {
        let limits = Limits {
            cells: 3,
            ..Limits::default()
        };
        let mut gather = Gather::new("表", &limits);
        for column in 1..=3 {
            gather.put(1, column, text("x")).unwrap();
        }
        assert_eq!(
            gather.put(1, 4, text("x")).unwrap_err().kind(),
            "too_many_cells"
        );
    }
}
