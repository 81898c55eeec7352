//! The rule of selection (plan 4.2, 4.3.2): rank by total and tie keys, fill the places, compute the cut.
//!
//! A candidate's total and tie keys are packed into one 64-bit key, so a million candidates are ruled
//! on in little more time than sorting a million numbers takes. Sentences are made apart (`reason.rs`).

use sha2::{Digest, Sha256};

use super::candidate::Candidate;
use super::outcome::{Edge, Outcome, Standing};
use super::parameters::{Parameters, Ties};
use super::parts::PartKey;
use super::state::Verdict;
use super::total::Total;

/// Rank the candidates of a base and rule on each of them.
///
/// No rank and no verdict depends on the order of `candidates`; it is only the order in which equals
/// and the absent are listed. Fewer who sat than places: all of them are chosen.
pub fn select(candidates: &[Candidate], parameters: &Parameters) -> Outcome {
    let (mut sat, absent) = weigh(candidates, parameters);
    sat.sort_unstable();
    let base = count(candidates.len());
    let quota = parameters.quota(base);
    let mut ruling = Ruling::new(quota.places, candidates.len());
    for group in sat.chunk_by_mut(|a, b| a.key == b.key) {
        ruling.rule_on(group, &parameters.ties, candidates);
    }
    let Ruling {
        mut standings,
        chosen,
        level,
        ..
    } = ruling;
    let last_chosen = usize::try_from(chosen)
        .ok()
        .and_then(|chosen| chosen.checked_sub(1));
    let cut = last_chosen
        .and_then(|last| standings.get(last))
        .and_then(|last| last.total);
    let edge = edge(&standings, quota.places, level);
    standings.extend(absent.iter().map(|weighed| Standing {
        index: weighed.index(),
        rank: None,
        total: None,
        verdict: Verdict::Absent,
        retained: false,
    }));
    Outcome {
        base,
        sat: count(sat.len()),
        chosen,
        retained: 0,
        quota,
        cut,
        edge,
        standings,
    }
}

/// The first part that counts and for which this candidate has no score.
pub(super) fn missing_part(candidate: &Candidate, parameters: &Parameters) -> Option<PartKey> {
    let mut needed = parameters.weights.iter().map(|(part, _)| part);
    needed.find(|part| candidate.marks.get(*part).is_none())
}

/// The sort key of one candidate; the smaller, the better, then the earlier in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Weighed {
    key: u64,
    index: u32,
}

impl Weighed {
    /// The total stands in the upper 24 bits, each tie key in 10 bits below it, all of it inverted.
    fn new(candidate: &Candidate, parameters: &Parameters, index: u32) -> Option<Self> {
        let mut units = 0;
        for (part, weight) in parameters.weights.iter() {
            let tenths = candidate.marks.get(part)?.tenths().unsigned_abs();
            units += tenths * weight.basis_points().unsigned_abs();
        }
        let mut key = u64::from(units) << ABOVE_TIES;
        for (position, part) in (1..).zip(parameters.tie_keys.iter()) {
            // Without a score in a part that only breaks ties one stands behind those who have one.
            let level = candidate
                .marks
                .get(part)
                .map_or(0, |score| score.tenths().unsigned_abs() + 1);
            key |= u64::from(level) << (TIE_BITS * (TIE_KEYS - position));
        }
        Some(Self { key: !key, index })
    }

    fn index(self) -> usize {
        usize::try_from(self.index).unwrap_or(usize::MAX)
    }

    fn total(self) -> Option<Total> {
        Total::from_units(u32::try_from(!self.key >> ABOVE_TIES).ok()?)
    }
}

const TIE_BITS: u32 = 10;
const TIE_KEYS: u32 = 4;
/// Where the total begins.
const ABOVE_TIES: u32 = TIE_BITS * TIE_KEYS;

/// Part those who sat from the absent.
fn weigh(candidates: &[Candidate], parameters: &Parameters) -> (Vec<Weighed>, Vec<Weighed>) {
    let mut sat = Vec::with_capacity(candidates.len());
    let mut absent = Vec::new();
    for (index, candidate) in (0..).zip(candidates) {
        let present = candidate.absence.is_none();
        match Weighed::new(candidate, parameters, index).filter(|_| present) {
            Some(weighed) => sat.push(weighed),
            None => absent.push(Weighed { key: 0, index }),
        }
    }
    (sat, absent)
}

fn number(candidates: &[Candidate], weighed: Weighed) -> Option<&str> {
    candidates
        .get(weighed.index())
        .map(|candidate| candidate.number.as_str())
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// The ruling as it goes down the groups of equals.
struct Ruling {
    places: u32,
    ranked: u32,
    chosen: u32,
    /// The group across the last place: how many, how many chosen, how many places were left.
    level: Option<(u32, u32, u32)>,
    standings: Vec<Standing>,
}

impl Ruling {
    fn new(places: u32, candidates: usize) -> Self {
        let standings = Vec::with_capacity(candidates);
        Self {
            places,
            ranked: 0,
            chosen: 0,
            level: None,
            standings,
        }
    }

    /// Rule on one group of equal total and keys.
    fn rule_on(&mut self, group: &mut [Weighed], ties: &Ties, candidates: &[Candidate]) {
        let people = count(group.len());
        let left = self.places.saturating_sub(self.ranked);
        let mut drawn = false;
        let chosen = if left == 0 || people <= left {
            people.min(left)
        } else {
            let chosen = match ties {
                Ties::None => 0,
                Ties::All => people,
                Ties::Draw { seed } => {
                    draw(group, seed, candidates);
                    drawn = true;
                    left
                }
            };
            self.level = Some((people, chosen, left));
            chosen
        };
        let total = group.first().and_then(|weighed| weighed.total());
        let first = self.ranked + 1;
        let standing = |(position, weighed): (u32, &Weighed)| Standing {
            index: weighed.index(),
            rank: Some(first + if drawn { position } else { 0 }),
            total,
            verdict: if position < chosen {
                Verdict::Chosen
            } else {
                Verdict::NotChosen
            },
            retained: false,
        };
        self.standings.extend((0..).zip(group.iter()).map(standing));
        self.ranked += people;
        self.chosen += chosen;
    }
}

/// Order a group by lot: ascending SHA-256 of the seed followed directly by the student number, both
/// UTF-8. Anyone repeats it with `printf '%s' SEEDNUMBER | sha256sum`.
fn draw(group: &mut [Weighed], seed: &str, candidates: &[Candidate]) {
    group.sort_by_cached_key(|weighed| {
        let number = number(candidates, *weighed).unwrap_or_default();
        let lot: [u8; 32] = Sha256::new()
            .chain_update(seed)
            .chain_update(number)
            .finalize()
            .into();
        (lot, number, weighed.index)
    });
}

/// Look at the people whose total is that of the last place; `None` unless some of them stand beyond it.
fn edge(ranked: &[Standing], places: u32, level: Option<(u32, u32, u32)>) -> Option<Edge> {
    let last = usize::try_from(places).ok()?.checked_sub(1)?;
    let total = ranked.get(last)?.total?;
    if ranked.get(last + 1)?.total != Some(total) {
        return None;
    }
    let from = ranked.partition_point(|standing| standing.total > Some(total));
    let until = ranked.partition_point(|standing| standing.total >= Some(total));
    let same = ranked.get(from..until)?;
    let chosen = same
        .iter()
        .filter(|standing| standing.verdict == Verdict::Chosen)
        .count();
    let (level, level_chosen, places_left) = level.unwrap_or_default();
    Some(Edge {
        total,
        same_total: count(same.len()),
        same_total_chosen: count(chosen),
        level,
        level_chosen,
        places_left,
    })
}
