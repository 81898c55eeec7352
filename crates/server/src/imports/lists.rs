//! The three lists of the check page: what cannot come in, what wants a look, what can (ux-security A6.3).
//!
//! Harmless dirt is cleaned without asking; what changes the meaning of a cell or clashes with what the school
//! has wants a person's eye first.

use std::collections::{BTreeMap, BTreeSet};

use domain::import::{Cleaned, Cleaning, Difference, Problem, Report, Severity};

use super::decisions::Decisions;
use super::kinds::{Fate, Kind, What};

/// One thing to look at.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) row: u32,
    /// The same in all rows of a group.
    pub(crate) key: String,
    pub(crate) look: Look,
    /// A person has decided.
    pub(crate) settled: bool,
}

/// What there is to see.
#[derive(Clone, Debug)]
pub(crate) enum Look {
    Cleaned(Cleaned),
    Warning(Problem),
    Clash(Difference),
}

/// The key of everything that clashes with stored data begins like this.
pub(crate) const CLASH: &str = "clash";

/// Rows by what can be done with them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    /// Cells that keep their row out, in the order of the sheet.
    pub(crate) errors: Vec<Problem>,
    pub(crate) refused: BTreeSet<u32>,
    pub(crate) items: Vec<Item>,
    /// Rows with something nobody has looked at yet.
    pub(crate) waiting: BTreeSet<u32>,
    /// Rows that will be written or are right already.
    pub(crate) ready: BTreeSet<u32>,
}

/// Counts of what the ready rows would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Counts {
    pub(crate) rows: usize,
    pub(crate) new: usize,
    pub(crate) changed: usize,
    pub(crate) same: usize,
    pub(crate) refused: usize,
    pub(crate) waiting: usize,
    pub(crate) skipped: usize,
}

impl Counts {
    /// Rows that come in.
    pub(crate) const fn ready(self) -> usize {
        self.new + self.changed + self.same
    }
}

impl Lists {
    /// `clashes` are the differences as they would be if nothing stored were kept.
    pub(crate) fn of(
        kind: Kind,
        report: &Report,
        fates: &[Fate],
        clashes: &[Fate],
        decisions: &Decisions,
    ) -> Self {
        let mut lists = Self::default();
        let mut moving = BTreeSet::new();
        for fate in fates {
            match fate.what {
                What::Refused => lists.refused.insert(fate.row),
                What::New | What::Changed(_) => moving.insert(fate.row),
                What::Same => false,
            };
        }
        lists.take_problems(report, &moving, decisions);
        lists.take_cleanings(kind, report, &moving, decisions);
        lists.take_clashes(kind, clashes, decisions);
        let open = lists.items.iter().filter(|item| !item.settled);
        lists.waiting = open
            .map(|item| item.row)
            .filter(|row| !lists.refused.contains(row))
            .collect();
        let ready = fates.iter().map(|fate| fate.row);
        let kept_out = |row: &u32| lists.refused.contains(row) || lists.waiting.contains(row);
        lists.ready = ready.filter(|row| !kept_out(row)).collect();
        lists
    }

    /// Errors stand alone; a warning about a row that is written wants a look.
    fn take_problems(&mut self, report: &Report, moving: &BTreeSet<u32>, decisions: &Decisions) {
        for problem in &report.problems {
            match problem.severity {
                Severity::Error => self.errors.push(problem.clone()),
                Severity::Warning if moving.contains(&problem.row) => {
                    let key = format!("warn.{}.{}", problem.field, problem.kind.label());
                    self.push(problem.row, key, Look::Warning(problem.clone()), decisions);
                }
                Severity::Warning => {}
            }
        }
    }

    /// Corrections that change what a cell means.
    fn take_cleanings(
        &mut self,
        kind: Kind,
        report: &Report,
        moving: &BTreeSet<u32>,
        decisions: &Decisions,
    ) {
        let cleaned = report.cleaned.iter();
        for cleaned in cleaned.filter(|cleaned| moving.contains(&cleaned.row)) {
            if kind.wants_a_look(&cleaned.field, cleaned.what) {
                let key = format!("clean.{}.{}", cleaned.field, cleaned.what.label());
                self.push(cleaned.row, key, Look::Cleaned(cleaned.clone()), decisions);
            }
        }
    }

    /// Stored values that a row would replace.
    fn take_clashes(&mut self, kind: Kind, clashes: &[Fate], decisions: &Decisions) {
        for fate in clashes {
            let What::Changed(differences) = &fate.what else {
                continue;
            };
            let asked = differences.iter();
            for difference in asked.filter(|one| kind.asks_before(&one.field)) {
                let key = format!("{CLASH}.{}", difference.field);
                self.push(fate.row, key, Look::Clash(difference.clone()), decisions);
            }
        }
    }

    fn push(&mut self, row: u32, key: String, look: Look, decisions: &Decisions) {
        let settled = decisions.is_confirmed(row, &key);
        self.items.push(Item {
            row,
            key,
            look,
            settled,
        });
    }

    /// What the ready rows would do, beside what stays out.
    pub(crate) fn counts(&self, report: &Report, fates: &[Fate]) -> Counts {
        let mut counts = Counts {
            rows: report.rows,
            refused: self.refused.len(),
            waiting: self.waiting.len(),
            skipped: report.skipped,
            ..Counts::default()
        };
        for fate in fates.iter().filter(|fate| self.ready.contains(&fate.row)) {
            match fate.what {
                What::New => counts.new += 1,
                What::Changed(_) => counts.changed += 1,
                What::Same => counts.same += 1,
                What::Refused => {}
            }
        }
        counts
    }

    /// The groups of the second list that still want an answer, in the order they are met: key and items.
    pub(crate) fn groups(&self) -> Vec<(&str, Vec<&Item>)> {
        let mut groups: Vec<(&str, Vec<&Item>)> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let items = self
            .items
            .iter()
            .filter(|item| !self.refused.contains(&item.row));
        for item in items.filter(|item| !item.settled && !matches!(item.look, Look::Clash(_))) {
            let place = *places.entry(&item.key).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((_, items)) => items.push(item),
                None => groups.push((&item.key, vec![item])),
            }
        }
        groups
    }

    /// Clashes with stored data, decided or not: the mind may be changed until the end.
    pub(crate) fn clashes(&self) -> impl Iterator<Item = (&Item, &Difference)> {
        let items = self
            .items
            .iter()
            .filter(|item| !self.refused.contains(&item.row));
        items.filter_map(|item| match &item.look {
            Look::Clash(difference) => Some((item, difference)),
            Look::Cleaned(_) | Look::Warning(_) => None,
        })
    }
}

/// What a group of cleanings says about itself.
pub(crate) fn cleaning_words(column: &str, what: Cleaning) -> String {
    match what {
        Cleaning::Spaces => format!("{column}里有空格，系统去掉"),
        Cleaning::FullWidth => format!("{column}含全角字符，系统换成半角"),
        Cleaning::QuoteMark => format!("{column}带着引号，系统去掉"),
        Cleaning::LetterCase => format!("{column}里有小写字母，系统改成大写"),
        Cleaning::DateForm => format!("{column}的写法，系统统一成 2008-05-18 这样"),
        Cleaning::NumberForm => format!("{column}的写法，系统统一"),
        Cleaning::OtherWord => format!("{column}换成学校用的词"),
        Cleaning::FromId => format!("{column}空着，按身份证号补上"),
        Cleaning::BannerRow
        | Cleaning::NoteRow
        | Cleaning::HeaderRow
        | Cleaning::TotalRow
        | Cleaning::SignatureRow
        | Cleaning::NothingSaid => what.label().to_owned(),
    }
}
