//! Numbers that are shown as dates, and numbers that are shown as numbers.

use chrono::{Days, NaiveDate};
use domain::import::grid::Cell;

/// How a number format shows a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    Date,
    Time,
}

impl Shown {
    /// The formats that have a number but no text in the file, with those of Chinese installations.
    pub(super) const fn built_in(id: u32) -> Self {
        match id {
            14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Self::Date,
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => Self::Time,
            _ => Self::Number,
        }
    }

    /// What a format's text means; `yyyy"年"m"月"d"日"` and `[$-804]yyyy/m/d` are dates.
    pub(super) fn of_format(code: &str) -> Self {
        let mut shown = Self::Number;
        let mut letters = code.chars();
        while let Some(letter) = letters.next() {
            match letter {
                // Negative numbers and texts have sections of their own.
                ';' => break,
                '"' => drop(letters.by_ref().find(|&end| end == '"')),
                '\\' | '_' | '*' => drop(letters.next()),
                '[' => {
                    let inside: String = letters.by_ref().take_while(|&end| end != ']').collect();
                    if matches!(
                        inside.to_ascii_lowercase().as_str(),
                        "h" | "hh" | "m" | "mm" | "s" | "ss"
                    ) {
                        shown = Self::Time;
                    }
                }
                'y' | 'Y' | 'd' | 'D' => return Self::Date,
                'h' | 'H' | 's' | 'S' => shown = Self::Time,
                _ => {}
            }
        }
        if shown == Self::Number && is_month_alone(code) {
            Self::Date
        } else {
            shown
        }
    }
}

/// `mmm` or `m"月"`: a month without a day or a year is still a date.
fn is_month_alone(code: &str) -> bool {
    let first = code
        .split(';')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let outside: String = first.split('"').step_by(2).collect();
    outside.contains('m') && !outside.contains(['0', '#', '?', '[', 'g'])
}

/// A stored number, as its cell shows it.
pub(super) fn number_cell(value: f64, shown: Shown, from_1904: bool) -> Cell {
    let date = match shown {
        Shown::Number => None,
        Shown::Date => serial_date(value, from_1904).map(Cell::Date),
        Shown::Time => clock(value),
    };
    date.unwrap_or_else(|| Cell::Number(shortest(value)))
}

/// The day of a serial number. The calendar of 1900 counts a 29 February that never was.
fn serial_date(value: f64, from_1904: bool) -> Option<NaiveDate> {
    let day = whole(value)?;
    let (start, day) = match (from_1904, day) {
        (true, _) => (NaiveDate::from_ymd_opt(1904, 1, 1)?, day),
        (false, 1..=59) => (NaiveDate::from_ymd_opt(1899, 12, 31)?, day),
        (false, 61..) => (NaiveDate::from_ymd_opt(1899, 12, 30)?, day),
        (false, _) => return None,
    };
    // 2958465 is 9999-12-31, the last day a spreadsheet knows.
    if day > 2_958_465 {
        None
    } else {
        start.checked_add_days(Days::new(day))
    }
}

/// `08:30` for a time of day; longer than a day stays a number.
fn clock(value: f64) -> Option<Cell> {
    if !(0.0..1.0).contains(&value) {
        return None;
    }
    let seconds = whole((value * 86_400.0).round())?;
    let (hours, minutes, rest) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    Some(Cell::Text(match rest {
        0 => format!("{hours:02}:{minutes:02}"),
        _ => format!("{hours:02}:{minutes:02}:{rest:02}"),
    }))
}

/// The whole part of a number that is not negative.
fn whole(value: f64) -> Option<u64> {
    if !(0.0..1e15).contains(&value) {
        return None;
    }
    // Through text, because a cast would take anything and say nothing.
    format!("{:.0}", value.floor()).parse().ok()
}

/// The shortest decimal text that means this very number: `2022`, `78.5`, `9.900002007120102e17`.
pub(super) fn shortest(value: f64) -> String {
    let mut text = format!("{value:?}");
    if text.ends_with(".0") {
        text.truncate(text.len() - 2);
    }
    if text == "-0" { "0".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_apart() {
        for code in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-804]yyyy/m/d;@",
            "m/d",
            "mmm",
            "m\"月\"",
            "yyyy-mm-dd hh:mm",
        ] {
            assert_eq!(Shown::of_format(code), Shown::Date, "{code}");
        }
        for code in ["h:mm", "[h]:mm:ss", "mm:ss", "hh:mm AM/PM"] {
            assert_eq!(Shown::of_format(code), Shown::Time, "{code}");
        }
        for code in [
            "General",
            "0.00",
            "#,##0;[Red]-#,##0",
            "@",
            "0.00E+00",
            "0\"d\"",
            "\\y0",
            "0_d",
            "[Red]0",
            "0\"年\"",
        ] {
            assert_eq!(Shown::of_format(code), Shown::Number, "{code}");
        }
    }

    #[test]
    fn serial_numbers_become_days() {
        let day = |value, from_1904| match number_cell(value, Shown::Date, from_1904) {
            Cell::Date(date) => date.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(day(1.0, false), "1900-01-01");
        assert_eq!(day(59.0, false), "1900-02-28");
        assert_eq!(day(60.0, false), "Number(\"60\")");
        assert_eq!(day(61.0, false), "1900-03-01");
        assert_eq!(day(39_258.75, false), "2007-06-25");
        assert_eq!(day(0.0, true), "1904-01-01");
        assert_eq!(day(-3.0, false), "Number(\"-3\")");
        assert_eq!(day(f64::MAX, false), "Number(\"1.7976931348623157e308\")");
    }

    #[test]
    fn numbers_keep_their_shortest_text() {
        for (value, text) in [
            (2022.0, "2022"),
            (78.5, "78.5"),
            (0.1, "0.1"),
            (-0.0, "0"),
            (990_000_200_712_010_250.0, "9.900002007120102e17"),
        ] {
            assert_eq!(shortest(value), text);
        }
    }

    #[test]
    fn a_time_of_day_is_text() {
        assert_eq!(
            number_cell(0.354_166_666_666_666_7, Shown::Time, false),
            Cell::Text("08:30".into())
        );
    }
}
