//! The rule of a round, the roll it stands on, and the result computed once more.

use askama::Template;
use domain::dates::time_words;
use domain::selection::Seal;
use store::school::snapshot;

use super::open::rule_facts;
use crate::selection::recheck::Recheck;
use crate::selection::sight::Sight;
use crate::shell::{App, Layout};

#[derive(Template)]
#[template(path = "selection/rule.html")]
pub(crate) struct RulePage {
    layout: Layout,
    id: String,
    project: String,
    project_href: String,
    ordinal: String,
    facts: Vec<(&'static str, String)>,
    snapshot: String,
    seal: String,
    sealed: String,
    /// `None` before the seal.
    checks: Option<Checks>,
}

/// What the second computation says.
struct Checks {
    lines: Vec<(bool, &'static str, String)>,
    all_hold: bool,
}

impl RulePage {
    pub(crate) fn new(
        app: &App,
        layout: Layout,
        sight: &Sight,
        (snapshot, people): (&snapshot::Model, usize),
        recheck: Option<&Recheck>,
    ) -> Self {
        let round = &sight.round;
        let now = app.clock.now();
        let mut facts = rule_facts(&sight.plan, &round.parameters);
        let limit = |limit: Option<i32>| {
            limit.map_or_else(|| "没有限制".to_owned(), |limit| format!("{limit} 人"))
        };
        facts.push(("批准人数", limit(round.approved_number)));
        facts.push(("机位数", limit(round.seats)));
        facts.push(("分数线", "由系统计算，不能填写".to_owned()));
        Self {
            layout,
            id: round.id.to_string(),
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
            facts,
            snapshot: format!(
                "{} 级，{} 存档，共 {people} 人",
                snapshot.grade,
                time_words(snapshot.taken_at, now)
            ),
            seal: grouped(round.seal_hash.as_deref().unwrap_or_default()),
            sealed: round
                .sealed_at
                .map(|at| time_words(at, now))
                .unwrap_or_default(),
            checks: recheck.map(Checks::of),
        }
    }
}

impl Checks {
    fn of(recheck: &Recheck) -> Self {
        let same = |same: bool| {
            if same {
                "一致".to_owned()
            } else {
                "不一致".to_owned()
            }
        };
        let differing = match recheck.differing.len() {
            0 => "一致".to_owned(),
            few if few <= 5 => recheck.differing.join("、"),
            many => format!(
                "{} 人不一致，如 {}",
                many,
                recheck.differing.first().cloned().unwrap_or_default()
            ),
        };
        Self {
            lines: vec![
                (
                    recheck.seal_holds,
                    "成绩与封存时的指纹",
                    same(recheck.seal_holds),
                ),
                (
                    recheck.differing.is_empty(),
                    "每个人的名次、结果和理由",
                    differing,
                ),
                (
                    recheck.summary_holds,
                    "名额、分数线和人数",
                    same(recheck.summary_holds),
                ),
            ],
            all_hold: recheck.all_holds(),
        }
    }
}

/// `e41b…07d2`.
pub(super) fn short(seal: &str) -> String {
    serde_json::from_value::<Seal>(serde_json::Value::from(seal))
        .map_or_else(|_| seal.to_owned(), |seal| seal.short())
}

/// In groups of eight, so that people can compare it and a narrow page can break it.
pub(super) fn grouped(seal: &str) -> String {
    let letters: Vec<char> = seal.chars().collect();
    let groups = letters.chunks(8).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}
