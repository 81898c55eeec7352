//! How a channel stands, in words.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::dates::{day_of, time_words};
use store::notices::channel_setting;

/// Midnight in the school.
pub(super) fn midnight(now: DateTime<Utc>) -> DateTime<Utc> {
    day_of(now).and_time(NaiveTime::MIN).and_utc() - TimeDelta::hours(8)
}

/// How a channel stands, in words.
pub(super) struct Stands {
    pub(super) badge: &'static str,
    pub(super) words: &'static str,
    pub(super) why: String,
}

impl Stands {
    pub(super) fn of(row: Option<&channel_setting::Model>, now: DateTime<Utc>) -> Self {
        let Some(row) = row.filter(|row| row.enabled) else {
            let words = if row.is_some() {
                "已停用"
            } else {
                "未设置"
            };
            return Self {
                badge: "mute",
                words,
                why: String::new(),
            };
        };
        let rests = row.rests_until.filter(|until| *until > now);
        if let (Some(problem), Some(at)) = (&row.problem, row.problem_at) {
            return Self {
                badge: "error",
                words: "有问题",
                why: format!("{}：{problem}", time_words(at, now)),
            };
        }
        match rests {
            Some(until) => Self {
                badge: "warn",
                words: "等限额",
                why: format!(
                    "{}，{} 继续",
                    row.rests_for.as_deref().unwrap_or_default(),
                    time_words(until, now)
                ),
            },
            None => Self {
                badge: "ok",
                words: "正常",
                why: String::new(),
            },
        }
    }
}
