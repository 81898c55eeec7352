//! The second list: corrections and warnings in groups, and clashes with stored data.

use domain::import::Difference;

use super::super::lists::{Item, Look, cleaning_words};
use super::super::record::Import;
use super::Cells;

/// Rows of a group that are shown before somebody asks for all.
const SHOWN: usize = 5;

/// The same correction or warning in several rows.
pub(in super::super) struct LookGroup {
    pub(in super::super) key: String,
    pub(in super::super) title: String,
    pub(in super::super) count: usize,
    pub(in super::super) rows: Vec<LookRow>,
    pub(in super::super) more: usize,
}

/// One cell of a group.
pub(in super::super) struct LookRow {
    pub(in super::super) row: u32,
    pub(in super::super) name: String,
    pub(in super::super) column: String,
    pub(in super::super) from: String,
    pub(in super::super) to: String,
    pub(in super::super) secret: bool,
    pub(in super::super) cleaned: bool,
}

impl LookGroup {
    pub(super) fn of(cells: &Cells<'_>, (key, items): &(&str, Vec<&Item>), all: &str) -> Self {
        let shown = if *key == all {
            items.len()
        } else {
            SHOWN.min(items.len())
        };
        let title = items.first().map(|item| match &item.look {
            Look::Cleaned(cleaned) => cleaning_words(&cleaned.column, cleaned.what),
            Look::Warning(problem) => format!("{}：{}", problem.column, problem.kind.label()),
            Look::Clash(difference) => difference.name.clone(),
        });
        Self {
            key: (*key).to_owned(),
            title: title.unwrap_or_default(),
            count: items.len(),
            rows: items
                .iter()
                .take(shown)
                .filter_map(|item| LookRow::of(cells, item))
                .collect(),
            more: items.len() - shown,
        }
    }
}

impl LookRow {
    fn of(cells: &Cells<'_>, item: &Item) -> Option<Self> {
        let (field, column, from, to, cleaned) = match &item.look {
            Look::Cleaned(one) => (
                &one.field,
                &one.column,
                one.from.clone(),
                one.to.clone(),
                true,
            ),
            Look::Warning(one) => (
                &one.field,
                &one.column,
                one.found.clone(),
                format!("{}{}", one.expected, one.advice),
                false,
            ),
            Look::Clash(_) => return None,
        };
        Some(Self {
            row: item.row,
            name: cells.name(item.row),
            column: cells.column(field, column),
            from,
            to,
            secret: cells.is_secret(field),
            cleaned,
        })
    }
}

/// A stored value and the file's, of which one is to be chosen.
pub(in super::super) struct ClashRow {
    pub(in super::super) row: u32,
    pub(in super::super) name: String,
    pub(in super::super) column: String,
    /// Name of the radio buttons: row and field.
    pub(in super::super) choice: String,
    pub(in super::super) old: String,
    pub(in super::super) new: String,
    pub(in super::super) keeps: bool,
    pub(in super::super) settled: bool,
}

impl ClashRow {
    pub(super) fn of(
        cells: &Cells<'_>,
        import: &Import,
        (item, difference): (&Item, &Difference),
    ) -> Self {
        Self {
            row: item.row,
            name: cells.name(item.row),
            column: cells.column(
                &difference.field,
                &cells.own_name(&difference.field, &difference.name),
            ),
            choice: format!("{}.{}", item.row, difference.field),
            old: difference.old.clone(),
            new: difference.new.clone(),
            keeps: import.decisions.fixes.keeps(item.row, &difference.field),
            settled: item.settled,
        }
    }
}
