//! What people do with a review.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    By, Chain, PlaceRule, Refusal, Review, ReviewKind, ReviewState, ReviewStep, ReviewStepState,
};
use crate::access::{Actor, Post};
use crate::ids::{AccountId, GroupId};

/// What an act did, for the record and for whom to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// It stands on the desk of this post now.
    PassedOn {
        next: Post,
    },
    /// The last step agreed.
    Approved,
    /// It went back to whoever submitted it.
    Returned {
        reason: String,
        field: Option<String>,
    },
    /// The submission was taken back: it is a draft again.
    SubmissionTakenBack,
    /// A decision was taken back: the step waits again. What followed from it must be undone.
    DecisionTakenBack {
        was: ReviewStepState,
    },
    Delegated {
        to: AccountId,
    },
    Reminded {
        post: Post,
        delegated_to: Option<AccountId>,
    },
}

/// What is handed in, by whom and until when it should be decided.
#[derive(Clone, Copy, Debug)]
pub struct Submission {
    pub kind: ReviewKind,
    /// The major group the object belongs to.
    pub group: GroupId,
    pub by: AccountId,
    pub at: DateTime<Utc>,
    pub due_on: Option<NaiveDate>,
    /// Rounds of the same object so far.
    pub earlier_rounds: i32,
}

impl Review {
    /// Hand an object in to its chain.
    pub fn submit(submission: &Submission, chain: &Chain) -> Self {
        let step = |step: &super::ChainStep| ReviewStep {
            post: step.post,
            group: match step.place {
                PlaceRule::School => None,
                PlaceRule::OwnGroup => Some(submission.group),
            },
            state: ReviewStepState::Waiting,
            delegated_to: None,
            decided: None,
            reason: None,
            field: None,
        };
        Self {
            kind: submission.kind,
            state: ReviewState::Open,
            round: submission.earlier_rounds.saturating_add(1),
            submitted: By {
                account: submission.by,
                at: submission.at,
            },
            due_on: submission.due_on,
            step: 0,
            steps: chain.steps().map(step).collect(),
            opened: None,
            reminded_at: None,
        }
    }

    /// Somebody looks at it. Only the first look of the next person counts: of the reviewer whose
    /// turn it is, or of the author once it is decided.
    #[must_use]
    pub fn open(&self, actor: &Actor, now: DateTime<Utc>) -> Self {
        let next = match self.current() {
            Some(step) => step.may_decide(actor) && actor.account() != self.submitted.account,
            None => actor.account() == self.submitted.account,
        };
        let opened = if next {
            Some(By {
                account: actor.account(),
                at: now,
            })
        } else {
            None
        };
        Self {
            opened: self.opened.or(opened),
            ..self.clone()
        }
    }

    /// Agree. The next step's turn comes, or the review is approved.
    pub fn approve(&self, actor: &Actor, now: DateTime<Utc>) -> Result<(Self, Happened), Refusal> {
        let mut review = self.decided(actor, now, ReviewStepState::Approved, None)?;
        let Some(next) = self.steps.get(self.step + 1) else {
            review.state = ReviewState::Approved;
            return Ok((review, Happened::Approved));
        };
        review.step = self.step + 1;
        Ok((review, Happened::PassedOn { next: next.post }))
    }

    /// Give it back to the author. The reason is required and may point at a field.
    pub fn return_to_author(
        &self,
        actor: &Actor,
        reason: &str,
        field: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(Self, Happened), Refusal> {
        let reason = reason.trim();
        let field = field
            .map(str::trim)
            .filter(|field| !field.is_empty())
            .map(str::to_owned);
        self.my_turn(actor)?;
        if reason.is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        let why = Some((reason.to_owned(), field.clone()));
        let mut review = self.decided(actor, now, ReviewStepState::Returned, why)?;
        review.state = ReviewState::Returned;
        Ok((
            review,
            Happened::Returned {
                reason: reason.to_owned(),
                field,
            },
        ))
    }

    /// Take back one's own last act: the submission until the first reviewer opened it, a decision
    /// for some minutes and until the next person opened it.
    pub fn take_back(
        &self,
        account: AccountId,
        minutes: u32,
        now: DateTime<Utc>,
    ) -> Result<(Self, Happened), Refusal> {
        if self.state == ReviewState::TakenBack {
            return Err(Refusal::Over { state: self.state });
        }
        let Some((step, by)) = self.last_decision() else {
            return self.take_submission_back(account);
        };
        if by.account != account {
            return Err(Refusal::NothingToTakeBack);
        }
        if self.opened.is_some() {
            return Err(Refusal::AlreadyOpened);
        }
        if now - by.at > TimeDelta::minutes(i64::from(minutes)) {
            return Err(Refusal::TooLate { minutes });
        }
        let mut review = Self {
            state: ReviewState::Open,
            step,
            opened: Some(by),
            reminded_at: None,
            ..self.clone()
        };
        let mut was = ReviewStepState::Waiting;
        if let Some(decided) = review.steps.get_mut(step) {
            was = decided.state;
            *decided = ReviewStep {
                state: ReviewStepState::Waiting,
                decided: None,
                reason: None,
                field: None,
                ..decided.clone()
            };
        }
        Ok((review, Happened::DecisionTakenBack { was }))
    }

    fn take_submission_back(&self, account: AccountId) -> Result<(Self, Happened), Refusal> {
        if self.submitted.account != account {
            return Err(Refusal::NothingToTakeBack);
        }
        if self.opened.is_some() {
            return Err(Refusal::AlreadyOpened);
        }
        let review = Self {
            state: ReviewState::TakenBack,
            ..self.clone()
        };
        Ok((review, Happened::SubmissionTakenBack))
    }

    /// Let somebody else decide the step whose turn it is.
    pub fn delegate(&self, actor: &Actor, to: AccountId) -> Result<(Self, Happened), Refusal> {
        let current = self.current().ok_or(Refusal::Over { state: self.state })?;
        if !current.may_decide(actor) {
            return Err(Refusal::NotYourTurn { post: current.post });
        }
        if to == self.submitted.account {
            return Err(Refusal::DelegatedToAuthor);
        }
        if current.delegated_to == Some(to) {
            return Err(Refusal::DelegatedAlready);
        }
        let mut review = Self {
            reminded_at: None,
            ..self.clone()
        };
        if let Some(step) = review.steps.get_mut(self.step) {
            step.delegated_to = Some(to);
        }
        Ok((review, Happened::Delegated { to }))
    }

    /// Ask whoever's turn it is to hurry, once in so many hours.
    pub fn remind(
        &self,
        actor: &Actor,
        hours: u32,
        now: DateTime<Utc>,
    ) -> Result<(Self, Happened), Refusal> {
        let current = self.current().ok_or(Refusal::Over { state: self.state })?;
        if current.waits_for(actor) && actor.account() != self.submitted.account {
            return Err(Refusal::WaitsForYou);
        }
        if let Some(last) = self.reminded_at {
            let next = last + TimeDelta::hours(i64::from(hours));
            if now < next {
                return Err(Refusal::RemindedLately { last, next, now });
            }
        }
        let happened = Happened::Reminded {
            post: current.post,
            delegated_to: current.delegated_to,
        };
        Ok((
            Self {
                reminded_at: Some(now),
                ..self.clone()
            },
            happened,
        ))
    }

    /// Whether the person may decide now.
    pub fn my_turn(&self, actor: &Actor) -> Result<(), Refusal> {
        let current = self.current().ok_or(Refusal::Over { state: self.state })?;
        if !current.may_decide(actor) {
            return Err(Refusal::NotYourTurn { post: current.post });
        }
        if self.submitted.account == actor.account() {
            return Err(Refusal::OwnSubmission);
        }
        Ok(())
    }

    fn decided(
        &self,
        actor: &Actor,
        now: DateTime<Utc>,
        state: ReviewStepState,
        why: Option<(String, Option<String>)>,
    ) -> Result<Self, Refusal> {
        self.my_turn(actor)?;
        let mut review = Self {
            opened: None,
            reminded_at: None,
            ..self.clone()
        };
        if let Some(step) = review.steps.get_mut(self.step) {
            step.state = state;
            step.decided = Some(By {
                account: actor.account(),
                at: now,
            });
            (step.reason, step.field) =
                why.map_or((None, None), |(reason, field)| (Some(reason), field));
        }
        Ok(review)
    }
}
