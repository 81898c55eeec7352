//! One student who was not chosen: the talks, the wish, what can be done (plan 4.3.3, 4.3.4).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Permit, Place};
use domain::dates::{day_words, time_words};
use domain::guidance::{TalkKind, WishState};
use domain::ids::{ProjectId, StudentId};
use store::StoreError;
use store::guidance::{self as rows, NewTalk, wish};
use store::projects::project;
use store::school::student;
use store::selection::entry;

use super::actions;
use crate::shell::{
    App, Choice, Fields, Layout, Nav, Problem, Problems, Visitor, WebResult, op_id, page, redirect,
    refused,
};

/// The shortest note that says something.
const SHORTEST: usize = 4;

/// The student, the project, and why he stands here.
pub(super) struct Subject {
    pub(super) project: project::Model,
    pub(super) student: student::Model,
    pub(super) place: Place,
    entry: Option<entry::Model>,
    class: String,
}

impl Subject {
    /// The student as far as the visitor may see him; whoever was chosen is not here.
    pub(super) async fn of(
        app: &App,
        visitor: &Visitor,
        (project, student): (ProjectId, StudentId),
    ) -> WebResult<Self> {
        let db = app.db.read();
        let student = store::school::student(db, student).await?;
        let structure = store::school::structure(db).await?;
        let place = structure
            .class_place(student.class_id)
            .ok_or(StoreError::NotFound)?;
        visitor.actor.permit(Action::ViewGuidance, &place)?;
        let project = store::projects::project(db, project).await?;
        let entry = rows::told_not_chosen(db, project.id, student.id).await?;
        let wish = rows::wish_of(db, project.id, student.id).await?;
        if entry.is_none() && wish.is_none() {
            return Err(StoreError::NotFound.into());
        }
        let class = structure.class(student.class_id);
        Ok(Self {
            class: class.map(|one| one.name.clone()).unwrap_or_default(),
            project,
            student,
            place,
            entry,
        })
    }

    pub(super) fn permit(&self, visitor: &Visitor, action: Action) -> WebResult<Permit> {
        Ok(visitor.actor.permit(action, &self.place)?)
    }
}

/// A talk as it reads.
struct TalkRow {
    day: String,
    kind: &'static str,
    said: String,
    by: String,
    noted: String,
}

/// The wish as it reads.
struct WishView {
    href: String,
    said: String,
    state: &'static str,
    path: &'static str,
    open: bool,
    version: i32,
    returned: String,
}

#[derive(Template)]
#[template(path = "guidance/person.html")]
struct PersonPage {
    layout: Layout,
    base: String,
    list: String,
    project: String,
    name: String,
    number: String,
    class: String,
    verdict: &'static str,
    reason: String,
    talks: Vec<TalkRow>,
    wish: Option<WishView>,
    paths: Vec<Choice>,
    kinds: Vec<Choice>,
    may_record: bool,
    today: String,
    typed: Fields,
    op_id: String,
    problems: Problems,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(ids): Path<(ProjectId, StudentId)>,
) -> WebResult<Response> {
    let subject = Subject::of(&app, &visitor, ids).await?;
    page(
        &view(
            &app,
            &visitor,
            &subject,
            Fields::default(),
            Problems::default(),
        )
        .await?,
    )
}

/// The page again with what has to be mended.
pub(super) async fn again(
    app: &App,
    visitor: &Visitor,
    subject: &Subject,
    fields: Fields,
    problems: Problems,
) -> WebResult<Response> {
    refused(&view(app, visitor, subject, fields, problems).await?)
}

async fn view(
    app: &App,
    visitor: &Visitor,
    subject: &Subject,
    typed: Fields,
    problems: Problems,
) -> WebResult<PersonPage> {
    let db = app.db.read();
    let (project, student) = (&subject.project, &subject.student);
    let found = rows::talks(db, project.id, student.id).await?;
    let names = store::review::names(db, found.iter().map(|talk| talk.by_account)).await?;
    let (now, today) = (app.clock.now(), app.clock.today());
    let talk = |one: &rows::talk::Model| TalkRow {
        day: day_words(one.held_on, today),
        kind: one.kind.label(),
        said: one.said.clone(),
        by: names.get(&one.by_account).cloned().unwrap_or_default(),
        noted: time_words(one.created_at, now),
    };
    let plan = store::plan::plan_version(db, project.plan_version_id).await?;
    let wish = match rows::wish_of(db, project.id, student.id).await? {
        Some(wish) => Some(wish_view(app, &wish).await?),
        None => None,
    };
    let entry = subject.entry.as_ref();
    Ok(PersonPage {
        layout: Layout::of(app, visitor, Nav::Guidance).await?,
        base: actions::page(project.id, student.id),
        list: format!("/guidance?project={}", project.id),
        project: project.title.clone(),
        name: student.name.clone(),
        number: student.school_number.clone(),
        class: subject.class.clone(),
        verdict: entry
            .and_then(|one| one.verdict)
            .map_or("--", |verdict| verdict.label()),
        reason: entry.and_then(|one| one.reason.clone()).unwrap_or_default(),
        talks: found.iter().map(talk).collect(),
        wish,
        paths: plan
            .parameters
            .wish_paths
            .iter()
            .map(|path| Choice::new(path.value(), path.label()))
            .collect(),
        kinds: TalkKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.value(), kind.label()))
            .collect(),
        may_record: visitor.actor.may(Action::RecordGuidance, &subject.place),
        today: today.to_string(),
        typed,
        op_id: op_id(),
        problems,
    })
}

async fn wish_view(app: &App, wish: &wish::Model) -> WebResult<WishView> {
    let kind = domain::review::ReviewKind::Wish;
    let review = store::review::latest(app.db.read(), kind, wish.id.get()).await?;
    let returned = review
        .as_ref()
        .and_then(|kept| kept.review.returned_because())
        .map(|(reason, _)| reason.to_owned());
    Ok(WishView {
        href: format!("/guidance/wishes/{}", wish.id),
        said: wish.said.clone(),
        state: wish.state.label(),
        path: wish.path.map_or("--", |path| path.label()),
        open: matches!(
            wish.state,
            WishState::Registered | WishState::Returned | WishState::Settled
        ),
        version: wish.version,
        returned: returned.unwrap_or_default(),
    })
}

pub(super) async fn add_talk(
    State(app): State<App>,
    visitor: Visitor,
    Path(ids): Path<(ProjectId, StudentId)>,
    fields: Fields,
) -> WebResult<Response> {
    let subject = Subject::of(&app, &visitor, ids).await?;
    let permit = subject.permit(&visitor, Action::RecordGuidance)?;
    let mut problems = Problems::default();
    let day = problems
        .note(fields.parsed("held_on", "日期要写成 2025-05-20"))
        .flatten();
    match day {
        Some(day) if day > app.clock.today() => {
            problems.push(Problem::new(
                "held_on",
                "谈话日期在今天以后，请写谈过的那一天",
            ));
        }
        None if problems.of("held_on").is_empty() => {
            problems.push(Problem::new("held_on", "请写谈话日期"));
        }
        _ => {}
    }
    let kind = fields.text("kind").parse::<TalkKind>();
    let kind = problems.note(kind.map_err(|_| Problem::new("kind", "请选谈话内容")));
    let said = fields.text("said").to_owned();
    if said.chars().count() < SHORTEST {
        problems.push(Problem::new("said", "请写谈了什么、学生怎么想"));
    }
    let (Some(held_on), Some(kind), true) = (day, kind, problems.is_empty()) else {
        return again(&app, &visitor, &subject, fields, problems).await;
    };
    let talk = NewTalk {
        project: subject.project.id,
        student: subject.student.id,
        kind,
        held_on,
        said: &said,
        by: visitor.actor.account(),
    };
    let op = fields.text("op_id");
    let done = actions::add_talk(&app, &permit, &subject.student, talk, op).await?;
    Ok(redirect(&done.to, done.flash))
}

pub(super) async fn register_wish(
    State(app): State<App>,
    visitor: Visitor,
    Path(ids): Path<(ProjectId, StudentId)>,
    fields: Fields,
) -> WebResult<Response> {
    let subject = Subject::of(&app, &visitor, ids).await?;
    let permit = subject.permit(&visitor, Action::RecordGuidance)?;
    let why = fields.text("why").to_owned();
    if why.chars().count() < SHORTEST {
        let problem = Problem::new("why", "请写学生为什么强烈希望报考");
        return again(&app, &visitor, &subject, fields, problem.into()).await;
    }
    let about = (subject.project.id, &subject.student);
    let op = fields.text("op_id");
    let done = actions::register_wish(&app, &permit, about, &why, op).await?;
    Ok(redirect(&done.to, done.flash))
}
