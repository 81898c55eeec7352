//! One worksheet as it lies in the file: rows, cells, merges, columns and drop-downs.

use std::rc::Rc;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::xml::{
    Area, BROKEN, attribute, body, cell_column, flag, local, next, number, push_text,
};
use super::{Refused, strings};

/// Rows and cells together; a blank template has far fewer.
const CELLS: usize = 1_000_000;
/// Merges, column widths and drop-downs, each.
const MARKS: usize = 20_000;

#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) rows: Vec<Row>,
    pub(super) merges: Vec<Area>,
    pub(super) columns: Vec<ColumnSpan>,
    pub(super) lists: Vec<ListRule>,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) cells: Vec<Cell>,
}

#[derive(Debug)]
pub(super) struct Cell {
    pub(super) column: u32,
    /// Shared texts are kept once, however many cells show them.
    pub(super) text: Rc<str>,
    pub(super) formula: bool,
}

#[derive(Debug)]
pub(super) struct ColumnSpan {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) hidden: bool,
    pub(super) style: Option<u32>,
}

/// A drop-down list: which cells, and the formula that names its values.
#[derive(Debug)]
pub(super) struct ListRule {
    pub(super) areas: Vec<Area>,
    pub(super) formula: String,
}

impl Row {
    pub(super) fn text(&self, column: u32) -> &str {
        self.cells
            .iter()
            .find(|cell| cell.column == column)
            .map_or("", |cell| cell.text.trim())
    }
}

impl Layout {
    pub(super) fn read(name: &str, text: &str, shared: &[Rc<str>]) -> Result<Self, Refused> {
        let mut parse = Parse {
            sheet: name,
            shared,
            layout: Self::default(),
            cells: 0,
            kind: String::new(),
            inline: String::new(),
            rule: None,
            past_rows: false,
        };
        let mut reader = Reader::from_str(body(text));
        let mut taken: Option<Taken> = None;
        loop {
            match next(&mut reader)? {
                Event::Start(element) => {
                    taken = parse.start(&element)?.or(taken);
                }
                Event::Empty(element) => {
                    parse.start(&element)?;
                    parse.end(local(&element), None)?;
                }
                Event::End(element) => {
                    let name = element.local_name().into_inner();
                    let ends = taken.as_ref().is_some_and(|taken| taken.element == name);
                    parse.end(name, if ends { taken.take() } else { None })?;
                }
                Event::Eof => return Ok(parse.layout),
                event => {
                    if let Some(taken) = &mut taken {
                        push_text(&mut taken.text, &event)?;
                    }
                }
            }
        }
    }

    pub(super) fn row(&self, number: u32) -> Option<&Row> {
        let at = self
            .rows
            .binary_search_by_key(&number, |row| row.number)
            .ok()?;
        self.rows.get(at)
    }

    pub(super) fn is_hidden(&self, column: u32) -> bool {
        self.columns
            .iter()
            .any(|span| span.hidden && (span.first..=span.last).contains(&column))
    }

    pub(super) fn column_style(&self, column: u32) -> Option<u32> {
        self.columns
            .iter()
            .find(|span| (span.first..=span.last).contains(&column))?
            .style
    }
}

/// The text of one element being gathered.
struct Taken {
    element: &'static str,
    text: String,
}

const fn take(element: &'static str) -> Taken {
    Taken {
        element,
        text: String::new(),
    }
}

struct Parse<'a> {
    sheet: &'a str,
    shared: &'a [Rc<str>],
    layout: Layout,
    cells: usize,
    kind: String,
    /// The text of a cell that carries its own, run by run.
    inline: String,
    rule: Option<ListRule>,
    past_rows: bool,
}

impl Parse<'_> {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<Option<Taken>, Refused> {
        let name = local(element);
        if matches!(name, "row" | "c" | "mergeCell" | "col" | "dataValidation") {
            self.count()?;
        }
        match name {
            "row" => self.start_row(element)?,
            "c" => self.start_cell(element)?,
            "v" => return Ok(Some(take("v"))),
            "t" => return Ok(Some(take("t"))),
            "f" => {
                if let Some(cell) = self.cell() {
                    cell.formula = true;
                    // A formula's text is nobody's value.
                    return Ok(Some(take("f")));
                }
                return Ok(self.rule.as_ref().map(|_| take("f")));
            }
            "mergeCell" => self
                .layout
                .merges
                .extend(attribute(element, "ref")?.as_deref().and_then(Area::parse)),
            "col" => self.layout.columns.push(ColumnSpan {
                first: number(element, "min")?.ok_or(BROKEN)?,
                last: number(element, "max")?.ok_or(BROKEN)?,
                hidden: flag(element, "hidden")?,
                style: number(element, "style")?,
            }),
            "dataValidation" => self.rule = list_rule(element)?,
            "formula1" => return Ok(Some(take("formula1"))),
            "sqref" => return Ok(Some(take("sqref"))),
            _ => {}
        }
        Ok(None)
    }

    fn start_row(&mut self, element: &BytesStart<'_>) -> Result<(), Refused> {
        let last = self.layout.rows.last().map_or(0, |row| row.number);
        let number = number(element, "r")?.unwrap_or(last.saturating_add(1));
        if number <= last {
            return Err(BROKEN);
        }
        self.layout.rows.push(Row {
            number,
            cells: Vec::new(),
        });
        Ok(())
    }

    fn start_cell(&mut self, element: &BytesStart<'_>) -> Result<(), Refused> {
        let column = attribute(element, "r")?
            .as_deref()
            .map(|address| cell_column(address).ok_or(BROKEN))
            .transpose()?;
        self.kind = attribute(element, "t")?.unwrap_or_default();
        let row = self.layout.rows.last_mut().ok_or(BROKEN)?;
        let last = row.cells.last().map_or(0, |cell| cell.column);
        let column = column.unwrap_or(last.saturating_add(1));
        if column <= last {
            return Err(BROKEN);
        }
        row.cells.push(Cell {
            column,
            text: Rc::from(""),
            formula: false,
        });
        Ok(())
    }

    fn end(&mut self, name: &str, taken: Option<Taken>) -> Result<(), Refused> {
        let text = taken.map(|taken| taken.text).unwrap_or_default();
        match name {
            "v" => {
                let text = self.value(&text)?;
                if let Some(cell) = self.cell() {
                    cell.text = text;
                }
            }
            "t" => self.inline.push_str(&text),
            "c" if !self.inline.is_empty() => {
                let text = strings::one(&std::mem::take(&mut self.inline))?;
                if let Some(cell) = self.cell() {
                    cell.text = text;
                }
            }
            "formula1" | "f" => {
                if let Some(rule) = &mut self.rule
                    && rule.formula.is_empty()
                {
                    text.trim().clone_into(&mut rule.formula);
                }
            }
            "sqref" => {
                if let Some(rule) = &mut self.rule {
                    rule.areas = areas(&text);
                }
            }
            "sheetData" => self.past_rows = true,
            "dataValidation" => self.layout.lists.extend(self.rule.take()),
            _ => {}
        }
        Ok(())
    }

    fn value(&self, text: &str) -> Result<Rc<str>, Refused> {
        if self.kind != "s" || text.is_empty() {
            return strings::one(text);
        }
        let index: usize = text.trim().parse().map_err(|_| BROKEN)?;
        self.shared.get(index).cloned().ok_or(BROKEN)
    }

    /// The cell being read; none once the rows are over, where formulas belong to rules.
    fn cell(&mut self) -> Option<&mut Cell> {
        if self.past_rows {
            return None;
        }
        self.layout.rows.last_mut()?.cells.last_mut()
    }

    /// Count one more thing; a blank template never comes near the limits.
    fn count(&mut self) -> Result<(), Refused> {
        self.cells = self.cells.saturating_add(1);
        let layout = &self.layout;
        let marks = [
            layout.merges.len(),
            layout.columns.len(),
            layout.lists.len(),
        ];
        if self.cells > CELLS || marks.into_iter().any(|marks| marks > MARKS) {
            return Err(Refused::TooMuch {
                sheet: self.sheet.to_owned(),
            });
        }
        Ok(())
    }
}

fn list_rule(element: &BytesStart<'_>) -> Result<Option<ListRule>, Refused> {
    if attribute(element, "type")?.as_deref() != Some("list") {
        return Ok(None);
    }
    let areas = attribute(element, "sqref")?.as_deref().map(areas);
    Ok(Some(ListRule {
        areas: areas.unwrap_or_default(),
        formula: String::new(),
    }))
}

fn areas(text: &str) -> Vec<Area> {
    text.split_whitespace().filter_map(Area::parse).collect()
}
