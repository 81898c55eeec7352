//! How the totals are spread, and how the classes fared (plan 4.2): plain data for a chart and a table.

use std::collections::HashMap;

use super::candidate::Candidate;
use super::class_order::natural_order;
use super::outcome::Outcome;
use super::state::Verdict;
use super::total::Total;

/// Points per bin.
const WIDTH: u32 = 2;

/// The people whose total is in `from .. from + 2` points; 100 belongs to the last bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bin {
    /// Whole points.
    pub from: u32,
    pub chosen: u32,
    pub not_chosen: u32,
    /// People of equal total stand on both sides of the last place in this bin.
    pub tied: bool,
}

/// Bins from the lowest to the highest total, none left out between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    pub bins: Vec<Bin>,
    /// The largest bin, for the scale.
    pub tallest: u32,
    pub cut: Option<Total>,
    /// Where the cut line stands: hundredths of a bin from the left edge of the first one.
    pub cut_at: Option<u32>,
}

/// Count the totals of an outcome in bins of two points.
pub fn histogram(outcome: &Outcome) -> Histogram {
    let totals = || {
        outcome
            .standings()
            .iter()
            .filter_map(|standing| standing.total)
    };
    let (Some(low), Some(high)) = (totals().map(bin_of).min(), totals().map(bin_of).max()) else {
        return Histogram::default();
    };
    let tie = outcome.edge().map(|edge| bin_of(edge.total));
    let empty = |bin| Bin {
        from: bin * WIDTH,
        chosen: 0,
        not_chosen: 0,
        tied: tie == Some(bin),
    };
    let mut bins: Vec<Bin> = (low..=high).map(empty).collect();
    for standing in outcome.standings() {
        let Some(total) = standing.total else {
            continue;
        };
        let position = usize::try_from(bin_of(total) - low).ok();
        let Some(bin) = position.and_then(|position| bins.get_mut(position)) else {
            continue;
        };
        match standing.verdict {
            Verdict::Chosen => bin.chosen += 1,
            Verdict::NotChosen => bin.not_chosen += 1,
            Verdict::Absent => {}
        }
    }
    let tallest = bins
        .iter()
        .map(|bin| bin.chosen + bin.not_chosen)
        .max()
        .unwrap_or(0);
    let cut_at =
        |cut: Total| (cut.units() - low * WIDTH * Total::POINT) / (WIDTH * Total::POINT / 100);
    Histogram {
        bins,
        tallest,
        cut: outcome.cut(),
        cut_at: outcome.cut().map(cut_at),
    }
}

fn bin_of(total: Total) -> u32 {
    (total.units() / (WIDTH * Total::POINT)).min(100 / WIDTH - 1)
}

/// One class in the outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRow {
    pub class: String,
    pub base: u32,
    pub sat: u32,
    pub chosen: u32,
    /// Chosen of the base in tenths of a percent, half up.
    pub permille: u32,
    /// Worth a look by a person: a class with nobody chosen.
    pub none_chosen: bool,
}

fn permille(part: u32, whole: u32) -> u32 {
    let (part, whole) = (u64::from(part), u64::from(whole).max(1));
    u32::try_from((part * 2000 + whole) / (whole * 2)).unwrap_or(u32::MAX)
}

/// The classes in natural order of their names.
pub fn by_class(outcome: &Outcome, candidates: &[Candidate]) -> Vec<ClassRow> {
    let mut counts: HashMap<&str, [u32; 3]> = HashMap::new();
    for standing in outcome.standings() {
        let Some(candidate) = candidates.get(standing.index) else {
            continue;
        };
        let [base, sat, chosen] = counts.entry(&candidate.class).or_default();
        *base += 1;
        *sat += u32::from(standing.verdict != Verdict::Absent);
        *chosen += u32::from(standing.verdict == Verdict::Chosen);
    }
    let mut rows: Vec<ClassRow> = counts
        .into_iter()
        .map(|(class, [base, sat, chosen])| ClassRow {
            class: class.to_owned(),
            base,
            sat,
            chosen,
            permille: permille(chosen, base),
            none_chosen: chosen == 0,
        })
        .collect();
    rows.sort_by(|a, b| natural_order(&a.class, &b.class));
    rows
}
