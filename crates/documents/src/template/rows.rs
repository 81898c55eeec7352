//! The one pass over a sheet's XML: everything is copied as it stands, data rows get their cells.

use std::ops::Range;

use domain::registration::mapping::Values;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::plan::Plan;
use super::row::{Prototype, RowXml};
use super::xml::{Area, BROKEN, body, letters, local, next, position};
use super::{Blank, Refused, cells};

const LAST_ROW: u32 = 1_048_576;

pub(super) struct Filling<'a, I: Iterator<Item = Values>> {
    blank: &'a Blank,
    plans: Vec<Plan<'a>>,
    /// The first and the last column with a header.
    columns: (u32, u32),
    people: std::iter::Peekable<I>,
    out: String,
    /// Everything before this byte of the source has been written or replaced.
    copied: usize,
    prefix: String,
    prototype: Option<Prototype>,
    next_row: u32,
    written: u32,
    /// Where the dimension's reference stands in `out`.
    dimension: Option<Range<usize>>,
}

impl<'a, I: Iterator<Item = Values>> Filling<'a, I> {
    pub(super) fn new(blank: &'a Blank, plans: Vec<Plan<'a>>, people: I) -> Self {
        let columns = || blank.headers.iter().map(|header| header.column);
        Self {
            blank,
            plans,
            columns: (columns().min().unwrap_or(1), columns().max().unwrap_or(1)),
            people: people.peekable(),
            out: String::new(),
            copied: 0,
            prefix: String::new(),
            prototype: None,
            next_row: blank.first_row,
            written: 0,
            dimension: None,
        }
    }

    /// The plans with what they noticed, how many people were written, and the last row used.
    pub(super) fn finish(self) -> (Vec<Plan<'a>>, u32, u32) {
        (self.plans, self.written, self.next_row.saturating_sub(1))
    }

    pub(super) fn run(&mut self, sheet: &str) -> Result<String, Refused> {
        let source = body(sheet);
        let mark = sheet.len().saturating_sub(source.len());
        let mut reader = Reader::from_str(source);
        let mut last = 0;
        loop {
            let start = position(&reader)?;
            match next(&mut reader)? {
                Event::Start(tag) | Event::Empty(tag) if local(&tag) == "dimension" => {
                    self.note_dimension(source, start..position(&reader)?)?;
                }
                Event::Start(tag) if local(&tag) == "sheetData" => self.learn_prefix(&tag),
                Event::Empty(tag) if local(&tag) == "sheetData" => {
                    self.learn_prefix(&tag);
                    self.fill_empty_sheet(source, start..position(&reader)?)?;
                }
                Event::Start(tag) if local(&tag) == "row" => {
                    let row = RowXml::read(source, &mut reader, start, &tag, false, last)?;
                    last = row.number;
                    self.existing(source, &row)?;
                }
                Event::Empty(tag) if local(&tag) == "row" => {
                    let row = RowXml::read(source, &mut reader, start, &tag, true, last)?;
                    last = row.number;
                    self.existing(source, &row)?;
                }
                Event::End(tag) if tag.local_name().into_inner() == "sheetData" => {
                    self.copy(source, start)?;
                    self.fresh_rows_before(u32::MAX)?;
                }
                Event::Eof => break,
                _ => {}
            }
        }
        self.copy(source, source.len())?;
        self.widen_dimension();
        let mut text = std::mem::take(&mut self.out);
        text.insert_str(0, sheet.get(..mark).unwrap_or_default());
        Ok(text)
    }

    fn learn_prefix(&mut self, tag: &BytesStart<'_>) {
        let name = tag.name().into_inner();
        name.strip_suffix("sheetData")
            .unwrap_or_default()
            .clone_into(&mut self.prefix);
    }

    fn copy(&mut self, source: &str, to: usize) -> Result<(), Refused> {
        self.out
            .push_str(source.get(self.copied..to).ok_or(BROKEN)?);
        self.copied = to;
        Ok(())
    }

    fn fill_empty_sheet(&mut self, source: &str, tag: Range<usize>) -> Result<(), Refused> {
        if self.people.peek().is_none() {
            return Ok(());
        }
        self.copy(source, tag.start)?;
        self.copied = tag.end;
        let open = source
            .get(tag)
            .and_then(|tag| tag.strip_suffix("/>"))
            .ok_or(BROKEN)?
            .trim_end();
        self.out.push_str(open);
        self.out.push('>');
        self.fresh_rows_before(u32::MAX)?;
        self.out.push_str("</");
        self.out.push_str(&self.prefix);
        self.out.push_str("sheetData>");
        Ok(())
    }

    fn existing(&mut self, source: &str, row: &RowXml<'_>) -> Result<(), Refused> {
        if row.number < self.blank.first_row || self.people.peek().is_none() {
            return Ok(());
        }
        self.copy(source, row.start)?;
        self.fresh_rows_before(row.number)?;
        if self.prototype.is_none() {
            self.prototype = Some(row.prototype());
        }
        if let Some(person) = self.next_person(row.number)? {
            self.copied = row.end;
            self.fill_row(row, &person);
        }
        Ok(())
    }

    /// A row of the template with a person's values in place.
    fn fill_row(&mut self, row: &RowXml<'_>, person: &Values) {
        row.open(&mut self.out, self.columns);
        let mut existing = row.cells.iter().peekable();
        for plan in &mut self.plans {
            let column = plan.header.column;
            while let Some(cell) = existing.next_if(|cell| cell.column < column) {
                self.out.push_str(cell.xml);
            }
            let cell = existing.next_if(|cell| cell.column == column);
            if let Some(cell) = cell.filter(|cell| cell.formula) {
                plan.kept_formula(row.number);
                self.out.push_str(cell.xml);
                continue;
            }
            let Some(value) = plan.value(person, self.written, row.number) else {
                self.out.push_str(cell.map_or("", |cell| cell.xml));
                continue;
            };
            let style = cell.map_or_else(|| row.style.or(plan.header.style), |cell| cell.style);
            let address = (plan.header.letter.as_str(), row.number);
            let changes = cells::write(&mut self.out, &self.prefix, address, style, &value);
            plan.changed(changes, row.number);
        }
        existing.for_each(|cell| self.out.push_str(cell.xml));
        row.close(&mut self.out, &self.prefix);
    }

    /// Rows the template does not have, down to the row before `end`.
    fn fresh_rows_before(&mut self, end: u32) -> Result<(), Refused> {
        while self.next_row < end {
            let row = self.next_row;
            let Some(person) = self.next_person(row)? else {
                return Ok(());
            };
            self.fresh_row(row, &person);
        }
        Ok(())
    }

    fn fresh_row(&mut self, row: u32, person: &Values) {
        let prefix = &self.prefix;
        let bare = Prototype::default();
        let prototype = self.prototype.as_ref().unwrap_or(&bare);
        prototype.open(&mut self.out, prefix, row);
        let mut styled = prototype.cells.iter().peekable();
        for plan in &mut self.plans {
            let column = plan.header.column;
            while let Some((other, style)) = styled.next_if(|(other, _)| *other < column) {
                cells::write_blank(&mut self.out, prefix, (&letters(*other), row), *style);
            }
            let own = styled
                .next_if(|(other, _)| *other == column)
                .map(|(_, style)| *style);
            let address = (plan.header.letter.as_str(), row);
            if let Some(value) = plan.value(person, self.written, row) {
                let style = own.unwrap_or_else(|| prototype.style.or(plan.header.style));
                let changes = cells::write(&mut self.out, prefix, address, style, &value);
                plan.changed(changes, row);
            } else if let Some(style) = own {
                cells::write_blank(&mut self.out, prefix, address, style);
            }
        }
        for (other, style) in styled {
            cells::write_blank(&mut self.out, prefix, (&letters(*other), row), *style);
        }
        self.out.push_str("</");
        self.out.push_str(prefix);
        self.out.push_str("row>");
    }

    /// The person for this row, if there is one left and room for them.
    fn next_person(&mut self, row: u32) -> Result<Option<Values>, Refused> {
        let Some(person) = self.people.next() else {
            return Ok(None);
        };
        if let Some(last) = self.blank.last_row.filter(|last| row > *last) {
            let room = last.saturating_add(1).saturating_sub(self.blank.first_row);
            return Err(Refused::NoRoom {
                row: last.saturating_add(1),
                room,
            });
        }
        if row > LAST_ROW {
            return Err(Refused::TooManyRows { limit: LAST_ROW });
        }
        self.written = self.written.saturating_add(1);
        self.next_row = row.saturating_add(1);
        Ok(Some(person))
    }

    fn note_dimension(&mut self, source: &str, tag: Range<usize>) -> Result<(), Refused> {
        let text = source.get(tag.clone()).ok_or(BROKEN)?;
        let value = [" ref=\"", " ref='"].iter().find_map(|open| {
            let start = text.find(open)?.checked_add(open.len())?;
            let length = text.get(start..)?.find(['"', '\''])?;
            Some(start..start.checked_add(length)?)
        });
        if let Some(value) = value {
            let start = tag.start.saturating_add(value.start);
            self.copy(source, start)?;
            self.dimension = Some(self.out.len()..self.out.len().saturating_add(value.len()));
        }
        Ok(())
    }

    fn widen_dimension(&mut self) {
        let Some(range) = self.dimension.take().filter(|_| self.written > 0) else {
            return;
        };
        let Some(area) = self.out.get(range.clone()).and_then(Area::parse) else {
            return;
        };
        let left = self.columns.0.min(area.left);
        let right = self.columns.1.max(area.right);
        let bottom = area.bottom.max(self.next_row.saturating_sub(1));
        let wider = format!("{}{}:{}{bottom}", letters(left), area.top, letters(right));
        self.out.replace_range(range, &wider);
    }
}
