//! Days and names as papers write them.

use chrono::{Datelike, NaiveDate};

/// "2025年5月24日".
pub(super) fn day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// "2025年3月26日至3月28日": what both days share is said once.
pub(super) fn span(from: NaiveDate, until: NaiveDate) -> String {
    if from == until {
        return day(from);
    }
    let last = if from.year() == until.year() {
        format!("{}月{}日", until.month(), until.day())
    } else {
        day(until)
    };
    format!("{}至{last}", day(from))
}

/// A name where everybody passes: 袁梓晴 → 袁＊晴, 顾铭 → 顾＊. The full-width asterisk keeps the columns; more than
/// two of them would only tell how long the name is.
pub(super) fn covered(name: &str) -> String {
    let mut stars = 0;
    let mut shown = String::new();
    for letter in domain::selection::covered(name).chars() {
        stars = if letter == '*' { stars + 1 } else { 0 };
        match stars {
            0 => shown.push(letter),
            1 | 2 => shown.push('＊'),
            _ => {}
        }
    }
    shown
}

/// "第一次", "第二次" ….
pub(super) fn ordinal(number: u32) -> String {
    const FIRST: [&str; 5] = ["一", "二", "三", "四", "五"];
    let word = number
        .checked_sub(1)
        .and_then(|at| FIRST.get(usize::try_from(at).ok()?));
    word.map_or_else(|| format!("第{number}次"), |word| format!("第{word}次"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_share_their_year() {
        let on = |text: &str| text.parse().unwrap();
        assert_eq!(day(on("2025-05-04")), "2025年5月4日");
        assert_eq!(
            span(on("2025-03-26"), on("2025-03-28")),
            "2025年3月26日至3月28日"
        );
        assert_eq!(
            span(on("2025-12-30"), on("2026-01-02")),
            "2025年12月30日至2026年1月2日"
        );
        assert_eq!(span(on("2025-05-24"), on("2025-05-24")), "2025年5月24日");
    }

    #[test]
    fn a_public_list_covers_the_middle_of_a_name() {
        let names = [
            "袁梓晴",
            "顾铭",
            "欧阳若兰",
            "阿卜杜热依木·麦麦提伊敏",
            "林",
            "𬭎",
            "",
        ];
        assert_eq!(
            names.map(covered),
            ["袁＊晴", "顾＊", "欧＊＊兰", "阿＊＊敏", "林＊", "𬭎＊", ""]
        );
    }

    #[test]
    fn rounds_are_counted_in_words() {
        assert_eq!(
            [1, 2, 5, 6].map(ordinal),
            ["第一次", "第二次", "第五次", "第6次"]
        );
    }
}
