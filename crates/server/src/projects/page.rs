//! A project's page: where it stands, the seven steps, the tasks of one, its gate, what happened.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::ids::ProjectId;
use domain::projects::Step;
use serde::Deserialize;
use store::projects as rows;

use super::answers::{Answer, answers};
use super::facts::{facts, majors_of, place_for};
use super::gate_card::{GateCard, gate_card};
use super::page_parts::{
    BarStep, Fact, PhoneView, Sentence, TaskList, bar, facts_of, people_of, phone, sentence, tabs,
    task_list,
};
use super::people::People;
use super::places::Places;
use super::reviewing::{Reviewing, reviewing};
use super::timeline::{self, Happening};
use crate::shell::{App, Layout, Nav, Visitor, WebResult, op_id, page};

/// What part of the page is asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// The step whose tasks are shown.
    #[serde(default)]
    step: String,
    /// The step whose history is shown.
    #[serde(default)]
    past: String,
    /// `all`: the whole history.
    #[serde(default)]
    show: String,
    /// `all`: the whole step bar on a phone.
    #[serde(default)]
    steps: String,
}

impl Asked {
    /// The same with everything that happened.
    pub(super) fn with_all_history(self) -> Self {
        Self {
            show: "all".to_owned(),
            ..self
        }
    }
}

#[derive(Template)]
#[template(path = "projects/project.html")]
pub(super) struct ProjectPage {
    pub(super) layout: Layout,
    id: ProjectId,
    pub(super) title: String,
    /// Path and query of this page, for acts that come back to it.
    here: String,
    /// The same as a paper.
    print: String,
    pub(super) sentence: Sentence,
    pub(super) facts: Vec<Fact>,
    pub(super) people: Vec<Fact>,
    reviewing: Reviewing,
    tabs: Vec<Fact>,
    steps: Vec<BarStep>,
    all_steps: bool,
    pub(super) shown: TaskList,
    answers: Vec<Answer>,
    pub(super) gate: GateCard,
    pub(super) past: Vec<Happening>,
    past_steps: Vec<PastStep>,
    /// Rows there are in all, for the link on a phone.
    total: usize,
    pub(super) earlier: usize,
    phone: PhoneView,
    op_id: String,
}

/// A step the history can be narrowed to.
struct PastStep {
    value: &'static str,
    label: String,
    chosen: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    Query(asked): Query<Asked>,
) -> WebResult<Response> {
    page(&project_page(&app, &visitor, id, &asked).await?)
}

/// The page's content; the paper prints a part of it.
pub(super) async fn project_page(
    app: &App,
    visitor: &Visitor,
    id: ProjectId,
    asked: &Asked,
) -> WebResult<ProjectPage> {
    let (db, today) = (app.db.read(), app.clock.today());
    let project = rows::project(db, id).await?;
    let place = place_for(db, &visitor.actor, &project).await?;
    visitor
        .actor
        .permit(domain::access::Action::ViewProjects, &place)?;
    let facts = facts(db, today, &project).await?;
    let majors = majors_of(db, &project).await?;
    let structure = store::school::structure(db).await?;
    let people = People::of(db, today, &visitor.actor, (&structure, &project, &majors)).await?;
    let reviewing = reviewing(app, visitor, &place, &project).await?;
    let places = Places {
        project: id,
        round: rows::newest_round(db, id).await?.map(|round| round.id),
        review: reviewing.open,
        editable: project.state.editable(),
    };
    let around = Around {
        visitor,
        project: &project,
        place,
        facts: &facts,
        people: &people,
        places: &places,
    };
    let step = asked
        .step
        .parse()
        .unwrap_or_else(|_| domain::projects::current_step(&facts));
    let all = timeline::of(db, &visitor.actor, &project, app.clock.now()).await?;
    let (past, earlier) = narrowed(&all, asked);
    let answers = if step == Step::Contact {
        answers(db, &project).await?
    } else {
        Vec::new()
    };
    Ok(ProjectPage {
        layout: Layout::of(app, visitor, Nav::Projects).await?,
        id,
        title: project.title.clone(),
        here: format!("/projects/{id}?step={}", step.value()),
        print: format!(
            "/projects/{id}/print?step={}&past={}",
            step.value(),
            asked.past
        ),
        sentence: sentence(&facts),
        facts: facts_of(&around, &structure, &majors, app).await?,
        people: people_of(&around),
        tabs: tabs(&around),
        steps: bar(&around, step),
        all_steps: asked.steps == "all",
        shown: task_list(&around, step),
        answers,
        gate: gate_card(&around, &reviewing, step),
        past_steps: past_steps(&asked.past),
        phone: phone(&around),
        past,
        total: all.len(),
        earlier,
        reviewing,
        op_id: op_id(),
    })
}

/// What every part of the page is made from.
pub(super) struct Around<'a> {
    pub(super) visitor: &'a Visitor,
    pub(super) project: &'a rows::project::Model,
    pub(super) place: domain::access::Place,
    pub(super) facts: &'a domain::projects::Facts,
    pub(super) people: &'a People,
    pub(super) places: &'a Places,
}

/// The history of one step or all, and how many older rows are not shown.
fn narrowed(all: &[Happening], asked: &Asked) -> (Vec<Happening>, usize) {
    let step: Option<Step> = asked.past.parse().ok();
    let some: Vec<Happening> = all
        .iter()
        .filter(|one| step.is_none_or(|step| one.step == step))
        .cloned()
        .collect();
    if asked.show == "all" {
        return (some, 0);
    }
    let earlier = some.len().saturating_sub(timeline::FIRST);
    (some.into_iter().take(timeline::FIRST).collect(), earlier)
}

fn past_steps(chosen: &str) -> Vec<PastStep> {
    let all = PastStep {
        value: "",
        label: "全部步骤".to_owned(),
        chosen: chosen.is_empty(),
    };
    let one = |step: &Step| PastStep {
        value: step.value(),
        label: format!("{} {}", step.ordinal(), step.label()),
        chosen: chosen == step.value(),
    };
    std::iter::once(all)
        .chain(Step::ALL.iter().map(one))
        .collect()
}
