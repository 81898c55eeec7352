//! Words and small parts that several pages of registration share.

use domain::registration::{Check, ListState, RegistrationState};
use store::registration::Counts;

use super::records::Checked;

/// A word of state with its kind, for the badge of `parts.html`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Badge {
    pub(super) kind: &'static str,
    pub(super) text: &'static str,
}

pub(super) const fn list_badge(state: ListState) -> Badge {
    let kind = match state {
        ListState::Draft => "mute",
        ListState::Submitted => "info",
        ListState::Returned => "error",
        ListState::Approved => "ok",
    };
    Badge {
        kind,
        text: state.label(),
    }
}

pub(super) const fn row_badge(state: RegistrationState) -> Badge {
    let kind = match state {
        RegistrationState::Draft | RegistrationState::Withdrawn => "mute",
        RegistrationState::Submitted => "info",
        RegistrationState::Approved => "ok",
        RegistrationState::Returned => "error",
    };
    Badge {
        kind,
        text: state.label(),
    }
}

/// "已同意 25，退回 1，不报名 2": what is not in a list is not named.
pub(super) fn counts_words(counts: &Counts) -> String {
    let named = [
        ("填写中", counts.draft),
        ("待审核", counts.submitted),
        ("已同意", counts.approved),
        ("已退回", counts.returned),
        ("不报名", counts.withdrawn),
    ];
    let some = named
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{word} {count}"));
    let words = some.collect::<Vec<_>>().join("，");
    if words.is_empty() {
        "--".to_owned()
    } else {
        words
    }
}

/// One line of "系统已查".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CheckLine {
    pub(super) kind: &'static str,
    pub(super) label: String,
    pub(super) value: String,
}

/// Each check with whom it found and how many passed: "身份证号校验…：何子涵  25 / 26". `people` restricts to one list.
pub(super) fn check_lines(
    found: &Checked,
    people: &[(domain::ids::StudentId, String)],
) -> Vec<CheckLine> {
    let total = people.len();
    let line = |check: &Check| {
        let failed: Vec<&str> = people
            .iter()
            .filter(|(student, _)| {
                found
                    .findings
                    .faults
                    .get(student)
                    .is_some_and(|all| all.iter().any(|fault| fault.check() == *check))
            })
            .map(|(_, name)| name.as_str())
            .collect();
        let label = match failed.len() {
            0 => check.label().to_owned(),
            1..=3 => format!("{}：{}", check.label(), failed.join("、")),
            more => {
                let some: Vec<&str> = failed.iter().take(3).copied().collect();
                format!("{}：{} 等 {more} 人", check.label(), some.join("、"))
            }
        };
        let kind = if failed.is_empty() { "pass" } else { "fail" };
        CheckLine {
            kind,
            label,
            value: format!("{} / {total}", total - failed.len()),
        }
    };
    let mut lines: Vec<CheckLine> = Check::ALL.iter().map(line).collect();
    lines.extend(brought_line(found, people));
    lines
}

/// Who has not brought everything keeps back the own row only; left out where the plan asks for nothing here.
fn brought_line(found: &Checked, people: &[(domain::ids::StudentId, String)]) -> Option<CheckLine> {
    if !found.brought.asks() {
        return None;
    }
    let lacking = people
        .iter()
        .filter(|(student, _)| !found.brought.lacks(*student).is_empty())
        .count();
    Some(CheckLine {
        kind: if lacking == 0 { "pass" } else { "unmet" },
        label: "报名信息、证件照和同意书交齐".to_owned(),
        value: format!("{} / {}", people.len() - lacking, people.len()),
    })
}

/// How many of the checks failed.
pub(super) fn failed(lines: &[CheckLine]) -> usize {
    lines.iter().filter(|line| line.kind == "fail").count()
}

/// The page asked for and how many rows each has on a desk.
pub(super) const PER_PAGE: u64 = 100;

/// A number of an address, 1 when it is none.
pub(super) fn page_number(text: Option<&String>) -> u64 {
    text.and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

/// A hash in groups of eight, so that it breaks into lines and can be compared by eye.
pub(super) fn hash_words(hash: &str) -> String {
    let letters: Vec<char> = hash.chars().collect();
    let groups: Vec<String> = letters
        .chunks(8)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_name_only_what_there_is() {
        let counts = Counts {
            approved: 25,
            returned: 1,
            ..Counts::default()
        };
        assert_eq!(counts_words(&counts), "已同意 25，已退回 1");
        assert_eq!(counts_words(&Counts::default()), "--");
    }
}
