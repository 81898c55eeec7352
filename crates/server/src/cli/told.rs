//! Problems for people: what is alike is said once, with the rows and one advice.

use std::collections::HashMap;

use domain::import::{Problem, ProblemKind, Report, Severity};

/// Rows named of each kind, and kinds in all, before the rest is only counted.
const ROWS: usize = 5;

/// One line for each problem.
pub(super) fn every(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(one).collect()
}

fn one(problem: &Problem) -> String {
    format!(
        "第 {} 行「{}」{}。{}{}（{}）",
        problem.row,
        problem.column,
        found(problem),
        problem.expected,
        problem.advice,
        weight(problem.severity)
    )
}

/// One line for each kind of problem in each column, errors first, with the rows it is in.
pub(super) fn grouped(problems: &[Problem]) -> Vec<String> {
    let mut at: HashMap<(&str, ProblemKind, Severity), usize> = HashMap::new();
    let mut groups: Vec<Vec<&Problem>> = Vec::new();
    for problem in problems {
        let key = (problem.column.as_str(), problem.kind, problem.severity);
        let index = *at.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(index) {
            group.push(problem);
        }
    }
    groups.sort_by_key(|group| group.first().map(|problem| problem.severity));
    groups.iter().filter_map(|group| line(group)).collect()
}

fn line(group: &[&Problem]) -> Option<String> {
    let first = *group.first()?;
    if group.len() == 1 {
        return Some(one(first));
    }
    let rows: Vec<String> = group
        .iter()
        .take(ROWS)
        .map(|problem| problem.row.to_string())
        .collect();
    let more = if group.len() > ROWS { "等" } else { "" };
    let same = |field: fn(&Problem) -> &str| group.iter().all(|other| field(other) == field(first));
    let example = if same(|problem| &problem.found) && same(|problem| &problem.expected) {
        format!("都{}。{}", found(first), first.expected)
    } else {
        format!("如第 {} 行{}。{}", first.row, found(first), first.expected)
    };
    Some(format!(
        "「{}」{}，{} 处：第 {} 行{more}。{example}{}（{}）",
        first.column,
        first.kind.label(),
        group.len(),
        rows.join("、"),
        first.advice,
        weight(first.severity)
    ))
}

fn found(problem: &Problem) -> String {
    if problem.kind == ProblemKind::Missing {
        "空着".to_owned()
    } else {
        format!("写的是「{}」", problem.found)
    }
}

const fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "这一行不收",
        Severity::Warning => "请留意",
    }
}

/// A school without its classes refuses every row for one reason, with one thing to do.
pub(super) fn wants_structure(report: &Report) -> bool {
    let unknown = report
        .errors()
        .filter(|problem| problem.kind == ProblemKind::UnknownClass)
        .count();
    unknown > 1 && unknown.saturating_mul(2) > report.rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(row: u32, kind: ProblemKind, found: &str, severity: Severity) -> Problem {
        Problem {
            row,
            column: "班级".to_owned(),
            field: "class".to_owned(),
            kind,
            severity,
            found: found.to_owned(),
            expected: "应是班级。".to_owned(),
            advice: "请改。".to_owned(),
            other_row: None,
        }
    }

    #[test]
    fn what_is_alike_is_said_once_and_errors_first() {
        let mut problems = vec![problem(
            3,
            ProblemKind::NotInList,
            "火星",
            Severity::Warning,
        )];
        for row in 4..12 {
            problems.push(problem(row, ProblemKind::Missing, "空白", Severity::Error));
        }
        assert_eq!(
            grouped(&problems),
            [
                "「班级」没有填，8 处：第 4、5、6、7、8 行等。都空着。应是班级。请改。（这一行不收）",
                "第 3 行「班级」写的是「火星」。应是班级。请改。（请留意）"
            ]
        );
        assert_eq!(every(&problems).len(), 9);
    }

    #[test]
    fn a_school_without_classes_is_told_once_how_to_make_them() {
        let unknown = |row| problem(row, ProblemKind::UnknownClass, "23会计1班", Severity::Error);
        let mut report = Report {
            rows: 3,
            problems: vec![unknown(2), unknown(3)],
            ..Report::default()
        };
        assert!(wants_structure(&report));
        report.rows = 10;
        assert!(!wants_structure(&report));
    }
}
