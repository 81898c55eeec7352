//! What a corrected mark does to a result (plan 2.2.2c, 4.3.2): who moves, and where the cut stood and stands.

use super::outcome::Outcome;
use super::state::Verdict;
use super::total::Total;

/// One candidate of whom another thing is said than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Position among the candidates.
    pub index: usize,
    pub before: Verdict,
    pub after: Verdict,
    pub total_before: Option<Total>,
    pub total_after: Option<Total>,
}

/// Two outcomes of the same candidates, old beside new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    pub cut: (Option<Total>, Option<Total>),
    pub chosen: (u32, u32),
    /// Those whose verdict is another one, in the order of the candidates.
    pub moved: Vec<Moved>,
}

impl Effect {
    /// `before` and `after` are outcomes of the same list of candidates with other marks.
    pub fn between(before: &Outcome, after: &Outcome) -> Self {
        let mut olds: Vec<_> = before.standings().iter().collect();
        let mut news: Vec<_> = after.standings().iter().collect();
        olds.sort_unstable_by_key(|standing| standing.index);
        news.sort_unstable_by_key(|standing| standing.index);
        let moved = olds
            .iter()
            .zip(&news)
            .filter(|(old, new)| old.verdict != new.verdict);
        Self {
            cut: (before.cut(), after.cut()),
            chosen: (before.all_chosen(), after.all_chosen()),
            moved: moved
                .map(|(old, new)| Moved {
                    index: new.index,
                    before: old.verdict,
                    after: new.verdict,
                    total_before: old.total,
                    total_after: new.total,
                })
                .collect(),
        }
    }

    /// Those who come in, or go out.
    pub fn towards(&self, chosen: bool) -> impl Iterator<Item = &Moved> {
        self.moved.iter().filter(move |moved| {
            let (was, is) = (
                moved.before == Verdict::Chosen,
                moved.after == Verdict::Chosen,
            );
            was != is && is == chosen
        })
    }
}

/// The outcome with those kept who were told before that they are chosen: nobody loses a place by
/// somebody else's corrected mark. The cut stays what the rule computes.
#[must_use]
pub fn keep_told(mut outcome: Outcome, told: impl Fn(usize) -> bool) -> Outcome {
    for standing in &mut outcome.standings {
        if standing.verdict == Verdict::NotChosen && told(standing.index) {
            standing.verdict = Verdict::Chosen;
            standing.retained = true;
            outcome.retained += 1;
        }
    }
    outcome
}
