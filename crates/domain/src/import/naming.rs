//! From the cells of a header row to named columns: readings against the names of the table, headers over two rows,
//! and which of two columns is meant when both could be.

use std::collections::HashMap;

use super::{
    cell,
    grid::{Cell, SheetRow},
    header::HeaderCell,
    heading,
    table::{Field, Kind, Table},
};

/// The longest word under a merged header.
const LONGEST_UNDER: usize = 12;
/// Readings from here on are guesses: of two columns that are only guessed, the first is taken.
const GUESSED: usize = 4;

/// The names of a table, by how a header may be read.
pub(super) struct Names<'t> {
    table: &'t Table,
    known: HashMap<String, (Field, usize)>,
}

/// A column, and how far its name had to be read: 0 is the field's own name, 1 another name as it stands.
pub(super) struct Named {
    cell: HeaderCell,
    rank: usize,
}

impl<'t> Names<'t> {
    pub(super) fn of(table: &'t Table) -> Self {
        let columns = table.columns.iter().enumerate();
        let mut names: Vec<(usize, Field, &str)> = columns
            .flat_map(|(at, column)| {
                let names = column.names().enumerate();
                names.map(move |(order, name)| (order, Field(at), name))
            })
            .collect();
        // What a column is called first is its name before it is another column's last.
        names.sort_by_key(|(order, ..)| *order);
        let mut known = HashMap::new();
        for (order, field, name) in names {
            known
                .entry(heading::plain(name))
                .or_insert((field, usize::from(order > 0)));
        }
        Self { table, known }
    }

    fn of_text(&self, text: &str) -> Option<(Field, usize)> {
        let readings = heading::readings(text);
        readings.iter().enumerate().find_map(|(at, reading)| {
            let (field, other) = *self.known.get(reading)?;
            Some((field, at.saturating_mul(2).saturating_add(other)))
        })
    }

    /// How many different fields a row names.
    pub(super) fn matched(&self, row: &SheetRow) -> usize {
        let texts = texts(row).into_iter();
        let mut fields: Vec<Field> = texts
            .filter_map(|(_, text)| Some(self.of_text(&text)?.0))
            .collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }

    /// The columns of a header in one row, or in two with words like 证件 over 类型 and 号码.
    pub(super) fn columns(&self, above: Option<&SheetRow>, row: &SheetRow) -> Vec<HeaderCell> {
        let above = above.map(texts).unwrap_or_default();
        let own = texts(row);
        let mut named: Vec<Named> = own
            .iter()
            .map(|(position, text)| self.name(*position, text, group(&above, *position)))
            .collect();
        let lonely = above
            .iter()
            .filter(|(position, _)| !own.iter().any(|(own, _)| own == position));
        named.extend(lonely.filter_map(|(position, text)| {
            let named = self.name(*position, text, None);
            named.cell.field.is_some().then_some(named)
        }));
        named.sort_by_key(|named| named.cell.position);
        self.settle(named)
    }

    fn name(&self, position: usize, text: &str, group: Option<&str>) -> Named {
        let whole = group.map(|group| format!("{group}{text}"));
        let by_group = whole
            .as_deref()
            .and_then(|whole| Some((whole, self.of_text(whole)?)));
        let alone = self.of_text(text);
        // 电话 under 家长 is the parent's; 姓名 under 学生信息 is a name.
        let strong = by_group.filter(|(_, (field, rank))| {
            *rank < GUESSED || alone.is_none_or(|(own, _)| own != *field && *rank < 6)
        });
        let (name, found) = match (strong, alone) {
            (Some((whole, found)), _) => (whole, Some(found)),
            (None, found) => (text, found),
        };
        Named {
            cell: HeaderCell {
                position,
                name: name.to_owned(),
                field: found.map(|(field, _)| field),
            },
            rank: found.map_or(0, |(_, rank)| rank),
        }
    }

    /// Of two columns for one field the one that says its name more plainly is taken. Two plain names of a person's
    /// number or of what every row must have are for a person to tell apart, and so are two alike.
    fn settle(&self, mut named: Vec<Named>) -> Vec<HeaderCell> {
        let mut best: HashMap<Field, usize> = HashMap::new();
        for named in &named {
            let Some(field) = named.cell.field else {
                continue;
            };
            let rank = best.entry(field).or_insert(named.rank);
            *rank = named.rank.min(*rank);
        }
        let mut taken = Vec::new();
        for named in &mut named {
            let Some(field) = named.cell.field else {
                continue;
            };
            let rank = best.get(&field).copied().unwrap_or_default();
            let strict = self
                .table
                .column(field)
                .is_some_and(|column| column.required || column.kind == Kind::Secret);
            let rival = named.rank == rank || (strict && named.rank < GUESSED);
            let guessed_twice = named.rank >= GUESSED && taken.contains(&field);
            if rival && !guessed_twice {
                taken.push(field);
            } else {
                named.cell.field = None;
            }
        }
        named.into_iter().map(|named| named.cell).collect()
    }
}

/// Does the row under a header carry on its merged cells: 类型 and 号码 under 证件?
pub(super) fn carries_on(row: &SheetRow, below: &SheetRow) -> bool {
    let over = texts(row);
    let stands = |position: usize| over.iter().find(|(at, _)| *at == position);
    let mut under_gap = false;
    for (position, cell) in below.cells.iter().enumerate() {
        if cell::is_blank(cell) {
            continue;
        }
        let Cell::Text(text) = cell else { return false };
        let word: String = text.split_whitespace().collect();
        let short = word.chars().count() <= LONGEST_UNDER;
        if !short || word.chars().any(|c| c.is_ascii_digit()) {
            return false;
        }
        match stands(position) {
            // A cell merged downwards shows its text in both rows.
            Some((_, same)) if *same == word => {}
            Some(_) => {
                let right = position.saturating_add(1);
                let is_group = stands(right).is_none()
                    && below
                        .cells
                        .get(right)
                        .is_some_and(|cell| !cell::is_blank(cell));
                if !is_group {
                    return false;
                }
            }
            None if group(&over, position).is_some() => under_gap = true,
            None => return false,
        }
    }
    under_gap
}

/// The filled cells of a row, each on one line without spaces.
pub(super) fn texts(row: &SheetRow) -> Vec<(usize, String)> {
    let cells = row.cells.iter().enumerate();
    cells
        .map(|(position, cell)| (position, cell::shown(cell).split_whitespace().collect()))
        .filter(|(_, text): &(usize, String)| !text.is_empty())
        .collect()
}

/// The text that spans a column: the last one at it or left of it. A banner alone in its row spans nothing.
fn group(above: &[(usize, String)], position: usize) -> Option<&str> {
    if above.len() < 2 {
        return None;
    }
    let spanning = above.iter().rev().find(|(at, _)| *at <= position);
    spanning.map(|(_, text)| text.as_str())
}
