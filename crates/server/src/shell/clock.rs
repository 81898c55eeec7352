//! The only place that asks what time it is. Storage is UTC to the microsecond, people live in Asia/Shanghai.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, NaiveDate, SubsecRound, Utc};
use domain::dates::day_of;

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    Real,
    /// The machine's clock, moved: the demonstration lives in the term its figures tell of.
    Shifted(Duration),
    /// Stands still until a test moves it.
    Fixed(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at the given moment.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(Mutex::new(at)))
    }

    /// Now, in UTC, to the microsecond (what both databases keep).
    pub fn now(&self) -> DateTime<Utc> {
        let now = match self {
            Self::Real => machine_now(),
            Self::Shifted(by) => machine_now() + *by,
            Self::Fixed(at) => *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        };
        now.trunc_subsecs(6)
    }

    /// Today's date for people.
    pub fn today(&self) -> NaiveDate {
        day_of(self.now())
    }

    /// Move a fixed clock on; other clocks move by themselves.
    pub fn advance(&self, by: Duration) {
        if let Self::Fixed(at) = self {
            let mut at = at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            *at += by;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the place")]
fn machine_now() -> DateTime<Utc> {
    Utc::now()
}
