//! The order of the desk: groups of one act, the most urgent group and the most urgent thing first.

use chrono::NaiveDate;

use super::Waiting;

/// What sorts first: the nearest deadline, then the longest wait.
type Urgency = (NaiveDate, chrono::DateTime<chrono::Utc>);

fn urgency(one: &Waiting) -> Urgency {
    (one.due.unwrap_or(NaiveDate::MAX), one.since)
}

/// Grouped by act, urgent first.
pub(super) fn ordered(mut all: Vec<Waiting>) -> Vec<Waiting> {
    let of_group =
        |act: &str, all: &[Waiting]| all.iter().filter(|one| one.act == act).map(urgency).min();
    let groups: std::collections::BTreeMap<&'static str, Option<Urgency>> = all
        .iter()
        .map(|one| (one.act, of_group(one.act, &all)))
        .collect();
    all.sort_by(|a, b| {
        let group = |one: &Waiting| (groups.get(one.act).copied().flatten(), one.act);
        (group(a), urgency(a)).cmp(&(group(b), urgency(b)))
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(act: &'static str, title: &str, since: &str, due: Option<&str>) -> Waiting {
        Waiting {
            act,
            title: title.to_owned(),
            note: String::new(),
            href: String::new(),
            from: String::new(),
            since: format!("{since}T01:00:00Z").parse().unwrap(),
            due: due.map(|day| day.parse().unwrap()),
            review: None,
        }
    }

    #[test]
    fn the_group_with_the_nearest_deadline_stands_first_and_stays_together() {
        let all = vec![
            waiting("审核项目", "丙", "2025-05-20", None),
            waiting("审核报名表", "乙", "2025-05-19", Some("2025-05-22")),
            waiting("审核项目", "丁", "2025-05-20", Some("2025-05-23")),
            waiting("审核报名表", "甲", "2025-05-18", Some("2025-05-22")),
        ];
        let titles: Vec<String> = ordered(all).into_iter().map(|one| one.title).collect();
        assert_eq!(titles, ["甲", "乙", "丁", "丙"]);
    }
}
