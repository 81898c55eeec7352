//! The columns to fill, and what is noticed about each while rows go by.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use domain::registration::mapping::{Field, Mapping, Source, Values, fit};

use super::cells::{Changes, LONGEST};
use super::report::{FillReport, MappedHeader, RowNumbers, Warning};
use super::{Blank, Header};

/// Different wrong values named for one column.
const NAMED: usize = 50;

pub(super) struct Plan<'a> {
    pub(super) header: &'a Header,
    source: &'a Source,
    allowed: Option<BTreeSet<&'a str>>,
    noticed: Noticed,
}

#[derive(Default)]
struct Noticed {
    written: u32,
    empty: RowNumbers,
    wrong: BTreeMap<String, RowNumbers>,
    more_wrong: BTreeSet<String>,
    more_wrong_rows: u32,
    removed: RowNumbers,
    cut: RowNumbers,
    formula: RowNumbers,
}

impl<'a> Plan<'a> {
    pub(super) fn new(header: &'a Header, mapping: &'a Mapping) -> Self {
        let allowed = header
            .list
            .as_ref()
            .map(|list| list.values.iter().map(String::as_str).collect());
        Self {
            header,
            source: mapping.source(header.column),
            allowed,
            noticed: Noticed::default(),
        }
    }

    /// What goes into this column for one person, in the words of the column's list.
    pub(super) fn value<'v>(
        &mut self,
        values: &'v Values,
        sequence: u32,
        row: u32,
    ) -> Option<Cow<'v, str>>
    where
        'a: 'v,
    {
        let value: Option<Cow<'v, str>> = match self.source {
            Source::Empty => return None,
            Source::Constant(text) => {
                Some(Cow::Borrowed(text.as_str())).filter(|text| !text.trim().is_empty())
            }
            Source::Field(field) => match (values.get(*field), field) {
                (None, Field::Sequence) => Some(Cow::Owned(sequence.to_string())),
                (value, _) => value.map(Cow::Borrowed),
            },
        };
        let Some(value) = value else {
            self.noticed.empty.add(row);
            return None;
        };
        self.noticed.written = self.noticed.written.saturating_add(1);
        Some(self.in_words_of_list(value, row))
    }

    fn in_words_of_list<'v>(&mut self, value: Cow<'v, str>, row: u32) -> Cow<'v, str>
    where
        'a: 'v,
    {
        let Some(allowed) = &self.allowed else {
            return value;
        };
        if allowed.contains(value.as_ref()) {
            return value;
        }
        if let Source::Field(field) = self.source
            && let Some(word) = fit(*field, &value, allowed.iter().copied())
        {
            return Cow::Borrowed(word);
        }
        self.not_in_list(&value, row);
        value
    }

    fn not_in_list(&mut self, value: &str, row: u32) {
        let noticed = &mut self.noticed;
        if noticed.wrong.len() < NAMED || noticed.wrong.contains_key(value) {
            noticed.wrong.entry(value.to_owned()).or_default().add(row);
        } else {
            noticed.more_wrong.insert(value.to_owned());
            noticed.more_wrong_rows = noticed.more_wrong_rows.saturating_add(1);
        }
    }

    pub(super) fn changed(&mut self, changes: Changes, row: u32) {
        if changes.removed {
            self.noticed.removed.add(row);
        }
        if changes.cut {
            self.noticed.cut.add(row);
        }
    }

    pub(super) fn kept_formula(&mut self, row: u32) {
        if *self.source != Source::Empty {
            self.noticed.formula.add(row);
        }
    }

    fn report(self, report: &mut FillReport, last_row: u32) {
        let header = self.header.text.clone();
        let idle = self.noticed.written == 0 && report.rows > 0;
        match self.source {
            Source::Constant(value) if !value.trim().is_empty() => {
                report.mapped.push(MappedHeader {
                    header: header.clone(),
                    field: "constant".to_owned(),
                    value: Some(value.clone()),
                });
            }
            Source::Field(field) if !idle => {
                report.mapped.push(MappedHeader {
                    header: header.clone(),
                    field: field.key().to_owned(),
                    value: None,
                });
            }
            Source::Empty | Source::Constant(_) | Source::Field(_) => {
                report.unmapped.push(header.clone());
                if self.header.required && !self.header.hidden && self.noticed.formula.is_empty() {
                    report.warnings.push(Warning::RequiredUnmapped {
                        header: header.clone(),
                    });
                }
                if self.noticed.formula.is_empty() {
                    return;
                }
            }
        }
        self.warn(report, &header, last_row, idle);
    }

    fn warn(self, report: &mut FillReport, header: &str, last_row: u32, idle: bool) {
        let header = || header.to_owned();
        let noticed = self.noticed;
        let list = self.header.list.as_ref();
        let any = |rows: RowNumbers| Some(rows).filter(|rows| !rows.is_empty());
        let empty = any(noticed.empty).filter(|_| self.header.required && !idle);
        report
            .warnings
            .extend(empty.map(|rows| Warning::RequiredEmpty {
                header: header(),
                rows,
            }));
        report.warnings.extend(
            noticed
                .wrong
                .into_iter()
                .map(|(value, rows)| Warning::NotInList {
                    header: header(),
                    value,
                    rows,
                    allowed: list.map(|list| list.values.clone()).unwrap_or_default(),
                }),
        );
        let (values, rows) = (noticed.more_wrong.len(), noticed.more_wrong_rows);
        let past = list.filter(|list| last_row > list.last_row && noticed.written > 0);
        let rest = [
            (values > 0).then(|| Warning::MoreNotInList {
                header: header(),
                values,
                rows,
            }),
            any(noticed.removed).map(|rows| Warning::RemovedCharacters {
                header: header(),
                rows,
            }),
            any(noticed.cut).map(|rows| Warning::TooLong {
                header: header(),
                rows,
                limit: LONGEST,
            }),
            any(noticed.formula).map(|rows| Warning::KeptFormula {
                header: header(),
                rows,
            }),
            past.map(|list| Warning::PastList {
                header: header(),
                last_row: list.last_row,
            }),
        ];
        report.warnings.extend(rest.into_iter().flatten());
    }
}

/// Everything there is to say after `rows` people were written down to `last_row`.
pub(super) fn report(blank: &Blank, plans: Vec<Plan<'_>>, rows: u32, last_row: u32) -> FillReport {
    let mut report = FillReport {
        rows,
        ..FillReport::default()
    };
    for plan in plans {
        plan.report(&mut report, last_row);
    }
    let hints = blank
        .hint_rows
        .iter()
        .map(|row| Warning::HintRow { row: *row });
    let rivals = blank.rivals.iter().map(|other| Warning::Rival {
        used: blank.sheet.clone(),
        other: other.clone(),
    });
    report.warnings.extend(hints.chain(rivals));
    report
}
