//! The sentence that tells a candidate why (plan 4.2, 4.3.3): the fact, then the number it was measured by.

use super::candidate::Candidate;
use super::outcome::{Edge, Outcome, Standing};
use super::parameters::{Parameters, Ties};
use super::parts::PartNames;
use super::rule::missing_part;
use super::state::Verdict;
use super::total::Total;
use crate::values::Score;

/// Makes the reasons of one outcome. `candidates` and `parameters` are those the outcome was made from.
pub struct Reasons<'a> {
    outcome: &'a Outcome,
    candidates: &'a [Candidate],
    parameters: &'a Parameters,
    names: &'a PartNames,
    last_in: Option<&'a Candidate>,
    first_out: Option<(&'a Standing, &'a Candidate)>,
    /// Ranks of the group that shares the last place with someone beyond it.
    level: std::ops::Range<u32>,
}

impl<'a> Reasons<'a> {
    pub fn new(
        outcome: &'a Outcome,
        candidates: &'a [Candidate],
        parameters: &'a Parameters,
        names: &'a PartNames,
    ) -> Self {
        let standings = outcome.standings();
        let last_in = outcome
            .last_chosen()
            .and_then(|last| find(candidates, last));
        let chosen = usize::try_from(outcome.chosen()).unwrap_or(usize::MAX);
        let first_out = standings
            .get(chosen)
            .filter(|standing| standing.verdict == Verdict::NotChosen || standing.retained)
            .and_then(|standing| Some((standing, find(candidates, standing)?)));
        let level = outcome.edge().map_or(0..0, |edge| {
            let first = outcome.quota().places - edge.places_left + 1;
            if edge.level == 0 {
                0..0
            } else {
                first..first + edge.level
            }
        });
        Self {
            outcome,
            candidates,
            parameters,
            names,
            last_in,
            first_out,
            level,
        }
    }

    /// Why this candidate is chosen, not chosen or absent, in Chinese.
    pub fn of(&self, standing: &Standing) -> String {
        let Some(candidate) = find(self.candidates, standing) else {
            return String::new();
        };
        let (Some(rank), Some(total)) = (standing.rank, standing.total) else {
            return self.absent(candidate);
        };
        if standing.retained {
            let places = self.outcome.quota().places;
            return format!(
                "第 {rank} 名，更正成绩后排在 {places} 个名额之外；更正前已公布录取，按方案保留"
            );
        }
        if let Some(edge) = self.outcome.edge().filter(|_| self.level.contains(&rank)) {
            return self.at_the_edge(rank, standing.verdict, edge);
        }
        let why = match (self.outcome.cut(), standing.verdict) {
            (None, _) if self.outcome.quota().places == 0 => "这次没有名额".to_owned(),
            (None, _) => format!("排在 {} 个名额之外", self.outcome.quota().places),
            (Some(cut), Verdict::Chosen) if total > cut => {
                format!("高于分数线 {} 分", total.distance(cut))
            }
            (Some(cut), Verdict::Chosen) => self.just_in(candidate, cut),
            (Some(cut), Verdict::NotChosen | Verdict::Absent) if total < cut => {
                format!("低于分数线 {} 分", cut.distance(total))
            }
            (Some(cut), Verdict::NotChosen | Verdict::Absent) => self.just_out(candidate, cut),
        };
        format!("第 {rank} 名，{why}")
    }

    fn absent(&self, candidate: &Candidate) -> String {
        match (candidate.absence, missing_part(candidate, self.parameters)) {
            (Some(absence), _) => format!("{}，不参加排序", absence.sentence()),
            (None, Some(_)) if candidate.marks.is_empty() => {
                "没有成绩，按缺考处理，不参加排序".to_owned()
            }
            (None, Some(part)) => {
                format!("{}没有成绩，按缺考处理，不参加排序", self.names.name(&part))
            }
            (None, None) => String::new(),
        }
    }

    /// Those who share the last place, by the tie rule.
    fn at_the_edge(&self, rank: u32, verdict: Verdict, edge: Edge) -> String {
        let Edge {
            total,
            level,
            places_left,
            ..
        } = edge;
        let alike = if self.parameters.tie_keys.iter().next().is_some() {
            "同分同项"
        } else {
            "同分"
        };
        match (&self.parameters.ties, verdict) {
            (Ties::None, _) => {
                format!(
                    "第 {rank} 名的 {level} 人{alike}，名额只剩 {places_left} 个，按规则都不录取"
                )
            }
            (Ties::All, _) => {
                format!("第 {rank} 名的 {level} 人{alike}，名额只剩 {places_left} 个，按规则都录取")
            }
            (Ties::Draw { .. }, Verdict::Chosen) => {
                format!(
                    "第 {rank} 名，{total} 分的 {level} 人{alike}，抽签取 {places_left} 人，抽中"
                )
            }
            (Ties::Draw { .. }, Verdict::NotChosen | Verdict::Absent) => {
                format!(
                    "第 {rank} 名，{total} 分的 {level} 人{alike}，抽签取 {places_left} 人，未抽中"
                )
            }
        }
    }

    /// Chosen with the cut itself: what put them before the first who is not, if a tie key did.
    fn just_in(&self, candidate: &Candidate, cut: Total) -> String {
        let rival = self
            .first_out
            .filter(|(standing, _)| standing.total == Some(cut));
        rival
            .and_then(|(_, rival)| self.difference(candidate, rival))
            .map_or_else(
                || format!("正好是分数线 {cut} 分"),
                |[part, own, theirs]| format!("并列 {cut} 分，{part} {own}，高于 {theirs}"),
            )
    }

    /// Not chosen with the total of the cut: the tie key by which the last chosen is better.
    fn just_out(&self, candidate: &Candidate, cut: Total) -> String {
        self.last_in
            .and_then(|rival| self.difference(candidate, rival))
            .map_or_else(
                || {
                    format!(
                        "并列 {cut} 分，排在 {} 个名额之外",
                        self.outcome.quota().places
                    )
                },
                |[part, own, theirs]| format!("并列 {cut} 分，{part} {own}，低于 {theirs}"),
            )
    }

    /// The first tie key in which two candidates differ: its name, one's score, the other's.
    fn difference(&self, one: &Candidate, other: &Candidate) -> Option<[String; 3]> {
        let shown = |score: Option<Score>| {
            score.map_or_else(|| "没有成绩".to_owned(), |score| score.to_string())
        };
        self.parameters.tie_keys.iter().find_map(|key| {
            let (own, theirs) = (one.marks.get(key), other.marks.get(key));
            (own != theirs).then(|| [self.names.name(&key).to_owned(), shown(own), shown(theirs)])
        })
    }
}

fn find<'a>(candidates: &'a [Candidate], standing: &Standing) -> Option<&'a Candidate> {
    candidates.get(standing.index)
}
