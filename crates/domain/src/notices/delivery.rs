//! What becomes of a message after a try: the one rule from an answer to the next state.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use super::{ChannelKind, DeliveryState};
use crate::dates::day_of;

/// Tries before a message is given up.
pub const MOST_ATTEMPTS: u32 = 6;

const FIRST_WAIT: TimeDelta = TimeDelta::minutes(1);
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(30);
/// The other side forgets what it has seen; we stop repeating a little before.
const MARGIN: TimeDelta = TimeDelta::minutes(10);

/// The other side has taken the message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// How it is called over there.
    pub remote_id: Option<String>,
}

/// Why there is no receipt. The sentences are shown to the office.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It certainly did not go out; this message may go later.
    #[error("{why}")]
    Retry {
        after: Option<TimeDelta>,
        why: String,
    },
    /// It certainly did not go out, and nothing of this channel will for a while: a limit, or the channel's settings.
    #[error("{why}")]
    Rest {
        wait: TimeDelta,
        limit: bool,
        why: String,
    },
    /// It will never go out like this; `address` when the person's address is at fault.
    #[error("{why}")]
    Permanent { address: bool, why: String },
    /// Nobody knows whether it went out: the connection broke, or the answer made no sense.
    #[error("{why}")]
    Unknown { why: String },
}

/// What is known of a message that was just tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    pub channel: ChannelKind,
    /// This try included.
    pub attempts: u32,
    pub created_at: DateTime<Utc>,
    /// Since when it may have arrived without our knowing.
    pub unsure_since: Option<DateTime<Utc>>,
    /// When this try began.
    pub tried_at: DateTime<Utc>,
}

/// How a message stands from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub state: DeliveryState,
    pub next_at: DateTime<Utc>,
    pub attempts: u32,
    pub unsure_since: Option<DateTime<Utc>>,
    pub error: Option<String>,
}

/// The wait after so many tries: doubled each time, capped.
pub fn backoff(attempts: u32) -> TimeDelta {
    let doublings = attempts.saturating_sub(1).min(10);
    (FIRST_WAIT * (1_i32 << doublings)).min(LONGEST_WAIT)
}

impl ChannelKind {
    /// Until when a message that may have arrived can be sent once more without reaching the person twice, because
    /// the other side knows it again; `None` where it does not.
    pub fn repeats_until(self, unsure_since: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            // The same Message-ID is the same mail.
            Self::Mail => Some(unsure_since + TimeDelta::hours(48)),
            // enable_duplicate_check with the longest span there is, four hours.
            Self::WecomApp => Some(unsure_since + TimeDelta::hours(4) - MARGIN),
            // One person gets the same content once a day.
            Self::DingApp => {
                let midnight = day_of(unsure_since)
                    .checked_add_days(Days::new(1))?
                    .and_time(NaiveTime::MIN)
                    .and_utc()
                    - TimeDelta::hours(8);
                Some(midnight - MARGIN)
            }
            Self::WecomRobot | Self::DingRobot => None,
        }
    }
}

impl Tried {
    /// What follows from the answer. `keep` is how long a message stays worth sending.
    pub fn then(
        &self,
        answer: &Result<Receipt, SendError>,
        now: DateTime<Utc>,
        keep: TimeDelta,
    ) -> Next {
        match answer {
            Ok(_) => self.ends(DeliveryState::Sent, now, None),
            Err(SendError::Permanent { why, .. }) => {
                self.ends(DeliveryState::GivenUp, now, Some(why.clone()))
            }
            Err(SendError::Retry { after, why }) => {
                let wait = after.unwrap_or_default().max(backoff(self.attempts));
                self.again(DeliveryState::Failed, now, wait, why, keep)
            }
            Err(SendError::Rest { wait, limit, why }) => {
                // The message is not at fault: the try does not count.
                let state = if *limit {
                    DeliveryState::Held
                } else {
                    DeliveryState::Failed
                };
                let uncounted = Self {
                    attempts: self.attempts.saturating_sub(1),
                    ..*self
                };
                uncounted.again(state, now, *wait, why, keep)
            }
            Err(SendError::Unknown { why }) => {
                let unsure = Self {
                    unsure_since: self.unsure_since.or(Some(self.tried_at)),
                    ..*self
                };
                unsure.again(
                    DeliveryState::Failed,
                    now,
                    backoff(self.attempts),
                    why,
                    keep,
                )
            }
        }
    }

    fn again(
        &self,
        state: DeliveryState,
        now: DateTime<Utc>,
        wait: TimeDelta,
        why: &str,
        keep: TimeDelta,
    ) -> Next {
        let next_at = now + wait;
        let doubled = self.unsure_since.is_some_and(|since| {
            self.channel
                .repeats_until(since)
                .is_none_or(|until| next_at > until)
        });
        let last = if doubled {
            Some(format!("{why}。可能已经送到，为免重复没有再发"))
        } else if self.attempts >= MOST_ATTEMPTS {
            Some(format!(
                "试了 {} 次都没有发出，最后一次：{why}",
                self.attempts
            ))
        } else if next_at > self.created_at + keep {
            Some(format!("{} 小时内没有发出：{why}", keep.num_hours()))
        } else {
            None
        };
        if let Some(reason) = last {
            return self.ends(DeliveryState::GivenUp, now, Some(reason));
        }
        Next {
            state,
            next_at,
            attempts: self.attempts,
            unsure_since: self.unsure_since,
            error: Some(why.to_owned()),
        }
    }

    fn ends(&self, state: DeliveryState, now: DateTime<Utc>, error: Option<String>) -> Next {
        Next {
            state,
            next_at: now,
            attempts: self.attempts,
            unsure_since: self.unsure_since,
            error,
        }
    }
}
