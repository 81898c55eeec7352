//! One chain for every approval (plan 3.1, 4.2, 6.1, 6.3): submit, approve, return with a reason,
//! take back, delegate, remind.
//!
//! Every act takes the review as it stands and answers the review as it becomes, or why not.

mod acts;
mod chain;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};

pub use acts::{Happened, Submission};
pub use chain::{Chain, ChainStep, Chains, EmptyChain, PlaceRule, answers_for};
pub use refusal::Refusal;
pub use state::{ReviewKind, ReviewState, ReviewStepState};

use crate::access::{Actor, Post};
use crate::ids::{AccountId, GroupId};

/// Somebody did something at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    pub account: AccountId,
    pub at: DateTime<Utc>,
}

/// One post's step with what was decided there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewStep {
    pub post: Post,
    /// The major group the post must be held for, where the chain asks for one.
    pub group: Option<GroupId>,
    pub state: ReviewStepState,
    pub delegated_to: Option<AccountId>,
    pub decided: Option<By>,
    /// Why it was returned.
    pub reason: Option<String>,
    /// Which field the reason is about.
    pub field: Option<String>,
}

impl ReviewStep {
    /// Whether the person may decide here: the holder of the post, or whom it was delegated to. The
    /// post keeps its say after delegating, so that nothing is stuck with somebody who left.
    pub fn may_decide(&self, actor: &Actor) -> bool {
        self.delegated_to == Some(actor.account()) || self.held_by(actor)
    }

    /// Whether it stands on the person's desk.
    pub fn waits_for(&self, actor: &Actor) -> bool {
        self.delegated_to
            .map_or_else(|| self.held_by(actor), |account| account == actor.account())
    }

    fn held_by(&self, actor: &Actor) -> bool {
        actor
            .holdings()
            .iter()
            .any(|held| answers_for(held, self.post, self.group))
    }
}

/// One submission and its way through the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    pub kind: ReviewKind,
    pub state: ReviewState,
    /// The how-manieth submission of the same object this is, from 1.
    pub round: i32,
    pub submitted: By,
    pub due_on: Option<NaiveDate>,
    /// The step whose turn it is, from 0; the last one decided when the review is over.
    pub step: usize,
    pub steps: Vec<ReviewStep>,
    /// The first opening by the next person since the last act: it ends the time for taking back.
    pub opened: Option<By>,
    pub reminded_at: Option<DateTime<Utc>>,
}

impl Review {
    /// The step whose turn it is, `None` when the review is over.
    pub fn current(&self) -> Option<&ReviewStep> {
        if self.state == ReviewState::Open {
            self.steps.get(self.step)
        } else {
            None
        }
    }

    /// The last decision that still shapes where the review stands.
    pub fn last_decision(&self) -> Option<(usize, By)> {
        let at = match self.state {
            ReviewState::Open => self.step.checked_sub(1)?,
            ReviewState::Approved | ReviewState::Returned => self.step,
            ReviewState::TakenBack => return None,
        };
        self.steps.get(at)?.decided.map(|by| (at, by))
    }

    /// When the reason was given and which field it points at, for a review that was returned.
    pub fn returned_because(&self) -> Option<(&str, Option<&str>)> {
        if self.state != ReviewState::Returned {
            return None;
        }
        let step = self.steps.get(self.step)?;
        step.reason
            .as_deref()
            .map(|reason| (reason, step.field.as_deref()))
    }
}
