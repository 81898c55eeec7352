//! The pages of marks entered twice: who takes which pass, and both passes side by side (plan 4.3.2).

use askama::Template;
use domain::dates::time_words;
use domain::ids::{AccountId, ClassId};
use domain::selection::{About, Pass};
use store::selection::Entrant;

use super::words;
use crate::selection::passes::{Differing, Passes, said};
use crate::selection::sight::Sight;
use crate::shell::{App, Fields, Layout, Problems, op_id};

/// Names of accounts.
pub(crate) type Names = Vec<(AccountId, String)>;

/// How far one pass is, and who types it.
pub(crate) struct PassLine {
    pub(crate) label: &'static str,
    pub(crate) who: String,
    pub(crate) done: usize,
    pub(crate) base: usize,
    pub(crate) missing: usize,
}

impl PassLine {
    fn of(pass: Pass, passes: &Passes, entrants: &[Entrant], names: &Names) -> Self {
        let progress = passes.progress(pass, entrants);
        let done = progress.scored + progress.absent;
        let who: Vec<&str> = passes
            .markers
            .of(pass)
            .filter_map(|account| named(names, account))
            .collect();
        Self {
            label: pass.label(),
            who: if who.is_empty() {
                "还没有人录".to_owned()
            } else {
                who.join("、")
            },
            done,
            base: progress.base,
            missing: progress.base - done,
        }
    }
}

fn named(names: &Names, account: AccountId) -> Option<&str> {
    let found = names.iter().find(|(one, _)| *one == account);
    found.map(|(_, name)| name.as_str())
}

/// Both passes of a round for whoever sees all of it.
pub(crate) struct Twice {
    pub(crate) lines: Vec<PassLine>,
    /// By class: done in the first and in the second pass.
    pub(crate) classes: Vec<(ClassId, usize, usize)>,
    /// Both are complete: how many differences there are, and how many wait.
    pub(crate) compared: Option<(usize, usize)>,
}

impl Twice {
    pub(crate) fn of(passes: &Passes, entrants: &[Entrant], names: &Names) -> Self {
        let views = Pass::ALL.iter().map(|pass| passes.view(*pass, entrants));
        let done: Vec<Vec<Entrant>> = views.collect();
        let count = |view: usize, class: ClassId| {
            let all = done.get(view).map(Vec::as_slice).unwrap_or_default();
            let own: Vec<Entrant> = all
                .iter()
                .filter(|one| one.entry.class_id == class)
                .cloned()
                .collect();
            let progress = passes.count(&own);
            progress.scored + progress.absent
        };
        Self {
            lines: Pass::ALL
                .iter()
                .map(|pass| PassLine::of(*pass, passes, entrants, names))
                .collect(),
            classes: words::classes(entrants)
                .into_iter()
                .map(|(class, _)| (class, count(0, class), count(1, class)))
                .collect(),
            compared: passes.complete(entrants).then(|| {
                let all = passes.differing(entrants).len();
                (all, passes.unsettled(entrants))
            }),
        }
    }

    /// "第一遍 已录 320 / 320（陶慧敏），第二遍 已录 40 / 320（关颖思）".
    pub(crate) fn words(&self) -> String {
        let line = |line: &PassLine| {
            format!(
                "{} 已录 {} / {}（{}）",
                line.label, line.done, line.base, line.who
            )
        };
        self.lines.iter().map(line).collect::<Vec<_>>().join("，")
    }
}

#[derive(Template)]
#[template(path = "selection/take_pass.html")]
pub(crate) struct TakePassPage {
    layout: Layout,
    id: String,
    project: String,
    project_href: String,
    ordinal: String,
    lines: Vec<(&'static str, PassLine)>,
    op_id: String,
}

impl TakePassPage {
    pub(crate) fn new(
        layout: Layout,
        sight: &Sight,
        passes: &Passes,
        entrants: &[Entrant],
        names: &Names,
    ) -> Self {
        let line = |pass: &Pass| (pass.value(), PassLine::of(*pass, passes, entrants, names));
        Self {
            layout,
            id: sight.round.id.to_string(),
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
            lines: Pass::ALL.iter().map(line).collect(),
            op_id: op_id(),
        }
    }
}

/// One difference with the fields that settle it.
struct Row {
    /// What the names of its fields begin with.
    key: String,
    number: String,
    name: String,
    class: String,
    about: String,
    /// Marks are typed, attendance is chosen.
    attendance: bool,
    first: String,
    second: String,
    apart: String,
    flagged: bool,
    /// "78.5，陆明远 今天 09:12：看了答卷".
    settled: String,
    version: i32,
    choice: String,
    value: String,
    record: String,
    reason: String,
    error: String,
    error_field: String,
}

#[derive(Template)]
#[template(path = "selection/compare.html")]
pub(crate) struct ComparePage {
    layout: Layout,
    id: String,
    project: String,
    project_href: String,
    ordinal: String,
    who: String,
    rows: Vec<Row>,
    open: usize,
    flagged: usize,
    /// Why the reader may not settle; empty when they may.
    refusal: String,
    absences: Vec<(&'static str, &'static str)>,
    may_seal: bool,
    op_id: String,
    problems: Problems,
}

/// What the names of a difference's fields begin with.
pub(crate) fn field_of(one: &Differing<'_>) -> String {
    let about = match one.difference.about {
        About::Attendance => "sat".to_owned(),
        About::Part(part) => part.to_string(),
    };
    format!("d{}.{about}", one.entrant.entry.id)
}

impl ComparePage {
    pub(crate) fn new(
        app: &App,
        layout: Layout,
        sight: &Sight,
        (passes, entrants): (&Passes, &[Entrant]),
        names: &Names,
        refusal: String,
        may_seal: bool,
    ) -> Self {
        let terms = &sight.round.parameters;
        let part_names = terms.names();
        let row = |one: &Differing<'_>| {
            let settled = one.settled.and_then(|kept| {
                let who = named(names, kept.account_id).unwrap_or_default();
                let when = time_words(kept.at, app.clock.now());
                let (_, words) = kept.said()?;
                Some(format!("{}，{who} {when}：{}", said(&words), kept.reason))
            });
            let (about, attendance) = match one.difference.about {
                About::Attendance => ("参加".to_owned(), true),
                About::Part(part) => (part_names.name(&part).to_owned(), false),
            };
            Row {
                key: field_of(one),
                number: one.entrant.number.clone(),
                name: one.entrant.name.clone(),
                class: one.entrant.class.clone(),
                about,
                attendance,
                first: said(&one.difference.first),
                second: said(&one.difference.second),
                apart: one
                    .difference
                    .apart
                    .map_or_else(|| "--".to_owned(), |apart| apart.to_string()),
                flagged: one.difference.flagged,
                settled: settled.unwrap_or_default(),
                version: one.settled.map_or(0, |kept| kept.version),
                choice: String::new(),
                value: String::new(),
                record: String::new(),
                reason: String::new(),
                error: String::new(),
                error_field: String::new(),
            }
        };
        let differing = passes.differing(entrants);
        Self {
            layout,
            id: sight.round.id.to_string(),
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
            who: Twice::of(passes, entrants, names).words(),
            open: passes.unsettled(entrants),
            flagged: differing
                .iter()
                .filter(|one| one.difference.flagged)
                .count(),
            rows: differing.iter().map(row).collect(),
            refusal,
            absences: super::grid::ABSENCES
                .iter()
                .map(|absence| (absence.value(), absence.label()))
                .collect(),
            may_seal,
            op_id: op_id(),
            problems: Problems::default(),
        }
    }

    /// The page as it was typed, with what has to be mended.
    pub(crate) fn typed(mut self, fields: &Fields, problems: Problems) -> Self {
        for row in &mut self.rows {
            let field = |what: &str| format!("{}.{what}", row.key);
            fields.text(&field("choice")).clone_into(&mut row.choice);
            fields.text(&field("value")).clone_into(&mut row.value);
            fields.text(&field("record")).clone_into(&mut row.record);
            fields.text(&field("reason")).clone_into(&mut row.reason);
            for what in ["choice", "value", "record", "reason"] {
                let said = problems.of(&field(what));
                if !said.is_empty() {
                    said.clone_into(&mut row.error);
                    row.error_field = field(what);
                }
            }
        }
        self.problems = problems;
        self
    }
}
