//! How far the scores of a round are entered.

use std::fmt;

use domain::selection::{PartKey, Terms};
use store::selection::{Entrant, marks_of};

/// Counts over the base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) base: usize,
    /// With every score that counts.
    pub(crate) scored: usize,
    /// With a word why there is none.
    pub(crate) absent: usize,
    /// With some of the scores that count.
    pub(crate) partly: usize,
}

impl Progress {
    pub(crate) fn of(entrants: &[Entrant], terms: &Terms) -> Self {
        let parts: Vec<PartKey> = terms.rule.weights.iter().map(|(part, _)| part).collect();
        let mut progress = Self::default();
        for one in entrants.iter().filter(|one| one.entry.in_base) {
            progress.base += 1;
            let marks = marks_of(&one.entry.scores);
            if one.entry.absence.is_some() {
                progress.absent += 1;
            } else if parts.iter().all(|part| marks.get(*part).is_some()) {
                progress.scored += 1;
            } else if !marks.is_empty() {
                progress.partly += 1;
            }
        }
        progress
    }

    /// Neither a score nor a word of absence.
    pub(crate) const fn empty(self) -> usize {
        self.base
            .saturating_sub(self.scored + self.absent + self.partly)
    }

    /// Everybody has all scores or a word why not.
    pub(crate) const fn complete(self) -> bool {
        self.base == self.scored + self.absent
    }
}

/// "已录 298 / 320，缺考 9".
impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "已录 {} / {}，缺考 {}",
            self.scored + self.absent,
            self.base,
            self.absent
        )?;
        if self.partly > 0 {
            write!(f, "，缺一部分成绩 {}", self.partly)?;
        }
        Ok(())
    }
}
