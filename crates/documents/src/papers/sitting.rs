//! When and for what people sit, and days from and until.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use super::words::{day, span};

/// First and last day of something, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub until: NaiveDate,
}

impl Period {
    /// "2025年3月26日至3月28日": what both days share is said once.
    pub(super) fn words(self) -> String {
        span(self.from, self.until)
    }
}

/// One sitting of a test or an examination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    /// What is sat: 财务共享服务（中级）选拔测试.
    pub subject: String,
    pub on: NaiveDate,
    pub from: NaiveTime,
    pub until: NaiveTime,
}

impl Sitting {
    /// "09:00—11:00".
    pub(super) fn hours(&self) -> String {
        format!(
            "{}—{}",
            self.from.format("%H:%M"),
            self.until.format("%H:%M")
        )
    }

    /// "2025年5月24日 09:00—11:00".
    pub(super) fn when(&self) -> String {
        format!("{} {}", day(self.on), self.hours())
    }

    /// "2025年5月24日 星期六".
    pub(super) fn date(&self) -> String {
        format!("{} {}", day(self.on), weekday(self.on.weekday()))
    }
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "星期一",
        Weekday::Tue => "星期二",
        Weekday::Wed => "星期三",
        Weekday::Thu => "星期四",
        Weekday::Fri => "星期五",
        Weekday::Sat => "星期六",
        Weekday::Sun => "星期日",
    }
}
