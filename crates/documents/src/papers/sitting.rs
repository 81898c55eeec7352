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
    /// Not yet known: the paper then leaves it out.
    pub on: Option<NaiveDate>,
    /// Begin and end.
    pub hours: Option<(NaiveTime, NaiveTime)>,
}

impl Sitting {
    /// "09:00—11:00".
    fn hours(&self) -> Option<String> {
        let (from, until) = self.hours?;
        Some(format!(
            "{}—{}",
            from.format("%H:%M"),
            until.format("%H:%M")
        ))
    }

    /// "2025年5月24日 09:00—11:00".
    pub(super) fn when(&self) -> Option<String> {
        let parts: Vec<String> = self.on.map(day).into_iter().chain(self.hours()).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// "2025年5月24日 星期六", "09:00—11:00".
    pub(super) fn date_and_hours(&self) -> Vec<String> {
        let date = self
            .on
            .map(|on| format!("{} {}", day(on), weekday(on.weekday())));
        date.into_iter().chain(self.hours()).collect()
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
