//! One `<row>` of the source: its tag, its cells as they stand, and the pattern later rows copy.

use std::fmt::Write;
use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::Refused;
use super::xml::{BROKEN, attribute, cell_column, flag, local, next, number, position};

pub(super) struct RowXml<'a> {
    pub(super) number: u32,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The style of cells that are not there, if the row sets one.
    pub(super) style: Option<u32>,
    pub(super) cells: Vec<CellXml<'a>>,
    tag: &'a str,
    /// Whatever follows the cells inside the row.
    rest: &'a str,
    shape: String,
}

pub(super) struct CellXml<'a> {
    pub(super) column: u32,
    pub(super) xml: &'a str,
    pub(super) style: Option<u32>,
    pub(super) formula: bool,
}

/// How a data row looks: its height and style, and the style of each cell.
#[derive(Default)]
pub(super) struct Prototype {
    shape: String,
    pub(super) style: Option<u32>,
    pub(super) cells: Vec<(u32, Option<u32>)>,
}

impl<'a> RowXml<'a> {
    /// Read on from a row's start tag, which began at `start`, to its end.
    pub(super) fn read(
        source: &'a str,
        reader: &mut Reader<&'a [u8]>,
        start: usize,
        tag: &BytesStart<'_>,
        is_empty: bool,
        last: u32,
    ) -> Result<Self, Refused> {
        let open = start..position(reader)?;
        let mut row = Self {
            number: number(tag, "r")?.unwrap_or(last.saturating_add(1)),
            start,
            end: open.end,
            style: if flag(tag, "customFormat")? {
                number(tag, "s")?
            } else {
                None
            },
            cells: Vec::new(),
            tag: source.get(open.clone()).ok_or(BROKEN)?,
            rest: "",
            shape: shape(tag)?,
        };
        if row.number <= last {
            return Err(BROKEN);
        }
        if !is_empty {
            row.read_cells(source, reader, open.end)?;
        }
        Ok(row)
    }

    fn read_cells(
        &mut self,
        source: &'a str,
        reader: &mut Reader<&'a [u8]>,
        mut past_cells: usize,
    ) -> Result<(), Refused> {
        loop {
            let start = position(reader)?;
            match next(reader)? {
                Event::Start(tag) if local(&tag) == "c" => {
                    let formula = has_formula(reader)?;
                    past_cells = position(reader)?;
                    self.push(source, start..past_cells, &tag, formula)?;
                }
                Event::Empty(tag) if local(&tag) == "c" => {
                    past_cells = position(reader)?;
                    self.push(source, start..past_cells, &tag, false)?;
                }
                Event::End(tag) if tag.local_name().into_inner() == "row" => {
                    self.rest = source.get(past_cells..start).ok_or(BROKEN)?;
                    self.end = position(reader)?;
                    return Ok(());
                }
                Event::Eof => return Err(BROKEN),
                _ => {}
            }
        }
    }

    fn push(
        &mut self,
        source: &'a str,
        span: Range<usize>,
        tag: &BytesStart<'_>,
        formula: bool,
    ) -> Result<(), Refused> {
        let last = self.cells.last().map_or(0, |cell| cell.column);
        let column = match attribute(tag, "r")? {
            Some(address) => cell_column(&address).ok_or(BROKEN)?,
            None => last.saturating_add(1),
        };
        if column <= last {
            return Err(BROKEN);
        }
        let xml = source.get(span).ok_or(BROKEN)?;
        self.cells.push(CellXml {
            column,
            xml,
            style: number(tag, "s")?,
            formula,
        });
        Ok(())
    }

    pub(super) fn prototype(&self) -> Prototype {
        let cells = self
            .cells
            .iter()
            .map(|cell| (cell.column, cell.style))
            .collect();
        Prototype {
            shape: self.shape.clone(),
            style: self.style,
            cells,
        }
    }

    /// The row's own tag, open, its hint of used columns made wide enough.
    pub(super) fn open(&self, out: &mut String, columns: (u32, u32)) {
        let tag = self.tag.strip_suffix("/>").map_or(self.tag, str::trim_end);
        let spans = tag.split_once(" spans=\"").and_then(|(head, tail)| {
            let (value, tail) = tail.split_once('"')?;
            let (first, last) = value.split_once(':')?;
            let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
            Some(format!(
                "{head} spans=\"{}:{}\"{tail}",
                first.min(columns.0),
                last.max(columns.1)
            ))
        });
        out.push_str(spans.as_deref().unwrap_or(tag));
        if !out.ends_with('>') {
            out.push('>');
        }
    }

    pub(super) fn close(&self, out: &mut String, prefix: &str) {
        out.push_str(self.rest);
        let _ = write!(out, "</{prefix}row>");
    }
}

impl Prototype {
    pub(super) fn open(&self, out: &mut String, prefix: &str, row: u32) {
        let _ = write!(out, "<{prefix}row r=\"{row}\"{}>", self.shape);
    }
}

/// The attributes that make a row look as it does; whether it is hidden or grouped is its own affair.
fn shape(tag: &BytesStart<'_>) -> Result<String, Refused> {
    let mut shape = String::new();
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| BROKEN)?;
        let name = attribute.key.into_inner();
        let plain = attribute
            .value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
        if plain
            && matches!(
                name,
                "s" | "customFormat" | "ht" | "customHeight" | "thickTop" | "thickBot"
            )
        {
            let _ = write!(shape, " {name}=\"{}\"", attribute.value);
        }
    }
    Ok(shape)
}

/// Read on to the end of a cell whose start tag was read.
fn has_formula(reader: &mut Reader<&[u8]>) -> Result<bool, Refused> {
    let mut formula = false;
    loop {
        match next(reader)? {
            Event::Start(tag) | Event::Empty(tag) if local(&tag) == "f" => formula = true,
            Event::End(tag) if tag.local_name().into_inner() == "c" => return Ok(formula),
            Event::Eof => return Err(BROKEN),
            _ => {}
        }
    }
}
