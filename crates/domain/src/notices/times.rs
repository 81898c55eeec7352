//! When people are told: the two digests of a day, and the hours in which nobody is disturbed.

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc, Weekday,
};
use serde::{Deserialize, Serialize};

use crate::dates::on_the_wall;

/// The hours of the plan version, on the school's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeRules {
    /// From this hour on the digest of the morning goes out.
    pub morning: u32,
    /// From this hour on that of the afternoon.
    pub afternoon: u32,
    /// From this hour on nobody is disturbed …
    pub quiet_from: u32,
    /// … until this one. The same hour twice: no quiet hours.
    pub quiet_to: u32,
    /// Whether digests go out on Saturdays and Sundays.
    pub weekends: bool,
    /// For how many hours a message stays worth sending.
    pub keep_hours: u32,
}

impl Default for NoticeRules {
    fn default() -> Self {
        Self {
            morning: 8,
            afternoon: 14,
            quiet_from: 21,
            quiet_to: 7,
            weekends: false,
            keep_hours: 48,
        }
    }
}

/// Which digest of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Morning,
    Afternoon,
}

/// A half-day of the school, for which everybody gets one digest at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HalfDay {
    pub day: NaiveDate,
    pub part: Part,
    /// When it began; what came later than this is new in it.
    pub since: DateTime<Utc>,
}

impl HalfDay {
    /// What keeps a second digest of the same half-day away.
    pub fn key(&self) -> String {
        let part = match self.part {
            Part::Morning => "am",
            Part::Afternoon => "pm",
        };
        format!("digest/{}/{part}", self.day)
    }
}

impl NoticeRules {
    /// How long a message stays worth sending.
    pub fn keep(&self) -> TimeDelta {
        TimeDelta::hours(self.keep_hours.into())
    }

    /// The digest that is due at a moment, if any.
    pub fn digest_due(&self, now: DateTime<Utc>) -> Option<HalfDay> {
        let wall = on_the_wall(now);
        let rest = matches!(wall.weekday(), Weekday::Sat | Weekday::Sun) && !self.weekends;
        if rest || self.is_quiet(wall) {
            return None;
        }
        let (part, hour) = if wall.hour() >= self.afternoon {
            (Part::Afternoon, self.morning)
        } else if wall.hour() >= self.morning {
            (Part::Morning, 0)
        } else {
            return None;
        };
        let day = wall.date_naive();
        Some(HalfDay {
            day,
            part,
            since: at_hour(day, hour),
        })
    }

    /// When a message that is ready at a moment may go out: at once, or when the quiet hours end.
    pub fn not_before(&self, ready: DateTime<Utc>) -> DateTime<Utc> {
        let wall = on_the_wall(ready);
        if !self.is_quiet(wall) {
            return ready;
        }
        let today = at_hour(wall.date_naive(), self.quiet_to);
        if today > ready {
            return today;
        }
        let next = wall.date_naive().checked_add_days(Days::new(1));
        next.map_or(ready, |day| at_hour(day, self.quiet_to))
    }

    fn is_quiet(&self, wall: DateTime<FixedOffset>) -> bool {
        let hour = wall.hour();
        if self.quiet_from <= self.quiet_to {
            (self.quiet_from..self.quiet_to).contains(&hour)
        } else {
            hour >= self.quiet_from || hour < self.quiet_to
        }
    }
}

fn at_hour(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour.min(23), 0, 0).unwrap_or(NaiveTime::MIN);
    day.and_time(time).and_utc() - TimeDelta::hours(8)
}
