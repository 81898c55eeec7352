//! The gate at the end of a step: what is missing first, who can meet it, exceptions for ever (plan 6).

use domain::access::Action;
use domain::dates::time_words;
use domain::projects::{Act, Condition, Facts, Gate, GateState, Standing, Step, may_begin};

use super::page::Around;
use super::people::is_mine;
use super::reviewing::Reviewing;
use super::words::go;

/// A condition of the gate.
pub(super) struct ConditionRow {
    pub(super) label: &'static str,
    pub(super) detail: String,
    /// `open`, `met` or `unchecked`.
    pub(super) kind: &'static str,
    pub(super) able: String,
    pub(super) href: String,
    pub(super) go: &'static str,
    pub(super) remind: bool,
    pub(super) reminded: String,
}

/// The gate at the end of the step that is shown.
pub(super) struct GateCard {
    pub(super) title: String,
    pub(super) passed: bool,
    pub(super) badge: String,
    pub(super) rows: Vec<ConditionRow>,
    /// "何建平 5月20日 写明理由放行：…"
    pub(super) exceptions: Vec<String>,
    /// Where a leader lets it through; empty for others and open gates.
    pub(super) grant: String,
    pub(super) closed: bool,
}

pub(super) fn gate_card(around: &Around<'_>, reviewing: &Reviewing, step: Step) -> GateCard {
    let facts = around.facts;
    let gate = Gate::of(step, facts);
    let state = gate.state();
    let open = gate.open_conditions().count();
    let (closed, passed) = (state == GateState::Closed, gate.lets_through());
    let badge = match state {
        GateState::Closed => format!("还差 {open} 项"),
        GateState::Exception => format!("例外，还差 {open} 项"),
        GateState::Passed => "已过关".to_owned(),
        GateState::NotChecked => "本系统还不核对".to_owned(),
    };
    let may_grant = closed
        && may_begin(step, facts)
        && around
            .visitor
            .actor
            .may(Action::GrantException, &around.place);
    let exceptions = gate.exceptions.iter().map(|one| {
        let day = time_words(one.at, around_now(facts, one.at));
        format!("{} {day} 写明理由放行：{}", one.by, one.reason)
    });
    GateCard {
        title: gate.title(),
        passed,
        badge,
        exceptions: exceptions.collect(),
        grant: if may_grant {
            format!(
                "/projects/{}/exception?gate={}",
                around.project.id,
                step.value()
            )
        } else {
            String::new()
        },
        closed: closed && may_begin(step, facts),
        rows: gate
            .conditions
            .into_iter()
            .map(|one| condition_row(around, reviewing, one))
            .collect(),
    }
}

/// Noon of today, so that the words of a moment are those of the day.
fn around_now(facts: &Facts, at: chrono::DateTime<chrono::Utc>) -> chrono::DateTime<chrono::Utc> {
    facts
        .today
        .and_hms_opt(4, 0, 0)
        .map_or(at, |noon| noon.and_utc())
}

fn condition_row(around: &Around<'_>, reviewing: &Reviewing, condition: Condition) -> ConditionRow {
    let open = condition.is_open();
    let (kind, detail) = match condition.standing {
        Standing::Met { detail } => ("met", detail),
        Standing::Open { detail } => ("open", detail),
        Standing::NotBuilt { sentence } => ("unchecked", sentence.to_owned()),
    };
    let actor = &around.visitor.actor;
    let mine = is_mine(actor, condition.who, around.project);
    let act = condition
        .act
        .filter(|act| open && mine && actor.may(around.places.needs(*act), &around.place));
    let review = condition.act == Some(Act::ReviewProject);
    ConditionRow {
        label: condition.label,
        detail,
        kind,
        able: if open {
            around.people.able(condition.who)
        } else {
            String::new()
        },
        href: act.map(|act| around.places.href(act)).unwrap_or_default(),
        go: act.map(go).unwrap_or_default(),
        remind: open && review && reviewing.remind.yes(),
        reminded: if open && review {
            reviewing.remind.later().to_owned()
        } else {
            String::new()
        },
    }
}
