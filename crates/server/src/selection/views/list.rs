//! The list of rounds.

use askama::Template;
use domain::access::Action;
use domain::selection::RoundState;
use serde_json::Value;
use store::selection::ListedRound;

use crate::selection::sight::ordinal;
use crate::shell::{Layout, Visitor};

#[derive(Template)]
#[template(path = "selection/list.html")]
pub(crate) struct ListPage {
    pub(crate) layout: Layout,
    pub(crate) rounds: Vec<Item>,
    /// Projects in which a round may be opened by the reader.
    pub(crate) open: Vec<OpenProject>,
    pub(crate) page: u64,
    pub(crate) pages: u64,
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) total: u64,
}

/// A project without a round.
pub(crate) struct OpenProject {
    pub(crate) title: String,
    pub(crate) href: String,
}

/// One round.
pub(crate) struct Item {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) ordinal: String,
    pub(crate) kind: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) state: &'static str,
    pub(crate) figures: String,
    pub(crate) next: &'static str,
    pub(crate) next_href: String,
}

impl Item {
    /// `progress` is said only while scores are entered; `whole` unless the reader sees single classes.
    pub(crate) fn new(
        listed: &ListedRound,
        progress: &str,
        whole: bool,
        visitor: &Visitor,
    ) -> Self {
        let round = &listed.round;
        let (kind, icon) = match round.state {
            RoundState::Entering | RoundState::Confirmed => ("doing", "half"),
            RoundState::Sealed | RoundState::Computed => ("review", "eye"),
            RoundState::Published => ("seen", "clock"),
            RoundState::Final => ("done", "check"),
        };
        let href = format!("/selection/{}", round.id);
        let (next, end) = next(round.state, visitor);
        let next_href = end.map_or_else(String::new, |end| format!("{href}{end}"));
        let told = whole || round.state.is_told();
        let figures = if told {
            figures(round.state, round.result.as_ref(), progress)
        } else {
            String::new()
        };
        Self {
            title: listed.project.title.clone(),
            ordinal: ordinal(round.number),
            kind,
            icon,
            state: round.state.label(),
            figures,
            next,
            next_href,
            href,
        }
    }
}

/// What comes next and, when the reader does it, where.
fn next(state: RoundState, visitor: &Visitor) -> (&'static str, Option<&'static str>) {
    let may = |action| visitor.actor.may_somewhere(action);
    match state {
        RoundState::Entering if may(Action::EnterScores) => ("录入成绩", Some("/scores")),
        RoundState::Entering => ("等录入成绩", None),
        RoundState::Sealed | RoundState::Computed if may(Action::ConfirmSelection) => {
            ("确认结果", Some("/confirm"))
        }
        RoundState::Sealed | RoundState::Computed => ("等培训就业处确认", None),
        RoundState::Confirmed if may(Action::ConfirmSelection) => ("公示结果", Some("/publish")),
        RoundState::Confirmed => ("等培训就业处公示", None),
        RoundState::Published if may(Action::ConfirmSelection) => ("公示后定案", Some("/final")),
        RoundState::Published => ("公示中，等定案", None),
        RoundState::Final => ("看结果", Some("")),
    }
}

fn figures(state: RoundState, result: Option<&Value>, progress: &str) -> String {
    if state == RoundState::Entering {
        return progress.to_owned();
    }
    let number = |key: &str| {
        result
            .and_then(|result| result.get(key))
            .and_then(Value::as_u64)
            .unwrap_or_default()
    };
    format!(
        "基数 {}，录取 {}，未录取 {}，缺考 {}",
        number("base"),
        number("chosen"),
        number("not_chosen"),
        number("absent")
    )
}
