//! How a project is said: its short title, its dates, the words of its buttons.

use chrono::{Datelike, NaiveDate};
use domain::dates::{day_words, weekday_words};
use domain::projects::{Act, Step, TaskStatus};
use store::projects::project;

/// "财务共享服务 · 中级".
pub(crate) fn short_title(certificate: &str, level: &str) -> String {
    format!("{certificate} · {level}")
}

/// "6月14日", "6月14日 ～ 6月15日".
pub(super) fn exam_words(project: &project::Model, today: NaiveDate) -> String {
    let from = day_words(project.exam_from, today);
    if project.exam_from == project.exam_to {
        from
    } else {
        format!("{from} ～ {}", day_words(project.exam_to, today))
    }
}

/// The state of a task as the macro of status words calls it.
pub(super) const fn status_kind(status: TaskStatus) -> &'static str {
    match status {
        TaskStatus::NotStarted => "todo",
        TaskStatus::InProgress => "doing",
        TaskStatus::Waiting => "seen",
        TaskStatus::InReview => "review",
        TaskStatus::Done => "done",
        TaskStatus::Problem => "problem",
        TaskStatus::CannotStart => "locked",
    }
}

/// The words of a button that leads to an act.
pub(super) const fn go(act: Act) -> &'static str {
    match act {
        Act::EditProject => "去填写项目",
        Act::SubmitProject => "去提交审核",
        Act::ReviewProject => "去审核项目",
        Act::Selection => "去办选拔",
        Act::Lists => "去核对报名表",
        Act::ReviewLists => "去审核报名表",
        Act::Template => "去核对模板",
        Act::Fill => "去填写模板",
    }
}

/// The second and third line of a step on the step bar.
pub(super) fn step_dates(step: Step, project: &project::Model, today: NaiveDate) -> String {
    match step {
        Step::Registration => project
            .registration_deadline
            .map(|day| format!("{} 平台截止", day_words(day, today)))
            .unwrap_or_default(),
        Step::Exam => format!(
            "{}（{}）",
            exam_words(project, today),
            weekday_words(project.exam_from.weekday())
        ),
        Step::Contact | Step::Sites | Step::Coaching | Step::AfterExam | Step::Results => {
            String::new()
        }
    }
}
