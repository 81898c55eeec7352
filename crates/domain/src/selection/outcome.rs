//! What a selection came to (plan 4.2): places, ranks, verdicts and the computed cut score.

use serde::Serialize;

use super::parameters::Quota;
use super::state::Verdict;
use super::total::Total;

/// One candidate's place in the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Position of the candidate in the slice given to [`select`](super::select).
    pub index: usize,
    /// 1, 2, 2, 4; distinct among those who were drawn. `None` for the absent.
    pub rank: Option<u32>,
    pub total: Option<Total>,
    pub verdict: Verdict,
    /// Chosen only because it was told before a mark was corrected (plan 2.2.2c).
    pub retained: bool,
}

/// The place where the quota ends among people of equal total: who stood there, and who got in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Edge {
    pub total: Total,
    /// Who has this total, and how many of them are chosen.
    pub same_total: u32,
    pub same_total_chosen: u32,
    /// Who shares total and tie keys across the last place, and how many of them are chosen;
    /// 0 where the keys decided.
    pub level: u32,
    pub level_chosen: u32,
    /// Places that were left for those.
    pub places_left: u32,
}

/// What a selection came to. Only [`select`](super::select) makes one, so no cut score was ever put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub(super) base: u32,
    pub(super) sat: u32,
    pub(super) chosen: u32,
    pub(super) retained: u32,
    pub(super) quota: Quota,
    pub(super) cut: Option<Total>,
    pub(super) edge: Option<Edge>,
    pub(super) standings: Vec<Standing>,
}

impl Outcome {
    /// Everyone in the base, absent or not.
    pub const fn base(&self) -> u32 {
        self.base
    }

    pub const fn sat(&self) -> u32 {
        self.sat
    }

    pub const fn absent(&self) -> u32 {
        self.base - self.sat
    }

    pub const fn chosen(&self) -> u32 {
        self.chosen
    }

    /// Those who keep a place that was told before a mark was corrected, on top of the chosen.
    pub const fn retained(&self) -> u32 {
        self.retained
    }

    /// Everybody who may register.
    pub const fn all_chosen(&self) -> u32 {
        self.chosen + self.retained
    }

    pub const fn not_chosen(&self) -> u32 {
        self.sat - self.chosen - self.retained
    }

    pub const fn quota(&self) -> Quota {
        self.quota
    }

    /// The total of the last chosen; `None` when nobody is chosen.
    pub const fn cut(&self) -> Option<Total> {
        self.cut
    }

    /// Set when the quota ends among people of equal total.
    pub const fn edge(&self) -> Option<Edge> {
        self.edge
    }

    /// The last of the chosen in rank order.
    pub fn last_chosen(&self) -> Option<&Standing> {
        let chosen = usize::try_from(self.chosen).ok()?;
        self.standings.get(chosen.checked_sub(1)?)
    }

    /// In rank order, the absent last; equals stand as they were given.
    pub fn standings(&self) -> &[Standing] {
        &self.standings
    }
}
