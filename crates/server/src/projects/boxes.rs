//! The seven boxes of a project, as they stand on the desk.

use chrono::NaiveDate;
use domain::access::Actor;
use domain::dates::day_of;
use domain::ids::ProjectId;
use domain::projects::{Facts, StateSentence, Step, StepState, TaskStatus, state_sentence, steps};
use store::projects::project;

use super::people::is_mine;
use super::words::exam_words;

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
    actor: &Actor,
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
