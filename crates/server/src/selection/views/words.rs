//! Small pieces of text that several pages of a round share.

use std::cmp::Ordering;

use domain::dates::{day_words, time_words};
use domain::ids::ClassId;
use domain::selection::{RoundState, Terms, Total};
use domain::values::{Score, StudentState};
use store::selection::Entrant;

use crate::selection::sight::Sight;
use crate::shell::App;

/// A part of the test with its column's name.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) key: String,
    pub(crate) name: String,
}

/// The parts a score is wanted for, in the order of their columns.
pub(super) fn parts(terms: &Terms) -> Vec<Part> {
    let names = terms.names();
    let part = |key| Part {
        name: names.name(&key).to_owned(),
        key: key.to_string(),
    };
    terms.needed().into_iter().map(part).collect()
}

/// "97.0", as scores stand in a column.
pub(super) fn mark(score: Score) -> String {
    let tenths = score.tenths();
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A kept total.
pub(super) fn total_of(units: i64) -> Option<Total> {
    Total::from_units(u32::try_from(units).ok()?)
}

/// "72.5" for 725 tenths of a percent.
pub(super) fn percent(permille: u32) -> String {
    format!("{}.{}", permille / 10, permille % 10)
}

/// The classes of some entrants, each once, in their order.
pub(super) fn classes(entrants: &[Entrant]) -> Vec<(ClassId, String)> {
    let mut classes: Vec<(ClassId, String)> = Vec::new();
    for one in entrants.iter().filter(|one| one.entry.in_base) {
        if classes
            .last()
            .is_none_or(|(last, _)| *last != one.entry.class_id)
        {
            classes.push((one.entry.class_id, one.class.clone()));
        }
    }
    classes
}

/// A stop of the line that says how far a round is.
#[derive(Clone, Debug)]
pub(crate) struct Stop {
    pub(crate) kind: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) label: &'static str,
}

/// 录入 → 封存 → 计算 → 确认 → 公示 → 定案.
pub(super) fn stops(state: RoundState) -> Vec<Stop> {
    let reached = match state {
        RoundState::Entering => 0,
        RoundState::Sealed => 2,
        RoundState::Computed => 3,
        RoundState::Confirmed => 4,
        RoundState::Published => 5,
        RoundState::Final => 6,
    };
    let steps = [
        ("录入", "正在录入"),
        ("封存", "待封存"),
        ("计算", "待计算"),
        ("确认", "待确认"),
        ("公示", "待公示"),
        ("定案", "公示中"),
    ];
    let stop = |(number, (done, doing)): (u8, (&'static str, &'static str))| {
        let (kind, icon, label) = match number.cmp(&reached) {
            Ordering::Less => ("done", "check", done),
            Ordering::Equal => ("doing strong", "half", doing),
            Ordering::Greater => ("", "circle", done),
        };
        Stop { kind, icon, label }
    };
    (0..).zip(steps).map(stop).collect()
}

/// "4月23日测试 · 名册 4月20日 10:20 存档".
pub(super) fn dates(app: &App, sight: &Sight) -> String {
    let (now, today) = (app.clock.now(), app.clock.today());
    let round = &sight.round;
    let mut said = Vec::new();
    said.extend(
        round
            .test_on
            .map(|day| format!("{}测试", day_words(day, today))),
    );
    match round.computed_at {
        Some(at) => said.push(format!("{} 计算", time_words(at, now))),
        None => said.push(format!(
            "{} 新建，名册同时存档",
            time_words(round.created_at, now)
        )),
    }
    said.join(" · ")
}

/// Somebody with a score who is not in the base: named, never dropped (plan 4.2).
#[derive(Clone, Debug)]
pub(crate) struct Outsider {
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) class: String,
    pub(crate) reason: String,
}

impl Outsider {
    /// Those among the entrants; `state` says how the snapshot knows a student.
    pub(crate) fn among(
        entrants: &[Entrant],
        state: impl Fn(domain::ids::StudentId) -> Option<StudentState>,
    ) -> Vec<Self> {
        let outsiders = entrants
            .iter()
            .filter(|one| !one.entry.in_base && one.is_scored());
        outsiders
            .map(|one| Self {
                number: one.number.clone(),
                name: one.name.clone(),
                class: one.class.clone(),
                reason: state(one.entry.student_id).map_or_else(
                    || "不在这次选拔的年级和专业里".to_owned(),
                    |state| format!("存档名册里的状态是{state}，不计入基数"),
                ),
            })
            .collect()
    }
}
