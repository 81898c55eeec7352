//! What `onex select` says: the report as JSON, or sentences and a table.

use domain::import::{Problem, Severity};
use domain::selection::Report;
use serde::Serialize;

use super::super::{say, told};
use super::Selection;

/// The report of the issue, and the rows that want mending.
#[derive(Serialize)]
pub(super) struct Output<'a> {
    #[serde(flatten)]
    report: Report,
    problems: Vec<FoundIn<'a>>,
}

#[derive(Serialize)]
struct FoundIn<'a> {
    /// `roster` or `scores`.
    file: &'static str,
    #[serde(flatten)]
    problem: &'a Problem,
}

impl Selection {
    fn problems(&self) -> impl Iterator<Item = FoundIn<'_>> {
        let roster = self.roster.report.problems.iter();
        let scores = self.scores.checked.report.problems.iter();
        roster
            .map(|problem| FoundIn {
                file: "roster",
                problem,
            })
            .chain(scores.map(|problem| FoundIn {
                file: "scores",
                problem,
            }))
    }

    pub(super) fn any_refused(&self) -> bool {
        self.problems()
            .any(|found| found.problem.severity == Severity::Error)
    }

    fn report(&self) -> Report {
        Report::new(&self.cohort, &self.outcome, &self.rule, &self.names)
    }

    pub(super) fn output(&self) -> Output<'_> {
        Output {
            report: self.report(),
            problems: self.problems().collect(),
        }
    }

    pub(super) fn tell(&self) {
        say(&self.outcome.summary(&self.rule).to_string());
        say(&format!("规则：{}", self.rule.sentence(&self.names)));
        let classes: Vec<String> = self
            .cohort
            .base_by_class
            .iter()
            .map(|(class, people)| format!("{class} {people} 人"))
            .collect();
        say(&format!("按班：{}", classes.join("，")));
        self.tell_candidates();
        if !self.cohort.not_in_base.is_empty() {
            say(&format!(
                "\n有成绩但不在基数：{} 行",
                self.cohort.not_in_base.len()
            ));
        }
        for one in &self.cohort.not_in_base {
            say(&format!(
                "  第 {} 行 {} {}：{}",
                one.row, one.student_number, one.name, one.reason
            ));
        }
        let found = [
            ("名册", &self.roster.report.problems),
            ("成绩表", &self.scores.checked.report.problems),
        ];
        if found.iter().any(|(_, problems)| !problems.is_empty()) {
            say("\n请核对：");
        }
        for (sheet, problems) in found {
            for line in told::grouped(problems) {
                say(&format!("  {sheet}{line}"));
            }
        }
    }

    fn tell_candidates(&self) {
        say("\n名次\t总分\t结果\t学号\t姓名\t班级\t理由");
        for line in self.report().lines() {
            let none = || "--".to_owned();
            let rank = line.rank.map_or_else(none, |rank| rank.to_string());
            let total = line.total.map_or_else(none, |total| total.to_string());
            say(&format!(
                "{rank}\t{total}\t{}\t{}\t{}\t{}\t{}",
                line.verdict.label(),
                line.student_number,
                line.name,
                line.class,
                line.reason
            ));
        }
    }
}
