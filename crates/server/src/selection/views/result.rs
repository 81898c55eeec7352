//! The computed result: one sentence, the picture, the classes, the list; and its paper for the notice board.

use askama::Template;
use domain::access::{Action, Post};
use domain::ids::ClassId;
use domain::selection::{Binding, RoundState, by_class, covered, select};
use domain::values::Ratio;
use store::selection::Entrant;

use super::chart::Chart;
use super::result_list::{Line, ListQuery, Listing, sorted};
use super::rule::short;
use super::words::{self, Outsider, Part, Stop};
use crate::selection::recheck::{Recheck, Recomputed};
use crate::selection::sight::Sight;
use crate::shell::{App, Layout, Visitor};

/// A round, everybody of it, and what the rule says of them now.
pub(crate) struct Subject<'a> {
    pub(crate) sight: &'a Sight,
    pub(crate) all: &'a [Entrant],
    /// Those the reader may see.
    pub(crate) seen: &'a [Entrant],
    pub(crate) now: &'a Recomputed,
    pub(crate) recheck: &'a Recheck,
}

#[derive(Template)]
#[template(path = "selection/result.html")]
pub(crate) struct ResultPage {
    layout: Layout,
    id: String,
    project: String,
    project_href: String,
    ordinal: String,
    dates: String,
    plan: String,
    rule: String,
    whole: bool,
    sentence: Sentence,
    stops: Vec<Stop>,
    told: String,
    /// The public notice, while there is one.
    notice: bool,
    /// The reader's act: what and where.
    act: Option<(&'static str, String)>,
    seal: String,
    holds: bool,
    chart: Option<Chart>,
    classes: Vec<ClassLine>,
    total: Option<ClassLine>,
    none_chosen: Vec<String>,
    ratio: String,
    goal: u32,
    parts: Vec<Part>,
    columns: usize,
    listing: Listing,
    choices: Vec<(ClassId, String, bool)>,
    verdicts: Vec<(&'static str, &'static str, bool)>,
    outsiders: Vec<Outsider>,
    what_if: Vec<WhatIf>,
}

/// The numbers of the sentence.
pub(crate) struct Sentence {
    base: u32,
    ratio: String,
    by_ratio: u32,
    /// "，批准人数更少，取 150 个名额"
    limit: String,
    last_rank: Option<u32>,
    cut: String,
    edge: Option<(String, u32, u32)>,
    chosen: u32,
    not_chosen: u32,
    absent: u32,
}

impl Sentence {
    pub(super) fn of(subject: &Subject<'_>) -> Self {
        let outcome = &subject.now.outcome;
        let quota = outcome.quota();
        let limit = match quota.binding {
            Binding::Ratio => String::new(),
            Binding::Approved | Binding::Seats => {
                format!(
                    "，{}更少，取 {} 个名额",
                    quota.binding.label(),
                    quota.places
                )
            }
        };
        Self {
            base: outcome.base(),
            ratio: subject.sight.round.parameters.rule.ratio.to_string(),
            by_ratio: quota.by_ratio,
            limit,
            last_rank: outcome.last_chosen().and_then(|last| last.rank),
            cut: outcome.cut().map(|cut| cut.to_string()).unwrap_or_default(),
            edge: outcome.edge().map(|edge| {
                (
                    edge.total.to_string(),
                    edge.same_total,
                    edge.same_total_chosen,
                )
            }),
            chosen: outcome.all_chosen(),
            not_chosen: outcome.not_chosen(),
            absent: outcome.absent(),
        }
    }
}

/// One class; widths of its bar in an SVG 122 wide.
struct ClassLine {
    id: Option<ClassId>,
    class: String,
    base: u32,
    sat: u32,
    chosen: u32,
    percent: String,
    width: String,
}

/// The same scores under another ratio, to look at only.
struct WhatIf {
    ratio: String,
    own: bool,
    places: u32,
    cut: String,
    chosen: u32,
    tie: String,
    none_chosen: usize,
}

impl ResultPage {
    pub(crate) fn new(
        app: &App,
        visitor: &Visitor,
        layout: Layout,
        subject: &Subject<'_>,
        query: &ListQuery,
        outsiders: Vec<Outsider>,
        told: String,
    ) -> Self {
        let (sight, outcome) = (subject.sight, &subject.now.outcome);
        let (round, terms) = (&sight.round, &sight.round.parameters);
        let id = round.id.to_string();
        let seen = sorted(subject.seen);
        let parts = words::parts(terms);
        let (classes, total) = class_lines(subject);
        let chosen_class = query.class_id();
        Self {
            layout,
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
            dates: words::dates(app, sight),
            plan: sight.plan.name.clone(),
            rule: terms.rule.sentence(&terms.names()),
            whole: sight.whole,
            sentence: Sentence::of(subject),
            stops: words::stops(round.state),
            told,
            notice: round.state == RoundState::Published,
            act: act(visitor, subject),
            seal: short(round.seal_hash.as_deref().unwrap_or_default()),
            holds: subject.recheck.all_holds(),
            chart: Chart::of(outcome).filter(|_| sight.whole),
            none_chosen: classes
                .iter()
                .filter(|line| line.chosen == 0)
                .map(|line| line.class.clone())
                .collect(),
            classes,
            total: total.filter(|_| sight.whole),
            ratio: terms.rule.ratio.to_string(),
            goal: 1 + terms.rule.ratio.basis_points().unsigned_abs() * 120 / 10_000,
            columns: parts.len() + 7,
            parts,
            listing: Listing::of(query, &id, &seen, outcome, terms),
            choices: words::classes(subject.seen)
                .into_iter()
                .map(|(class, name)| (class, name, chosen_class == Some(class)))
                .collect(),
            verdicts: domain::selection::Verdict::ALL
                .iter()
                .map(|verdict| {
                    (
                        verdict.value(),
                        verdict.label(),
                        query.verdict == verdict.value(),
                    )
                })
                .collect(),
            outsiders,
            what_if: if may_ask_what_if(visitor, sight) {
                what_if(subject)
            } else {
                Vec::new()
            },
            id,
        }
    }
}

/// The one main button, for the person whose turn it is.
fn act(visitor: &Visitor, subject: &Subject<'_>) -> Option<(&'static str, String)> {
    let round = &subject.sight.round;
    let may = visitor
        .actor
        .may(Action::ConfirmSelection, &subject.sight.place);
    match round.state {
        RoundState::Computed if may => {
            Some(("确认结果…", format!("/selection/{}/confirm", round.id)))
        }
        RoundState::Confirmed if may => {
            Some(("进入公示…", format!("/selection/{}/publish", round.id)))
        }
        RoundState::Published if may => Some(("定案…", format!("/selection/{}/final", round.id))),
        RoundState::Entering
        | RoundState::Sealed
        | RoundState::Computed
        | RoundState::Confirmed
        | RoundState::Published
        | RoundState::Final => None,
    }
}

/// Leaders and the office, and only before a person stands for the result.
fn may_ask_what_if(visitor: &Visitor, sight: &Sight) -> bool {
    let leads = [
        Post::LeadingGroupHead,
        Post::LeadingGroupDeputy,
        Post::LeadingGroupMember,
    ];
    let leader = leads.into_iter().any(|post| visitor.actor.holds(post));
    sight.round.state == RoundState::Computed
        && (leader || visitor.actor.may(Action::ConfirmSelection, &sight.place))
}

fn what_if(subject: &Subject<'_>) -> Vec<WhatIf> {
    let rule = &subject.sight.round.parameters.rule;
    let column = |ratio: Ratio| {
        let mut other = rule.clone();
        other.ratio = ratio;
        let outcome = select(&subject.now.candidates, &other);
        let none = |text: Option<String>| text.unwrap_or_else(|| "--".to_owned());
        WhatIf {
            ratio: ratio.to_string(),
            own: ratio == rule.ratio,
            places: outcome.quota().places,
            cut: none(outcome.cut().map(|cut| format!("{cut} 分"))),
            chosen: outcome.chosen(),
            tie: none(outcome.edge().map(|edge| {
                format!(
                    "{} 分 {} 人，取 {} 人",
                    edge.total, edge.same_total, edge.same_total_chosen
                )
            })),
            none_chosen: by_class(&outcome, &subject.now.candidates)
                .iter()
                .filter(|row| row.none_chosen)
                .count(),
        }
    };
    [5_500, 6_000, 6_500]
        .into_iter()
        .filter_map(|points| Ratio::try_from(points).ok())
        .map(column)
        .collect()
}

fn class_lines(subject: &Subject<'_>) -> (Vec<ClassLine>, Option<ClassLine>) {
    let seen = words::classes(subject.seen);
    let id = |name: &str| {
        seen.iter()
            .find(|(_, class)| class == name)
            .map(|(id, _)| *id)
    };
    let rows = by_class(&subject.now.outcome, &subject.now.candidates);
    let lines = rows.into_iter().filter_map(|row| {
        Some(ClassLine {
            id: Some(id(&row.class)?),
            base: row.base,
            sat: row.sat,
            chosen: row.chosen,
            percent: words::percent(row.permille),
            width: bar(row.permille),
            class: row.class,
        })
    });
    let outcome = &subject.now.outcome;
    let base = u64::from(outcome.base()).max(1);
    let permille = (u64::from(outcome.chosen()) * 2_000 + base) / (base * 2);
    let permille = u32::try_from(permille).unwrap_or_default();
    let total = ClassLine {
        id: None,
        class: "合计".to_owned(),
        base: outcome.base(),
        sat: outcome.sat(),
        chosen: outcome.chosen(),
        percent: words::percent(permille),
        width: bar(permille),
    };
    (lines.collect(), Some(total))
}

/// 1000 tenths of a percent are 120 wide.
fn bar(permille: u32) -> String {
    let tenths = permille * 1_200 / 1_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[derive(Template)]
#[template(path = "selection/print.html")]
pub(crate) struct PrintPage {
    pub(crate) asset_version: String,
    pub(crate) school: String,
    pub(crate) project: String,
    pub(crate) ordinal: String,
    pub(crate) state: &'static str,
    pub(crate) published: bool,
    pub(crate) sentence: String,
    pub(crate) rule: String,
    pub(crate) rows: Vec<PrintRow>,
    pub(crate) printed: String,
    pub(crate) seal: String,
}

/// One of the chosen, the name covered: the paper hangs where everybody passes.
pub(crate) struct PrintRow {
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) class: String,
}

impl PrintPage {
    pub(crate) fn new(subject: &Subject<'_>, layout: &Layout, printed: String) -> Self {
        let (sight, terms) = (subject.sight, &subject.sight.round.parameters);
        let mut chosen: Vec<&Entrant> = subject
            .all
            .iter()
            .filter(|one| one.entry.verdict == Some(domain::selection::Verdict::Chosen))
            .collect();
        chosen.sort_by(|a, b| a.number.cmp(&b.number));
        Self {
            asset_version: layout.asset_version.clone(),
            school: layout.school.clone(),
            project: sight.project.title.clone(),
            ordinal: sight.ordinal(),
            state: sight.round.state.label(),
            published: sight.round.state.is_told(),
            sentence: subject.now.outcome.summary(&terms.rule).to_string(),
            rule: format!(
                "依据：{}第 4.2 条；{}",
                sight.plan.name,
                terms.rule.sentence(&terms.names())
            ),
            rows: chosen
                .into_iter()
                .map(|one| PrintRow {
                    number: one.number.clone(),
                    name: covered(&one.name),
                    class: one.class.clone(),
                })
                .collect(),
            printed,
            seal: short(sight.round.seal_hash.as_deref().unwrap_or_default()),
        }
    }
}
