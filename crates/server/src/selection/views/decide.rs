//! The pages on which a person looks once more before something that cannot be taken back.

use askama::Template;
use chrono::NaiveDate;
use domain::selection::{Absence, Notice, PartKey};
use store::selection::{Entrant, marks_of};

use super::open::rule_facts;
use super::result::Subject;
use super::rule::grouped;
use super::words::{Outsider, classes};
use crate::selection::actions::{Progress, not_yet};
use crate::selection::sight::Sight;
use crate::shell::{Layout, Problems, op_id};

/// Names that are listed before "等".
const NAMED: usize = 12;

#[derive(Template)]
#[template(path = "selection/seal.html")]
pub(crate) struct SealPage {
    layout: Layout,
    id: String,
    project: String,
    project_href: String,
    ordinal: String,
    base: usize,
    scored: usize,
    /// "缺考 8，请假 1".
    absent: Vec<(&'static str, usize)>,
    /// By class: whoever has no score, or not all of them, and no word why.
    missing: Vec<(String, String)>,
    missing_count: usize,
    outsiders: Vec<Outsider>,
    op_id: String,
    stamp: i64,
    problems: Problems,
}

impl SealPage {
    pub(crate) fn new(
        layout: Layout,
        sight: &Sight,
        entrants: &[Entrant],
        outsiders: Vec<Outsider>,
        stamp: i64,
    ) -> Self {
        let progress = Progress::of(entrants, &sight.round.parameters);
        let absent = |absence: &Absence| {
            let of_kind = entrants
                .iter()
                .filter(|one| one.entry.in_base && one.entry.absence == Some(*absence));
            Some((absence.label(), of_kind.count())).filter(|(_, count)| *count > 0)
        };
        Self {
            layout,
            id: sight.round.id.to_string(),
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
            base: progress.base,
            scored: progress.scored,
            absent: Absence::ALL.iter().filter_map(absent).collect(),
            missing: missing(sight, entrants),
            missing_count: progress.partly + progress.empty(),
            outsiders,
            op_id: op_id(),
            stamp,
            problems: Problems::default(),
        }
    }

    /// Whether somebody would count as absent whom nobody called absent.
    pub(crate) const fn needs_word(&self) -> bool {
        self.missing_count > 0
    }

    pub(crate) fn with(mut self, problems: Problems) -> Self {
        self.problems = problems;
        self
    }
}

fn missing(sight: &Sight, entrants: &[Entrant]) -> Vec<(String, String)> {
    let parts: Vec<PartKey> = sight
        .round
        .parameters
        .rule
        .weights
        .iter()
        .map(|(part, _)| part)
        .collect();
    let lacks = |one: &&Entrant| {
        let marks = marks_of(&one.entry.scores);
        one.entry.in_base
            && one.entry.absence.is_none()
            && parts.iter().any(|part| marks.get(*part).is_none())
    };
    let line = |(id, class)| {
        let own: Vec<&str> = entrants
            .iter()
            .filter(|one| one.entry.class_id == id)
            .filter(lacks)
            .map(|one| one.name.as_str())
            .collect();
        let named: Vec<&str> = own.iter().take(NAMED).copied().collect();
        let more = if own.len() > NAMED {
            format!(" 等 {} 人", own.len())
        } else {
            format!("，{} 人", own.len())
        };
        (!own.is_empty()).then(|| (class, format!("{}{more}", named.join("、"))))
    };
    classes(entrants).into_iter().filter_map(line).collect()
}

#[derive(Template)]
#[template(path = "selection/confirm.html")]
pub(crate) struct ConfirmPage {
    layout: Layout,
    id: String,
    project: String,
    project_href: String,
    ordinal: String,
    sentence: String,
    facts: Vec<(&'static str, String)>,
    seal: String,
    holds: bool,
    chosen: u32,
    op_id: String,
    version: i32,
}

impl ConfirmPage {
    pub(crate) fn new(layout: Layout, subject: &Subject<'_>) -> Self {
        let (sight, round) = (subject.sight, &subject.sight.round);
        Self {
            layout,
            id: round.id.to_string(),
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
            sentence: subject
                .now
                .outcome
                .summary(&round.parameters.rule)
                .to_string(),
            facts: rule_facts(&sight.plan, &round.parameters),
            seal: grouped(round.seal_hash.as_deref().unwrap_or_default()),
            holds: subject.recheck.all_holds(),
            chosen: subject.now.outcome.chosen(),
            op_id: op_id(),
            version: round.version,
        }
    }
}

#[derive(Template)]
#[template(path = "selection/publish.html")]
pub(crate) struct PublishPage {
    pub(crate) layout: Layout,
    pub(crate) id: String,
    pub(crate) project: String,
    pub(crate) project_href: String,
    pub(crate) ordinal: String,
    pub(crate) sentence: String,
    /// Name and the words that person gets.
    pub(crate) told: Vec<(String, String)>,
    /// The last day of the notice; `None` where the list is final at once.
    pub(crate) until: Option<String>,
    pub(crate) op_id: String,
    pub(crate) version: i32,
}

impl PublishPage {
    pub(crate) fn new(
        layout: Layout,
        subject: &Subject<'_>,
        told: Vec<(String, String)>,
        until: Option<String>,
    ) -> Self {
        let (sight, round) = (subject.sight, &subject.sight.round);
        Self {
            layout,
            id: round.id.to_string(),
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
            sentence: subject
                .now
                .outcome
                .summary(&round.parameters.rule)
                .to_string(),
            told,
            until,
            op_id: op_id(),
            version: round.version,
        }
    }
}

#[derive(Template)]
#[template(path = "selection/final.html")]
pub(crate) struct FinalPage {
    layout: Layout,
    id: String,
    project: String,
    project_href: String,
    ordinal: String,
    sentence: String,
    /// Why not yet; empty when it may be done.
    refusal: String,
    appeals: usize,
    chosen: u32,
    op_id: String,
    version: i32,
}

impl FinalPage {
    pub(crate) fn new(
        layout: Layout,
        subject: &Subject<'_>,
        notice: Notice,
        today: NaiveDate,
    ) -> Self {
        let (sight, round) = (subject.sight, &subject.sight.round);
        let summary = subject.now.outcome.summary(&round.parameters.rule);
        Self {
            layout,
            id: round.id.to_string(),
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
            sentence: summary.to_string(),
            refusal: if notice.may_close() {
                String::new()
            } else {
                not_yet(notice, today)
            },
            appeals: match notice {
                Notice::Over { appeals } => appeals,
                Notice::Open(_) | Notice::Final | Notice::None => 0,
            },
            chosen: subject.now.outcome.all_chosen(),
            op_id: op_id(),
            version: round.version,
        }
    }
}
