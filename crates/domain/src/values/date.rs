//! A day as people write it. Five ways are understood, years always with four digits.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::text;

/// A day read from a form or a spreadsheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(NaiveDate);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotADate {
    #[error("这里不是日期，请写成 2008-05-18。")]
    Form,
    #[error("年份要写四位，如 2008-05-18。")]
    ShortYear,
    #[error("{month} 月没有 {day} 日。")]
    NoSuchDay { month: u32, day: u32 },
    #[error("年份 {0} 不在 1900 到 2100 之间。")]
    Year(i32),
}

impl Day {
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    fn new(year: i32, month: u32, day: u32) -> Result<Self, NotADate> {
        if !(1900..=2100).contains(&year) {
            return Err(NotADate::Year(year));
        }
        NaiveDate::from_ymd_opt(year, month, day)
            .map(Self)
            .ok_or(NotADate::NoSuchDay { month, day })
    }

    /// A date cell of a spreadsheet.
    pub fn from_cell(date: NaiveDate) -> Result<Self, NotADate> {
        Self::new(date.year(), date.month(), date.day())
    }

    /// A date cell that lost its format and shows as days since 1899-12-30.
    pub fn from_serial(serial: u32) -> Result<Self, NotADate> {
        let start = NaiveDate::from_ymd_opt(1899, 12, 30).ok_or(NotADate::Form)?;
        let date = start
            .checked_add_days(chrono::Days::new(serial.into()))
            .ok_or(NotADate::Form)?;
        Self::from_cell(date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Day {
    type Err = NotADate;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let day_only = without_time(raw.trim());
        let spaced = parts_set_off_by_spaces(day_only);
        let cleaned = text::clean_code(spaced.as_deref().unwrap_or(day_only));
        let written = cleaned.text.strip_prefix("公元").unwrap_or(&cleaned.text);
        let written = without_weekday(written).trim_end_matches(['.', '。']);
        if written.len() == 8 && written.bytes().all(|b| b.is_ascii_digit()) {
            let part = |from, to| written.get(from..to).and_then(number).ok_or(NotADate::Form);
            return Self::new(
                i32::try_from(part(0, 4)?).map_err(|_| NotADate::Form)?,
                part(4, 6)?,
                part(6, 8)?,
            );
        }
        let written = written.strip_suffix(['日', '号']).unwrap_or(written);
        let mut parts = written.split([
            '-', '/', '.', '年', '月', '。', '—', '–', '‐', '−', '、', ',', '，', '\\', '_', '~',
            '·',
        ]);
        let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotADate::Form);
        };
        let (Some(year_number), Some(month), Some(day)) =
            (number(year), number(month), number(day))
        else {
            return Err(NotADate::Form);
        };
        match year.len() {
            4 => Self::new(
                i32::try_from(year_number).map_err(|_| NotADate::Form)?,
                month,
                day,
            ),
            1 | 2 => Err(NotADate::ShortYear),
            _ => Err(NotADate::Form),
        }
    }
}

/// A day of which the century or the day of the month is not written: 08-05-18, 2008年5月. It is no day, but it can
/// be held against one that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartOfDay {
    year: i32,
    month: u32,
    day: Option<u32>,
}

impl PartOfDay {
    pub fn read(raw: &str) -> Option<Self> {
        let cleaned = text::clean_code(raw);
        let written = cleaned.text.trim_end_matches(['日', '号', '月']);
        if written.len() == 6 && written.bytes().all(|b| b.is_ascii_digit()) {
            let part = |from, to| written.get(from..to).and_then(number);
            let (year, month) = (i32::try_from(part(0, 4)?).ok()?, part(4, 6)?);
            return Self::month(year, month, None);
        }
        let parts: Vec<&str> = written.split(['-', '/', '.', '年', '月', '—']).collect();
        let year = parts.first().filter(|year| matches!(year.len(), 2 | 4))?;
        let (short, year) = (year.len() == 2, i32::try_from(number(year)?).ok()?);
        match parts.as_slice() {
            [_, month, day] if short => Self::month(year, number(month)?, Some(number(day)?)),
            [_, month] if !short => Self::month(year, number(month)?, None),
            _ => None,
        }
    }

    fn month(year: i32, month: u32, day: Option<u32>) -> Option<Self> {
        let fits = (1..=12).contains(&month) && day.is_none_or(|day| (1..=31).contains(&day));
        let is_year = (0..=99).contains(&year) || (1900..=2100).contains(&year);
        (fits && is_year).then_some(Self { year, month, day })
    }

    pub fn is_of(self, date: NaiveDate) -> bool {
        let year =
            self.year == date.year() || (self.day.is_some() && self.year == date.year() % 100);
        year && self.month == date.month() && self.day.is_none_or(|day| day == date.day())
    }
}

/// `2008-05-18 00:00:00` and `2008-05-18T00:00` name a day as well.
fn without_time(text: &str) -> &str {
    match text.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') => day,
        _ => text,
    }
}

/// `2008年5月18日 星期日`, `2008-05-18(周日)`.
fn without_weekday(text: &str) -> &str {
    ["(星期", "(周", "星期", "周"]
        .iter()
        .find_map(|word| text.split_once(word))
        .map_or(text, |(day, _)| day)
}

/// `2008 5 18`; spaces that only surround other signs set nothing off.
fn parts_set_off_by_spaces(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let digits = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
    (parts.len() == 3 && parts.iter().all(digits)).then(|| parts.join("-"))
}

fn number(part: &str) -> Option<u32> {
    let fits = !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    if fits { part.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_to_write_a_day_are_one_day() {
        for text in [
            "2008-05-18",
            "2008/05/18",
            "2008/5/18",
            "2008年5月18日",
            "2008年05月18号",
            "20080518",
            "2008.5.18",
            "２００８－０５－１８",
            " 2008-05-18 ",
            "2008-05-18 00:00:00",
            "2008 年 5 月 18 日",
            "2008、5、18",
            "2008 5 18",
            "2008–05–18",
            "2008，5，18",
            "2008.05.18.",
            "2008年5月18日 星期日",
            "公元2008年5月18日",
            "2008/5/18 0:00:00",
            "2008/5/18 上午 12:00:00",
        ] {
            assert_eq!(
                text.parse::<Day>().map(|d| d.to_string()),
                Ok("2008-05-18".to_owned()),
                "{text}"
            );
        }
        assert_eq!(Day::from_serial(39_586).unwrap().to_string(), "2008-05-18");
    }

    #[test]
    fn what_is_no_day_says_why() {
        let table = [
            ("08-05-18", NotADate::ShortYear),
            ("8/5/18", NotADate::ShortYear),
            ("2008-02-30", NotADate::NoSuchDay { month: 2, day: 30 }),
            ("20081301", NotADate::NoSuchDay { month: 13, day: 1 }),
            ("1808-05-18", NotADate::Year(1808)),
            ("不详", NotADate::Form),
            ("2008-05", NotADate::Form),
            ("080518", NotADate::Form),
            ("", NotADate::Form),
        ];
        for (text, fault) in table {
            assert_eq!(text.parse::<Day>(), Err(fault), "{text}");
        }
    }
}
