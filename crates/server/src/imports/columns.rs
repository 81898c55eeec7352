//! Which column is which: found by name, remembered from last time, or settled by a person (third page).

use domain::import::grid::{Cell, Grid};
use domain::import::{FileRefused, Header, HeaderCell, Mapping, Table, header};
use sea_orm::ConnectionTrait;
use store::import as rows;

use super::kinds::Kind;
use crate::shell::{WebError, WebResult};

/// What is known about the columns of a file before a person looks at them.
#[derive(Clone, Debug)]
pub(crate) enum Columns {
    /// Every column is one of ours, or was mapped before.
    Clear(Option<Mapping>),
    /// A person has to look.
    Unclear,
    /// No header can be made of it, whoever looks.
    Refused(FileRefused),
}

/// Look at the header, with what is remembered about the same header.
pub(crate) async fn look(db: &impl ConnectionTrait, kind: Kind, grid: &Grid) -> WebResult<Columns> {
    let table = kind.table();
    let Some(guess) = header::guess(grid, &table) else {
        return Ok(refused(grid, &table));
    };
    if let Some(kept) = rows::remembered(db, kind.key(), &guess.fingerprint()).await? {
        let kept: Mapping = serde_json::from_value(kept).map_err(WebError::internal)?;
        let mapping = Mapping {
            header_row: Some(guess.row),
            ..kept
        };
        if header::find(grid, &table, Some(&mapping)).is_ok() {
            return Ok(Columns::Clear(Some(mapping)));
        }
    }
    Ok(match header::find(grid, &table, None) {
        Ok(found) if found.unknown().next().is_none() => Columns::Clear(None),
        Ok(_) | Err(FileRefused::MissingColumns { .. } | FileRefused::DoubleColumn { .. }) => {
            Columns::Unclear
        }
        Err(why) => Columns::Refused(why),
    })
}

fn refused(grid: &Grid, table: &Table) -> Columns {
    match header::find(grid, table, None) {
        Ok(_) => Columns::Unclear,
        Err(why) => Columns::Refused(why),
    }
}

/// The header a person maps: as it was found, with what was settled before laid over.
pub(crate) fn header_of(
    grid: &Grid,
    kind: Kind,
    mapping: Option<&Mapping>,
) -> Result<Header, FileRefused> {
    let table = kind.table();
    let settled = mapping.and_then(|mapping| header::find(grid, &table, Some(mapping)).ok());
    match settled.or_else(|| header::guess(grid, &table)) {
        Some(header) => Ok(header),
        None => header::find(grid, &table, mapping),
    }
}

/// The first values of a column under the header.
pub(crate) fn samples(grid: &Grid, header: &Header, column: &HeaderCell) -> Vec<String> {
    let below = grid.rows.iter().filter(|row| row.number > header.row);
    let cells = below.filter_map(|row| row.cells.get(column.position));
    cells
        .map(cell_text)
        .filter(|text| !text.is_empty())
        .take(3)
        .collect()
}

/// A cell as a person sees it in the sheet.
pub(crate) fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Number(text) | Cell::Broken(text) => text.trim().to_owned(),
        Cell::Date(date) => date.format("%Y-%m-%d").to_string(),
        Cell::Flag(true) => "TRUE".to_owned(),
        Cell::Flag(false) => "FALSE".to_owned(),
    }
}

/// `A`, `B`, … `AA`: how the sheet itself names the column at this place (from 0).
pub(crate) fn letters(position: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = position + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_called_as_the_sheet_calls_them() {
        let names = [0, 5, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(names, ["A", "F", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
