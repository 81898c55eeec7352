//! Fourth page: the three lists.

use std::collections::HashMap;

use askama::Template;
use domain::import::{Problem, ProblemKind};
use store::Page;

use super::super::checkup::Checkup;
use super::super::kinds::{Fate, What};
use super::super::record::Import;
use super::look::{ClashRow, LookGroup};
use super::{Cells, Head};
use crate::shell::{Layout, Pager};

const ROWS: u64 = 100;

/// Which of the lists, which page of it, and what was asked to be shown in full.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(in super::super) struct Place {
    pub(in super::super) list: String,
    pub(in super::super) page: String,
    /// The key of a group to show in full.
    pub(in super::super) all: String,
    /// `new`, `changed` or `same` in the third list.
    pub(in super::super) show: String,
}

impl Place {
    fn page(&self) -> Page {
        Page::new(self.page.parse().unwrap_or(1), ROWS)
    }
}

/// What was typed into a cell and is still not right.
#[derive(Clone, Debug)]
pub(in super::super) struct Typed {
    pub(in super::super) row: u32,
    pub(in super::super) field: String,
    pub(in super::super) value: String,
}

/// The page.
#[derive(Template)]
#[template(path = "imports/check.html")]
pub(in super::super) struct CheckPage {
    pub(in super::super) layout: Layout,
    pub(in super::super) head: Head,
    /// `errors`, `look` or `ready`.
    list: String,
    path: String,
    op_id: String,
    refused: usize,
    waiting: usize,
    ready: usize,
    errors: Vec<ErrorRow>,
    groups: Vec<LookGroup>,
    clashes: Vec<ClashRow>,
    rows: Vec<ReadyRow>,
    pager: Pager,
    skipped: Vec<u32>,
    note: String,
    typed: bool,
}

/// A cell that keeps its row out.
struct ErrorRow {
    row: u32,
    name: String,
    column: String,
    found: String,
    secret: bool,
    why: String,
    field: String,
    id: String,
    value: String,
    placeholder: String,
    choices: Vec<String>,
    bad: bool,
    /// The row it cannot stand beside.
    other: Option<u32>,
    /// Other rows with the same words in the same column.
    same: usize,
}

/// A row that can come in.
struct ReadyRow {
    row: u32,
    name: String,
    what: &'static str,
    changes: Vec<Changed>,
}

/// Old and new of one field.
struct Changed {
    name: String,
    old: String,
    new: String,
}

impl CheckPage {
    pub(in super::super) fn of(
        layout: Layout,
        head: Head,
        import: &Import,
        checkup: &Checkup,
        place: &Place,
        typed: Option<&Typed>,
    ) -> Self {
        let cells = Cells::of(import, checkup);
        let lists = &checkup.lists;
        let mut page = Self {
            layout,
            head,
            list: place.list.clone(),
            path: format!("/imports/{}", import.id()),
            op_id: crate::shell::op_id(),
            refused: checkup.counts.refused,
            waiting: checkup.counts.waiting,
            ready: checkup.counts.ready(),
            errors: Vec::new(),
            groups: Vec::new(),
            clashes: Vec::new(),
            rows: Vec::new(),
            pager: Pager::default(),
            skipped: import.decisions.fixes.skipped.iter().copied().collect(),
            note: note(checkup),
            typed: typed.is_some(),
        };
        if !["errors", "look", "ready"].contains(&page.list.as_str()) {
            let first = if page.refused > 0 {
                "errors"
            } else if page.waiting > 0 {
                "look"
            } else {
                "ready"
            };
            first.clone_into(&mut page.list);
        }
        match page.list.as_str() {
            "errors" => page.errors(&cells, checkup, place, typed),
            "look" => {
                page.groups = lists
                    .groups()
                    .iter()
                    .map(|group| LookGroup::of(&cells, group, &place.all))
                    .collect();
                page.clashes = lists
                    .clashes()
                    .map(|clash| ClashRow::of(&cells, import, clash))
                    .collect();
            }
            _ => page.ready(&cells, checkup, place),
        }
        page
    }

    fn errors(
        &mut self,
        cells: &Cells<'_>,
        checkup: &Checkup,
        place: &Place,
        typed: Option<&Typed>,
    ) {
        let problems = &checkup.lists.errors;
        let mut same: HashMap<(&str, &str), usize> = HashMap::new();
        for problem in problems {
            *same.entry((&problem.field, &problem.found)).or_default() += 1;
        }
        let (shown, pager) = cut(problems, place, format!("{}/check?list=errors&", self.path));
        self.pager = pager;
        self.errors = shown
            .iter()
            .map(|problem| {
                let count = same
                    .get(&(problem.field.as_str(), problem.found.as_str()))
                    .copied();
                ErrorRow::of(cells, checkup, problem, count.unwrap_or(1), typed)
            })
            .collect();
    }

    fn ready(&mut self, cells: &Cells<'_>, checkup: &Checkup, place: &Place) {
        let wanted = |fate: &&Fate| {
            checkup.lists.ready.contains(&fate.row)
                && match (place.show.as_str(), &fate.what) {
                    ("new", what) => matches!(what, What::New),
                    ("changed", what) => matches!(what, What::Changed(_)),
                    ("same", what) => matches!(what, What::Same),
                    _ => true,
                }
        };
        let fates: Vec<&Fate> = checkup.outcomes.fates.iter().filter(wanted).collect();
        let show = if place.show.is_empty() {
            String::new()
        } else {
            format!("show={}&", place.show)
        };
        let (shown, pager) = cut(
            &fates,
            place,
            format!("{}/check?list=ready&{show}", self.path),
        );
        self.pager = pager;
        self.rows = shown.iter().map(|fate| ReadyRow::of(cells, fate)).collect();
    }
}

/// Nothing is written yet; and no row was lost: those that are no data are counted.
fn note(checkup: &Checkup) -> String {
    let aside = checkup
        .outcomes
        .report
        .cleaned
        .iter()
        .filter(|cleaned| cleaned.field.is_empty())
        .count();
    let tail = if aside > 0 {
        format!("；标题、说明、合计和落款 {aside} 行没有计入")
    } else {
        String::new()
    };
    format!("到第 5 页确认之前，不会改动任何数据{tail}")
}

fn cut<'a, T>(all: &'a [T], place: &Place, base: String) -> (&'a [T], Pager) {
    let page = place.page();
    let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
    let from = usize::try_from(page.offset())
        .unwrap_or(usize::MAX)
        .min(all.len());
    let rest = all.get(from..).unwrap_or_default();
    let size = usize::try_from(ROWS).unwrap_or(100);
    (
        rest.get(..size).unwrap_or(rest),
        Pager::new(page, total, base),
    )
}

impl ErrorRow {
    fn of(
        cells: &Cells<'_>,
        checkup: &Checkup,
        problem: &Problem,
        same: usize,
        typed: Option<&Typed>,
    ) -> Self {
        let secret = cells.is_secret(&problem.field);
        let typed = typed.filter(|typed| typed.row == problem.row && typed.field == problem.field);
        // What is masked on the page is not put back into the field: it is typed anew from the document.
        let value = match typed {
            Some(typed) => typed.value.clone(),
            None if secret => String::new(),
            None => cells.text(problem.row, &problem.field),
        };
        let column = cells
            .spec(&problem.field)
            .map_or("", |column| column.name.as_ref());
        Self {
            row: problem.row,
            name: cells.name(problem.row),
            column: cells.column(&problem.field, &problem.column),
            found: problem.found.clone(),
            secret,
            why: format!("{}{}", problem.expected, problem.advice),
            id: format!("r{}-{}", problem.row, problem.field),
            value,
            placeholder: if problem.field == "id_number" {
                "输入 18 位证件号码".to_owned()
            } else {
                format!("输入{column}")
            },
            choices: choices(checkup, problem),
            bad: typed.is_some(),
            other: problem.other_row,
            same: if secret || problem.kind == ProblemKind::Missing {
                1
            } else {
                same
            },
            field: problem.field.clone(),
        }
    }
}

/// Where only certain words are right, they are offered.
fn choices(checkup: &Checkup, problem: &Problem) -> Vec<String> {
    match problem.kind {
        ProblemKind::UnknownClass
        | ProblemKind::NotInList
        | ProblemKind::ContradictsId
        | ProblemKind::Missing => checkup.base.choices(&problem.field),
        _ => Vec::new(),
    }
}

impl ReadyRow {
    fn of(cells: &Cells<'_>, fate: &Fate) -> Self {
        let (what, differences) = match &fate.what {
            What::New => ("新增", &[][..]),
            What::Changed(differences) => ("修改", differences.as_slice()),
            What::Same | What::Refused => ("不变", &[][..]),
        };
        let changed = |difference: &domain::import::Difference| Changed {
            name: difference.name.clone(),
            old: difference.old.clone(),
            new: difference.new.clone(),
        };
        Self {
            row: fate.row,
            name: cells.name(fate.row),
            what,
            changes: differences.iter().map(changed).collect(),
        }
    }
}
