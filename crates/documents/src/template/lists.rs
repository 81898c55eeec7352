//! What a column's drop-down offers, also when the list stands on another sheet or behind a name.

use std::collections::BTreeSet;

use super::sheet::Layout;
use super::workbook::Workbook;
use super::xml::Area;

/// Longer lists are not checked against.
const LONGEST: usize = 20_000;
/// Longer texts are no choices.
const LONGEST_WORD: usize = 1_000;

/// The values and the last row that has the drop-down; `None` where there is none or it is computed.
pub(super) fn of_column(
    book: &Workbook,
    layouts: &[Layout],
    own: usize,
    column: u32,
    first_row: u32,
) -> Option<(Vec<String>, u32)> {
    let layout = layouts.get(own)?;
    let covers = |area: &&Area| area.has_column(column) && area.bottom >= first_row;
    let rules = layout.lists.iter().filter_map(|rule| {
        let area = rule.areas.iter().find(covers)?;
        Some((rule, area))
    });
    let (rule, area) = rules.min_by_key(|(_, area)| area.top)?;
    let values = values(book, layouts, own, &rule.formula, 0)?;
    Some((values, area.bottom))
}

fn values(
    book: &Workbook,
    layouts: &[Layout],
    own: usize,
    formula: &str,
    depth: u8,
) -> Option<Vec<String>> {
    let formula = formula.trim().trim_start_matches('=');
    if let Some(literal) = formula
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        let words = literal.replace("\"\"", "\"");
        return Some(
            words
                .split([',', '，'])
                .map(|word| word.trim().to_owned())
                .filter(|word| !word.is_empty())
                .collect(),
        );
    }
    if let Some((sheet, range)) = split_sheet(formula) {
        let at = book.sheets.iter().position(|known| known.name == sheet)?;
        return cells(layouts.get(at)?, Area::parse(range)?);
    }
    if let Some(area) = Area::parse(formula) {
        return cells(layouts.get(own)?, area);
    }
    let named = book.names.get(&formula.to_lowercase())?;
    if depth >= 4 {
        None
    } else {
        values(book, layouts, own, named, depth.saturating_add(1))
    }
}

/// `'字 典'!$A$2:$A$9` → sheet and range.
fn split_sheet(formula: &str) -> Option<(String, &str)> {
    let (sheet, range) = formula.rsplit_once('!')?;
    let bare = sheet
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
        .unwrap_or(sheet);
    Some((bare.replace("''", "'"), range))
}

fn cells(layout: &Layout, area: Area) -> Option<Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut values = Vec::new();
    for row in layout
        .rows
        .iter()
        .filter(|row| (area.top..=area.bottom).contains(&row.number))
    {
        for cell in row.cells.iter().filter(|cell| area.has_column(cell.column)) {
            let text = cell.text.trim();
            if !text.is_empty() && text.len() <= LONGEST_WORD && seen.insert(text) {
                values.push(text.to_owned());
            }
        }
    }
    (!values.is_empty() && values.len() <= LONGEST).then_some(values)
}
