//! The parts of a project's page as strings and flags.

use domain::access::{Action, Post};
use domain::ids::MajorId;
use domain::projects::{
    Act, Facts, Step, StepState, StepView, Task, TaskStatus, Whom, state_sentence, steps, tasks,
};
use store::school::Structure;

use super::page::Around;
use super::people::is_mine;
use super::words::{exam_words, go, status_kind, step_dates};
use crate::shell::{App, WebResult};

/// A name with its value, a link where there is one.
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) href: String,
}

impl Fact {
    fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            href: String::new(),
        }
    }
}

/// Where the project stands, in its parts.
pub(super) struct Sentence {
    pub(super) lead: String,
    pub(super) open: usize,
    pub(super) then: String,
    pub(super) left: Option<String>,
    pub(super) deadline: Option<String>,
}

pub(super) fn sentence(facts: &Facts) -> Sentence {
    let said = state_sentence(facts);
    Sentence {
        lead: said.lead,
        open: said.open,
        then: said.then,
        left: said.left,
        deadline: said.deadline,
    }
}

pub(super) async fn facts_of(
    around: &Around<'_>,
    structure: &Structure,
    majors: &[MajorId],
    app: &App,
) -> WebResult<Vec<Fact>> {
    let project = around.project;
    let certificate = store::partners::certificate(app.db.read(), project.certificate_id).await?;
    let organisation =
        store::partners::organisation(app.db.read(), certificate.organisation_id).await?;
    let named = structure
        .majors
        .iter()
        .filter(|major| majors.contains(&major.id));
    let named = named
        .map(|major| major.name.clone())
        .collect::<Vec<_>>()
        .join("、");
    let classes = structure
        .classes
        .iter()
        .filter(|class| class.grade == project.grade && majors.contains(&class.major_id))
        .count();
    let mut facts = vec![
        Fact::new(
            "专业与年级",
            format!("{}级 {named} {classes} 个班", project.grade),
        ),
        Fact::new("考试", exam_words(project, around.facts.today)),
    ];
    if let Some(selection) = around.facts.selection.filter(|one| one.chosen > 0) {
        let mut chosen = Fact::new(
            "录取",
            format!("{} 人（基数 {}）", selection.chosen, selection.base),
        );
        if around
            .visitor
            .actor
            .may(Action::ViewSelection, &around.place)
        {
            chosen.href = around.places.href(Act::Selection);
        }
        facts.push(chosen);
    }
    facts.push(Fact::new("评价组织", organisation.name));
    facts.push(Fact::new("项目编号", project.code.clone()));
    Ok(facts)
}

pub(super) fn people_of(around: &Around<'_>) -> Vec<Fact> {
    [
        Post::GroupLeader,
        Post::OfficeClerk,
        Post::PracticalTraining,
        Post::StudentAffairs,
    ]
    .into_iter()
    .map(|post| {
        let label = if post == Post::GroupLeader {
            "专业组".to_owned()
        } else {
            around.people.unit(post)
        };
        Fact::new(label, around.people.names(post))
    })
    .collect()
}

/// Tabs only for what exists.
pub(super) fn tabs(around: &Around<'_>) -> Vec<Fact> {
    let (facts, actor) = (around.facts, &around.visitor.actor);
    let mut tabs = Vec::new();
    if facts.selection.is_some() && actor.may(Action::ViewSelection, &around.place) {
        let href = around.places.href(Act::Selection);
        tabs.push(Fact {
            href,
            ..Fact::new("选拔", "")
        });
    }
    if facts.lists.total > 0 && actor.may(Action::ViewRegistration, &around.place) {
        let href = around.places.href(Act::Lists);
        tabs.push(Fact {
            href,
            ..Fact::new("报名", facts.lists.rows.to_string())
        });
    }
    tabs
}

/// A step on the bar.
pub(super) struct BarStep {
    pub(super) number: u8,
    pub(super) value: &'static str,
    pub(super) label: &'static str,
    /// `done`, `now`, `locked` or nothing.
    pub(super) class: &'static str,
    pub(super) icon: &'static str,
    pub(super) said: &'static str,
    pub(super) first: String,
    pub(super) second: String,
    pub(super) shown: bool,
    /// Left edge on the bar of a phone.
    pub(super) x: u16,
    pub(super) phone: &'static str,
}

pub(super) fn bar(around: &Around<'_>, shown: Step) -> Vec<BarStep> {
    let current = domain::projects::current_step(around.facts);
    let line = |view: StepView| {
        let (class, icon, said) = match view.state {
            StepState::Done => ("done", "check", "，已过关"),
            StepState::Current => ("", "", ""),
            StepState::Closed => ("locked", "lock", "，不能开始"),
            StepState::NotChecked => ("locked", "", "，本系统还不办理"),
        };
        let turn = view
            .turn
            .map(|whom| format!("轮到：{}", around.people.who(whom)));
        let dates = step_dates(view.step, around.project, around.facts.today);
        let said_state = if view.state == StepState::Done {
            "已过关"
        } else {
            view.state.label()
        };
        let second = turn.unwrap_or_else(|| said_state.to_owned());
        let (first, second) = if dates.is_empty() {
            (second, String::new())
        } else {
            (dates, second)
        };
        BarStep {
            number: view.step.number(),
            value: view.step.value(),
            label: view.step.label(),
            class: if view.step == shown { "now" } else { class },
            icon,
            said,
            first,
            second,
            shown: view.step == shown,
            x: u16::from(view.step.number().saturating_sub(1)) * 51,
            phone: match view.state {
                StepState::Done => "done",
                _ if view.step == current => "now",
                _ => "todo",
            },
        }
    };
    steps(around.facts).into_iter().map(line).collect()
}

/// A task as a row.
pub(super) struct TaskRow {
    pub(super) number: usize,
    pub(super) label: &'static str,
    pub(super) detail: String,
    pub(super) who: String,
    pub(super) status: &'static str,
    pub(super) href: String,
    pub(super) evidence: String,
    pub(super) go: &'static str,
}

/// The tasks of the step that is shown.
pub(super) struct TaskList {
    pub(super) title: String,
    pub(super) note: String,
    pub(super) rows: Vec<TaskRow>,
}

fn task_row(around: &Around<'_>, number: usize, task: Task) -> TaskRow {
    let actor = &around.visitor.actor;
    let act = task
        .act
        .filter(|act| actor.may(around.places.needs(*act), &around.place));
    TaskRow {
        number,
        label: task.label,
        detail: task.detail,
        who: around.people.who(task.who),
        status: status_kind(task.status),
        href: act.map(|act| around.places.href(act)).unwrap_or_default(),
        evidence: task
            .evidence
            .map_or_else(|| "--".to_owned(), |count| format!("{count} 份")),
        go: act.map(go).unwrap_or_default(),
    }
}

pub(super) fn task_list(around: &Around<'_>, step: Step) -> TaskList {
    let all = tasks(step, around.facts);
    let done = all
        .iter()
        .filter(|task| task.status == TaskStatus::Done)
        .count();
    TaskList {
        title: format!("{} {}", step.ordinal(), step.label()),
        note: format!("{} 项任务，已完成 {done} 项", all.len()),
        rows: all
            .into_iter()
            .enumerate()
            .map(|(at, task)| task_row(around, at + 1, task))
            .collect(),
    }
}

/// What a phone shows: mine first, then others'.
pub(super) struct PhoneView {
    pub(super) number: u8,
    pub(super) label: &'static str,
    pub(super) mine: Vec<TaskRow>,
    pub(super) theirs: Vec<TaskRow>,
}

pub(super) fn phone(around: &Around<'_>) -> PhoneView {
    let step = domain::projects::current_step(around.facts);
    let going = |task: &Task| {
        matches!(
            task.status,
            TaskStatus::NotStarted
                | TaskStatus::InProgress
                | TaskStatus::InReview
                | TaskStatus::Problem
        )
    };
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    for task in tasks(step, around.facts).into_iter().filter(going) {
        let whom: Whom = task.who;
        let row = task_row(around, 0, task);
        if is_mine(&around.visitor.actor, whom, around.project) {
            mine.push(row);
        } else {
            theirs.push(row);
        }
    }
    PhoneView {
        number: step.number(),
        label: step.label(),
        mine,
        theirs,
    }
}
