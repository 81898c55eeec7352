//! The public notice of a result (plan 4.3.2): open for objections for the days the plan says, final afterwards.

use chrono::{Days, NaiveDate};

use super::state::RoundState;

/// The last day of the notice of a list published on `day`; `None` where the plan wants none.
pub fn notice_until(day: NaiveDate, days: u32) -> Option<NaiveDate> {
    (days > 0).then(|| {
        day.checked_add_days(Days::new(days.into()))
            .unwrap_or(NaiveDate::MAX)
    })
}

/// Where a published list stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Objections are taken until the end of this day.
    Open(NaiveDate),
    /// The last day has passed; so many objections are still to be answered.
    Over { appeals: usize },
    /// The list stands for good.
    Final,
    /// Nothing is published.
    None,
}

impl Notice {
    /// `until` is the last day; the window is open to its end.
    pub fn on(
        today: NaiveDate,
        state: RoundState,
        until: Option<NaiveDate>,
        appeals: usize,
    ) -> Self {
        match (state, until) {
            (RoundState::Final, _) => Self::Final,
            (RoundState::Published, Some(last)) if today <= last => Self::Open(last),
            (RoundState::Published, _) => Self::Over { appeals },
            (
                RoundState::Entering
                | RoundState::Sealed
                | RoundState::Computed
                | RoundState::Confirmed,
                _,
            ) => Self::None,
        }
    }

    /// Whether the list may be made final now.
    pub const fn may_close(self) -> bool {
        matches!(self, Self::Over { appeals: 0 })
    }

    /// Whether an objection is still taken.
    pub const fn takes_appeals(self) -> bool {
        matches!(self, Self::Open(_))
    }
}

/// A name as a public list shows it: 袁梓晴 → 袁*晴, 顾铭 → 顾*.
pub fn covered(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    match letters.as_slice() {
        [] => String::new(),
        [first] | [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}
