//! How a project is said: its answers, its short title, where things are done, its seven boxes.

use chrono::{Datelike, NaiveDate};
use domain::access::Action;
use domain::dates::{day_of, day_words, weekday_words};
use domain::ids::{ProjectId, ReviewId};
use domain::projects::{
    Act, Facts, ProjectField, StateSentence, Step, StepState, TaskStatus, state_sentence, steps,
};
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value};
use store::projects::project;

use super::facts::majors_of;
use super::people::is_mine;
use crate::shell::WebResult;

/// One line of the form as read by people.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) field: &'static str,
    pub(super) label: &'static str,
    pub(super) value: String,
}

/// The form in words, in its order.
pub(super) async fn answers(
    db: &impl ConnectionTrait,
    project: &project::Model,
) -> WebResult<Vec<Answer>> {
    let certificate = store::partners::certificate(db, project.certificate_id).await?;
    let majors = majors_of(db, project).await?;
    let structure = store::school::structure(db).await?;
    let named = structure
        .majors
        .iter()
        .filter(|major| majors.contains(&major.id));
    let majors = named
        .map(|major| major.name.clone())
        .collect::<Vec<_>>()
        .join("、");
    let value = |field: ProjectField| match field {
        ProjectField::Certificate => certificate.name.clone(),
        ProjectField::Level => project.level.clone(),
        ProjectField::Title => project.title.clone(),
        ProjectField::Majors => majors.clone(),
        ProjectField::Grade => format!("{}级", project.grade),
        ProjectField::ExamFrom => project.exam_from.to_string(),
        ProjectField::ExamTo => project.exam_to.to_string(),
        ProjectField::Deadline => project
            .registration_deadline
            .map(|day| day.to_string())
            .unwrap_or_default(),
        ProjectField::Note => project.note.clone().unwrap_or_default(),
    };
    let answer = |field: &ProjectField| Answer {
        field: field.value(),
        label: field.label(),
        value: value(*field),
    };
    Ok(ProjectField::ALL.iter().map(answer).collect())
}

/// The form as it is kept in the record: field by field, so that two submissions can be compared.
pub(super) async fn content(
    db: &impl ConnectionTrait,
    project: &project::Model,
) -> WebResult<Value> {
    let answers = answers(db, project).await?;
    let pairs = answers
        .into_iter()
        .map(|one| (one.field.to_owned(), Value::from(one.value)));
    Ok(Value::Object(pairs.collect::<Map<_, _>>()))
}

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

/// Where the things of one project are done.
pub(super) struct Places {
    pub(super) project: ProjectId,
    /// The newest round, if there is one.
    pub(super) round: Option<domain::ids::RoundId>,
    /// The project's own open review.
    pub(super) review: Option<ReviewId>,
    pub(super) editable: bool,
}

impl Places {
    /// The page where it is done.
    pub(super) fn href(&self, act: Act) -> String {
        let id = self.project;
        match act {
            Act::EditProject if self.editable => format!("/projects/{id}/edit"),
            Act::SubmitProject if self.editable => format!("/projects/{id}/submit"),
            Act::EditProject | Act::SubmitProject => format!("/projects/{id}?step=contact#answers"),
            Act::ReviewProject => self.review.map_or_else(
                || format!("/projects/{id}?step=contact"),
                |review| format!("/?open={review}"),
            ),
            Act::Selection => self.round.map_or_else(
                || format!("/projects/{id}/selection/new"),
                |round| format!("/selection/{round}"),
            ),
            Act::Lists | Act::ReviewLists => format!("/registration?project={id}"),
            Act::Template | Act::Fill => format!("/registration/templates?project={id}"),
        }
    }

    /// What one must be allowed to open that page.
    pub(super) fn needs(&self, act: Act) -> Action {
        match act {
            Act::EditProject | Act::SubmitProject if self.editable => Action::PrepareProject,
            Act::ReviewProject if self.review.is_some() => Action::ReviewProject,
            Act::EditProject | Act::SubmitProject | Act::ReviewProject => Action::ViewProjects,
            Act::Selection if self.round.is_some() => Action::ViewSelection,
            Act::Selection => Action::PrepareSelection,
            Act::Lists | Act::ReviewLists => Action::ViewRegistration,
            Act::Template | Act::Fill => Action::ManageTemplates,
        }
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

/// One of the seven boxes; `x` in the units of the picture.
#[derive(Clone, Debug)]
pub(crate) struct Box7 {
    pub(crate) kind: &'static str,
    pub(crate) x: usize,
    /// How much of a box of mine is filled, of 30.
    pub(crate) share: usize,
}

/// The seven boxes of a project with their sentence.
#[derive(Clone, Debug)]
pub(crate) struct Boxes {
    pub(crate) id: ProjectId,
    pub(crate) title: String,
    pub(crate) exam: String,
    pub(crate) seven: Vec<Box7>,
    /// Where today's line stands.
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// The seven boxes of one project: done, mine, others', late, each told by its shape.
pub(crate) fn boxes_of(
    actor: &domain::access::Actor,
    project: &project::Model,
    title: String,
    facts: &Facts,
) -> Boxes {
    let views = steps(facts);
    let late = project
        .registration_deadline
        .is_some_and(|day| day < facts.today);
    let sentence = state_sentence(facts);
    let mut seven = Vec::with_capacity(views.len());
    let mut line = 0;
    for (at, view) in views.iter().enumerate() {
        let done = view
            .tasks
            .iter()
            .filter(|task| task.status == TaskStatus::Done)
            .count();
        let mine = view.turn.is_some_and(|whom| is_mine(actor, whom, project));
        let kind = match view.state {
            StepState::Done => "done",
            StepState::Current if late && view.step <= Step::Registration => "late",
            StepState::Current if mine => "mine",
            StepState::Current => "theirs",
            StepState::Closed | StepState::NotChecked => "todo",
        };
        let share = (30 * done).checked_div(view.tasks.len()).unwrap_or(0);
        if view.step == sentence.step {
            line = 40 * at + day_share(project, facts.today);
        }
        seven.push(Box7 {
            kind,
            x: 40 * at,
            share,
        });
    }
    Boxes {
        id: project.id,
        title,
        exam: exam_words(project, facts.today),
        seven,
        line,
        text: short(&sentence),
    }
}

/// How far today is between the opening of the project and the platform's deadline, of 36.
fn day_share(project: &project::Model, today: NaiveDate) -> usize {
    let opened = day_of(project.created_at);
    let end = project.registration_deadline.unwrap_or(project.exam_from);
    let (gone, all) = ((today - opened).num_days(), (end - opened).num_days());
    let share = (36 * gone.clamp(0, all.max(0)))
        .checked_div(all)
        .unwrap_or(18);
    usize::try_from(share).unwrap_or(18)
}

/// The sentence without its ornaments: "第三步 学生报名，还差 3 项才能上传平台".
fn short(sentence: &StateSentence) -> String {
    let step = format!("{} {}", sentence.step.ordinal(), sentence.step.label());
    match sentence.open {
        0 => format!("{step}，{}", sentence.then),
        open => format!("{step}，还差 {open} 项{}", sentence.then),
    }
}
