//! Opening a round, and the page of a round whose scores are being entered.

use askama::Template;
use domain::ids::ClassId;
use domain::plan::PlanVersion;
use domain::selection::Terms;
use domain::values::StudentState;
use store::projects::project;
use store::school::class;
use store::selection::Entrant;

use super::passes::Twice;
use super::words::{self, Outsider, Stop};
use crate::selection::actions::Progress;
use crate::selection::sight::Sight;
use crate::shell::{App, Fields, Layout, Problems, op_id};

#[derive(Template)]
#[template(path = "selection/new.html")]
pub(crate) struct NewRoundPage {
    layout: Layout,
    project: String,
    project_href: String,
    /// Why there may be none now.
    refusal: Option<String>,
    facts: Vec<(&'static str, String)>,
    classes: Vec<BaseRow>,
    base: u32,
    places: u32,
    ratio: String,
    test_on: String,
    approved: String,
    seats: String,
    op_id: String,
    problems: Problems,
}

/// One class of the roll.
struct BaseRow {
    class: String,
    counted: u32,
    /// "休学 2".
    left_out: String,
}

impl NewRoundPage {
    pub(crate) fn new(
        layout: Layout,
        project: &project::Model,
        refusal: Option<String>,
        (plan, terms): (&PlanVersion, &Terms),
        counts: &[(class::Model, StudentState, u32)],
    ) -> Self {
        let classes = base_rows(counts, terms);
        let base = classes.iter().map(|row| row.counted).sum();
        Self {
            layout,
            project: project.title.clone(),
            project_href: format!("/projects/{}", project.id),
            refusal,
            facts: rule_facts(plan, terms),
            places: terms.rule.quota(base).by_ratio,
            ratio: terms.rule.ratio.to_string(),
            classes,
            base,
            test_on: String::new(),
            approved: String::new(),
            seats: String::new(),
            op_id: op_id(),
            problems: Problems::default(),
        }
    }

    /// The same form with what was typed.
    pub(crate) fn typed(mut self, fields: &Fields, problems: Problems) -> Self {
        let text = |name| fields.text(name).to_owned();
        (self.test_on, self.approved, self.seats) =
            (text("test_on"), text("approved"), text("seats"));
        if !fields.text("op_id").is_empty() {
            self.op_id = text("op_id");
        }
        self.problems = problems;
        self
    }
}

fn base_rows(counts: &[(class::Model, StudentState, u32)], terms: &Terms) -> Vec<BaseRow> {
    let mut rows: Vec<BaseRow> = Vec::new();
    for (class, state, people) in counts {
        if rows.last().is_none_or(|row| row.class != class.name) {
            rows.push(BaseRow {
                class: class.name.clone(),
                counted: 0,
                left_out: String::new(),
            });
        }
        let Some(row) = rows.last_mut() else { continue };
        if terms.rule.counting.contains(state) {
            row.counted += people;
        } else {
            let comma = if row.left_out.is_empty() { "" } else { "，" };
            row.left_out = format!("{}{comma}{state} {people}", row.left_out);
        }
    }
    rows
}

/// The rule in lines, as the plan version and the certificate fix it.
pub(super) fn rule_facts(plan: &PlanVersion, terms: &Terms) -> Vec<(&'static str, String)> {
    let names = terms.names();
    let listed = |parts: Vec<String>, none: &str| {
        if parts.is_empty() {
            none.to_owned()
        } else {
            parts.join("、")
        }
    };
    let weights = terms
        .rule
        .weights
        .iter()
        .map(|(part, weight)| format!("{} {weight}", names.name(&part)))
        .collect();
    let keys = terms
        .rule
        .tie_keys
        .iter()
        .map(|key| names.name(&key).to_owned())
        .collect();
    let states = terms
        .rule
        .counting
        .iter()
        .map(ToString::to_string)
        .collect();
    vec![
        ("依据", format!("{}第 4.2 条", plan.name)),
        (
            "比例",
            format!("{}，{}", terms.rule.ratio, terms.rule.rounding.label()),
        ),
        ("总分", listed(weights, "--")),
        ("同分先比", listed(keys, "不比其他项")),
        ("还相同", terms.rule.ties.label()),
        ("计入基数", listed(states, "--")),
        ("录分", terms.marking.label().to_owned()),
    ]
}

#[derive(Template)]
#[template(path = "selection/entering.html")]
pub(crate) struct EnteringPage {
    layout: Layout,
    id: String,
    project: String,
    project_href: String,
    ordinal: String,
    sub: String,
    plan: String,
    /// Whether the reader sees all of it; a class teacher sees the own classes.
    whole: bool,
    entering: bool,
    may_enter: bool,
    may_keep: bool,
    /// Whether the reader may change the limits and the day, which is over with the seal.
    may_change: bool,
    base: usize,
    ratio: String,
    /// "，批准人数更少，取 150 个名额".
    limit: String,
    by_ratio: u32,
    progress: String,
    stops: Vec<Stop>,
    classes: Vec<EnterRow>,
    facts: Vec<(&'static str, String)>,
    outsiders: Vec<Outsider>,
    /// Where marks are entered twice and the reader sees the whole round.
    twice: Option<Twice>,
    /// The reader's act: icon, words and where.
    act: Option<(&'static str, &'static str, String)>,
}

/// How far one class is.
struct EnterRow {
    id: ClassId,
    class: String,
    base: usize,
    done: usize,
    absent: usize,
    missing: usize,
    /// Done in the second pass.
    second: usize,
}

impl EnteringPage {
    pub(crate) fn new(
        app: &App,
        layout: Layout,
        sight: &Sight,
        entrants: &[Entrant],
        outsiders: Vec<Outsider>,
        (may_enter, may_seal, may_keep): (bool, bool, bool),
        twice: Option<Twice>,
    ) -> Self {
        let round = &sight.round;
        let terms = &round.parameters;
        let progress = Progress::of(entrants, terms);
        let quota = terms
            .rule
            .quota(u32::try_from(progress.base).unwrap_or(u32::MAX));
        let limit = if quota.places < quota.by_ratio {
            format!(
                "，{}更少，取 {} 个名额",
                quota.binding.label(),
                quota.places
            )
        } else {
            String::new()
        };
        let entering = round.state == domain::selection::RoundState::Entering;
        Self {
            layout,
            id: round.id.to_string(),
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
            sub: words::dates(app, sight),
            plan: sight.plan.name.clone(),
            whole: sight.whole,
            entering,
            may_enter: may_enter && entering,
            may_keep,
            may_change: false,
            base: progress.base,
            ratio: terms.rule.ratio.to_string(),
            limit,
            by_ratio: quota.by_ratio,
            progress: twice
                .as_ref()
                .map_or_else(|| progress.to_string(), Twice::words),
            stops: words::stops(round.state),
            classes: enter_rows(entrants, terms, twice.as_ref()),
            facts: rule_facts(&sight.plan, terms),
            outsiders,
            act: act(
                &round.id.to_string(),
                twice.as_ref(),
                may_enter && entering,
                may_seal,
            ),
            twice,
        }
    }

    /// For somebody who prepares the round.
    pub(crate) fn changeable(mut self, may: bool) -> Self {
        self.may_change = may && self.entering;
        self
    }
}

/// What the reader does next where marks are entered twice.
fn act(
    id: &str,
    twice: Option<&Twice>,
    may_enter: bool,
    may_seal: bool,
) -> Option<(&'static str, &'static str, String)> {
    match twice.as_ref()?.compared {
        None if may_enter => Some(("pencil", "录入成绩", format!("/selection/{id}/scores"))),
        Some((_, 0)) if may_seal => Some(("lock", "封存成绩…", format!("/selection/{id}/seal"))),
        Some((_, open)) if open > 0 => {
            Some(("eye", "比对和裁定", format!("/selection/{id}/compare")))
        }
        None | Some(_) => None,
    }
}

fn enter_rows(entrants: &[Entrant], terms: &Terms, twice: Option<&Twice>) -> Vec<EnterRow> {
    let row = |(id, class): (ClassId, String)| {
        let own: Vec<Entrant> = entrants
            .iter()
            .filter(|one| one.entry.class_id == id)
            .cloned()
            .collect();
        let progress = Progress::of(&own, terms);
        let counted = twice.and_then(|twice| twice.classes.iter().find(|(one, ..)| *one == id));
        let once = progress.scored + progress.absent;
        let (done, second) = counted.map_or((once, once), |(_, first, second)| (*first, *second));
        EnterRow {
            id,
            class,
            base: progress.base,
            done,
            absent: progress.absent,
            missing: progress.base - done.min(second),
            second,
        }
    };
    words::classes(entrants).into_iter().map(row).collect()
}
