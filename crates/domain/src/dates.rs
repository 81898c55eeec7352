//! Dates and times in the words people use: today and yesterday, then month and day, the year only
//! when it is another one; deadlines end with their day.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};

/// The clock on the wall in the school: eight hours before Greenwich, without summer time.
pub fn on_the_wall(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    let east = FixedOffset::east_opt(8 * 3600);
    east.map_or_else(|| at.fixed_offset(), |zone| at.with_timezone(&zone))
}

/// The moment at which the school's clock shows this day and time.
pub fn from_the_wall(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    day.and_time(time).and_utc() - TimeDelta::hours(8)
}

/// The school's date at a moment.
pub fn day_of(at: DateTime<Utc>) -> NaiveDate {
    on_the_wall(at).date_naive()
}

/// "5月24日", with the year when it is another one than today's.
pub fn day_words(day: NaiveDate, today: NaiveDate) -> String {
    let words = format!("{}月{}日", day.month(), day.day());
    if day.year() == today.year() {
        words
    } else {
        format!("{}年{words}", day.year())
    }
}

/// "今天 09:12", "昨天 16:20", "5月16日 15:30".
pub fn time_words(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (at, today) = (on_the_wall(at), day_of(now));
    let day = match (today - at.date_naive()).num_days() {
        0 => "今天".to_owned(),
        1 => "昨天".to_owned(),
        _ => day_words(at.date_naive(), today),
    };
    format!("{day} {}", at.format("%H:%M"))
}

/// "周六".
pub const fn weekday_words(day: chrono::Weekday) -> &'static str {
    match day {
        chrono::Weekday::Mon => "周一",
        chrono::Weekday::Tue => "周二",
        chrono::Weekday::Wed => "周三",
        chrono::Weekday::Thu => "周四",
        chrono::Weekday::Fri => "周五",
        chrono::Weekday::Sat => "周六",
        chrono::Weekday::Sun => "周日",
    }
}

/// A deadline with its weekday and hour: "5月24日 周六 24:00".
pub fn deadline_words(day: NaiveDate, today: NaiveDate) -> String {
    format!(
        "{} {} 24:00",
        day_words(day, today),
        weekday_words(day.weekday())
    )
}

/// How long until the end of a day: "还有 4 天", "今天截止", "已过 2 天".
pub fn left_words(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => "今天截止".to_owned(),
        left if left > 0 => format!("还有 {left} 天"),
        late => format!("已过 {} 天", -late),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_read_as_people_say_them() {
        let today = day("2025-05-20");
        assert_eq!(day_words(day("2025-05-24"), today), "5月24日");
        assert_eq!(day_words(day("2026-02-28"), today), "2026年2月28日");
        assert_eq!(
            deadline_words(day("2025-05-24"), today),
            "5月24日 周六 24:00"
        );
        assert_eq!(left_words(day("2025-05-24"), today), "还有 4 天");
        assert_eq!(left_words(today, today), "今天截止");
        assert_eq!(left_words(day("2025-05-18"), today), "已过 2 天");
    }

    #[test]
    fn the_day_turns_at_midnight_in_the_school() {
        let now: DateTime<Utc> = "2025-05-20T02:00:00Z".parse().unwrap();
        for (at, words) in [
            ("2025-05-20T01:12:00Z", "今天 09:12"),
            ("2025-05-19T16:00:00Z", "今天 00:00"),
            ("2025-05-19T15:59:00Z", "昨天 23:59"),
            ("2025-05-16T07:30:00Z", "5月16日 15:30"),
            ("2024-12-31T16:30:00Z", "1月1日 00:30"),
            ("2024-12-31T15:30:00Z", "2024年12月31日 23:30"),
        ] {
            assert_eq!(time_words(at.parse().unwrap(), now), words);
        }
    }
}
