//! The digest: one message per person and half-day that gathers what waits and what was not read yet, instead of one
//! message per thing (plan 3.6).

use chrono::{DateTime, NaiveDate, Utc};

use super::{HalfDay, Part};
use crate::dates::{day_words, left_words};

/// Lines that are spelled out; the rest is counted.
const MOST_LINES: usize = 8;

/// One thing that waits, or one unread message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestLine {
    pub text: String,
    pub since: DateTime<Utc>,
    pub due: Option<NaiveDate>,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    pub title: String,
    pub body: String,
}

/// The digest of a person, `None` when there is nothing to say: nothing waits, or nothing has changed since the morning.
pub fn digest(half: &HalfDay, waiting: &[DigestLine], unread: &[DigestLine]) -> Option<Digest> {
    let new = |lines: &[DigestLine]| lines.iter().any(|line| line.since >= half.since);
    let (part, worth) = match half.part {
        Part::Morning => ("上午", !waiting.is_empty() || !unread.is_empty()),
        Part::Afternoon => ("下午", new(waiting) || new(unread)),
    };
    if !worth {
        return None;
    }
    let mut counts = Vec::new();
    if !waiting.is_empty() {
        counts.push(format!("{} 件待办", waiting.len()));
    }
    if !unread.is_empty() {
        counts.push(format!("{} 条未读消息", unread.len()));
    }
    let mut lines: Vec<&DigestLine> = waiting.iter().collect();
    lines.sort_by_key(|line| (line.due.unwrap_or(NaiveDate::MAX), line.since));
    let unread_texts = unread.iter().map(|line| format!("未读：{}", line.text));
    let all: Vec<String> = lines
        .into_iter()
        .map(|line| spelled(line, half.day))
        .chain(unread_texts)
        .collect();
    let mut body: Vec<String> = all.iter().take(MOST_LINES).cloned().collect();
    if let Some(more) = all.len().checked_sub(MOST_LINES).filter(|more| *more > 0) {
        body.push(format!("还有 {more} 件，请登录查看"));
    }
    Some(Digest {
        title: format!("{part}汇总：{}", counts.join("，")),
        body: body.join("\n"),
    })
}

fn spelled(line: &DigestLine, today: NaiveDate) -> String {
    match line.due {
        None => line.text.clone(),
        Some(due) => format!(
            "{}（{} 截止，{}）",
            line.text,
            day_words(due, today),
            left_words(due, today)
        ),
    }
}
