//! How papers look: strings and flags for the templates.

use std::collections::BTreeMap;

use askama::Template;
use chrono::{DateTime, Utc};
use domain::dates::{day_words, on_the_wall, time_words};
use domain::ids::AccountId;
use domain::selection::papers::{Balance, CopyState, OpeningState};
use store::audit::entry;
use store::review::Holder;
use store::selection::papers::{copy, opening, paper};

use crate::audit::Line;
use crate::selection::sight::Sight;
use crate::shell::{Choice, Fields, Layout, Problems, op_id};

/// Where a page about papers belongs.
struct Head {
    id: String,
    project: String,
    project_href: String,
    ordinal: String,
}

impl Head {
    fn of(sight: &Sight) -> Self {
        Self {
            id: sight.round.id.to_string(),
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
        }
    }
}

/// One paper of the list.
struct PaperRow {
    href: String,
    name: String,
    number: i32,
    newest: bool,
    at: String,
    state: &'static str,
    openings: usize,
    copies: String,
}

#[derive(Template)]
#[template(path = "selection/papers/papers.html")]
pub(super) struct PapersPage {
    layout: Layout,
    head: Head,
    papers: Vec<PaperRow>,
    name: String,
    op_id: String,
    problems: Problems,
}

impl PapersPage {
    pub(super) fn new(
        layout: Layout,
        sight: &Sight,
        (kept, openings): (&[(paper::Model, Vec<copy::Model>)], &[opening::Model]),
        now: DateTime<Utc>,
    ) -> Self {
        let mut seen = "";
        let mut papers = Vec::with_capacity(kept.len());
        for (paper, copies) in kept {
            let own: Vec<&opening::Model> = openings
                .iter()
                .filter(|one| one.paper_id == paper.id)
                .collect();
            let open = own
                .iter()
                .any(|one| one.opening().state(now) == OpeningState::Open);
            let balance = Balance::of(copies.iter().map(|copy| copy.state));
            papers.push(PaperRow {
                href: format!("/papers/{}", paper.id),
                name: paper.name.clone(),
                number: paper.number,
                newest: seen != paper.name,
                at: time_words(paper.created_at, now),
                state: if open { "已启封" } else { "封存中" },
                openings: own.len(),
                copies: if copies.is_empty() {
                    "--".to_owned()
                } else {
                    balance.to_string()
                },
            });
            seen = &paper.name;
        }
        Self {
            layout,
            head: Head::of(sight),
            papers,
            name: String::new(),
            op_id: op_id(),
            problems: Problems::default(),
        }
    }

    /// The same page with what was typed.
    pub(super) fn typed(mut self, name: &str, problems: Problems) -> Self {
        name.clone_into(&mut self.name);
        self.problems = problems;
        self
    }
}

/// One opening of a paper.
struct OpeningRow {
    href: String,
    window: String,
    who: String,
    reason: String,
    state: &'static str,
    open: bool,
    views: i32,
    may_join: bool,
    may_read: bool,
    may_close: bool,
}

/// Neighbouring copies in the same hands.
struct CopyRange {
    numbers: String,
    count: i32,
    state: &'static str,
    holder: String,
    at: String,
}

#[derive(Template)]
#[template(path = "selection/papers/paper.html")]
pub(super) struct PaperPage {
    layout: Layout,
    head: Head,
    id: String,
    name: String,
    number: i32,
    /// What to open instead, where this is an old version.
    newer: Option<String>,
    papers_href: String,
    fingerprint: String,
    openings: Vec<OpeningRow>,
    copies: Vec<CopyRange>,
    balance: Option<Balance>,
    others: Vec<Choice>,
    states: Vec<Choice>,
    log: Vec<Line>,
    typed: Fields,
    op_id: String,
    problems: Problems,
}

impl PaperPage {
    pub(super) fn new(layout: Layout, sight: &Sight, paper: &paper::Model, newest: i32) -> Self {
        let option = |state: &CopyState| Choice::new(state.value(), state.label());
        let destinations = CopyState::ALL
            .iter()
            .filter(|to| **to != CopyState::Printed);
        Self {
            layout,
            head: Head::of(sight),
            id: paper.id.to_string(),
            name: paper.name.clone(),
            number: paper.number,
            newer: (newest > paper.number)
                .then(|| format!("这份试卷已有第 {newest} 版，旧版只能查看记录，不能启封。")),
            papers_href: format!("/selection/{}/papers", sight.round.id),
            fingerprint: paper.sha256.chars().take(16).collect(),
            openings: Vec::new(),
            copies: Vec::new(),
            balance: None,
            others: Vec::new(),
            states: destinations.map(option).collect(),
            log: Vec::new(),
            typed: Fields::default(),
            op_id: op_id(),
            problems: Problems::default(),
        }
    }

    pub(super) fn with_openings(
        mut self,
        openings: &[opening::Model],
        names: &BTreeMap<AccountId, String>,
        (visitor, now): (AccountId, DateTime<Utc>),
    ) -> Self {
        let row = |one: &opening::Model| {
            let rule = one.opening();
            let name = |id| names.get(id).map_or("--", String::as_str);
            let state = rule.state(now);
            let named = visitor == one.first_by || visitor == one.second_by;
            OpeningRow {
                href: format!("/paper-openings/{}", one.id),
                window: window_words(one, now),
                who: format!("{}、{}", name(&one.first_by), name(&one.second_by)),
                reason: one.reason.clone(),
                state: state.label(),
                open: state == OpeningState::Open,
                views: one.views,
                may_join: state == OpeningState::Asked && rule.join(visitor, now).is_ok(),
                may_read: rule.may_read(visitor, now).is_ok(),
                may_close: named && state != OpeningState::Over,
            }
        };
        self.openings = openings.iter().map(row).collect();
        self
    }

    pub(super) fn with_copies(mut self, copies: &[copy::Model]) -> Self {
        if !copies.is_empty() {
            self.balance = Some(Balance::of(copies.iter().map(|copy| copy.state)));
        }
        self.copies = ranges(copies);
        self
    }

    pub(super) fn with_others(mut self, others: Vec<Holder>) -> Self {
        let option =
            |one: Holder| Choice::new(one.account, format!("{}（{}）", one.name, one.post));
        self.others = others.into_iter().map(option).collect();
        self
    }

    pub(super) fn with_log(mut self, log: &[entry::Model], now: DateTime<Utc>) -> Self {
        self.log = log.iter().map(|row| Line::of(row, now)).collect();
        self
    }

    /// The same page with what was typed.
    pub(super) fn typed(mut self, fields: &Fields, problems: Problems) -> Self {
        self.typed = fields.clone();
        self.problems = problems;
        self
    }
}

fn window_words(one: &opening::Model, now: DateTime<Utc>) -> String {
    let (from, to) = (on_the_wall(one.window_from), on_the_wall(one.window_to));
    format!(
        "{} {} ～ {}",
        day_words(from.date_naive(), on_the_wall(now).date_naive()),
        from.format("%H:%M"),
        to.format("%H:%M")
    )
}

/// Copies next to each other in the same state and hands are one line.
fn ranges(copies: &[copy::Model]) -> Vec<CopyRange> {
    let mut found: Vec<(i32, &copy::Model)> = Vec::new();
    for copy in copies {
        match found.last_mut() {
            Some((count, last))
                if last.number + *count == copy.number
                    && last.state == copy.state
                    && last.holder == copy.holder =>
            {
                *count += 1;
            }
            _ => found.push((1, copy)),
        }
    }
    let row = |(count, first): (i32, &copy::Model)| CopyRange {
        numbers: match count {
            1 => first.number.to_string(),
            more => format!("{} ～ {}", first.number, first.number + more - 1),
        },
        count,
        state: first.state.label(),
        holder: first.holder.clone().unwrap_or_else(|| "--".to_owned()),
        at: on_the_wall(first.changed_at)
            .format("%-m月%-d日 %H:%M")
            .to_string(),
    };
    found.into_iter().map(row).collect()
}
