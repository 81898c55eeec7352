//! What a student says is wrong in the roll: told to the class teacher, answered by him or the office (plan 6.3).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Permit};
use domain::dates::time_words;
use domain::ids::CorrectionId;
use domain::registration::{CorrectionState, Field};
use serde_json::json;
use store::people::{self as rows, NewCorrection, correction};
use store::school::student;
use store::{Page, StoreError};

use super::form::Own;
use super::tell::{Word, class_teachers, office, tell};
use crate::desk::Waiting;
use crate::shell::{
    Act, App, Begun, Done, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebResult,
    op_id, page, redirect, refused,
};

/// What is said.
#[derive(Clone, Debug)]
pub(crate) struct Saying<'a> {
    pub(crate) field: Field,
    pub(crate) said: &'a str,
}

/// Keep it and tell the class teacher, or the office where the class has none.
pub(crate) async fn say_wrong(
    app: &App,
    permit: &Permit,
    own: &Own,
    saying: &Saying<'_>,
    (op, to): (&str, &str),
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let new = NewCorrection {
        student: own.student.id,
        field: saying.field,
        said: saying.said,
        by: act.account()?,
    };
    rows::add_correction(&act.tx, &new, act.now).await?;
    let today = app.clock.today();
    let teachers = class_teachers(&act.tx, own.student.class_id, today).await?;
    let mut people: Vec<_> = teachers.into_iter().map(|(account, _)| account).collect();
    if people.is_empty() {
        people = office(&act.tx, today).await?;
    }
    let title = format!(
        "{} 说{}不对，请核对",
        own.student.name,
        saying.field.label()
    );
    let word = Word {
        title: &title,
        body: saying.said,
        link: "/corrections",
    };
    tell(app, &act.tx, people, permit.account(), &word).await?;
    let said = json!({ "field": saying.field.label(), "said": saying.said });
    let draft = act
        .draft("say_roll_is_wrong")
        .on("student", own.student.id.get(), &own.student.name)
        .change(None, Some(said));
    act.record(draft).await?;
    let flash = Flash::ok("已告诉班主任。改好或核对后会通知你。");
    act.end(Done::new(to, flash)).await
}

#[derive(Template)]
#[template(path = "people/corrections.html")]
struct CorrectionsPage {
    layout: Layout,
    lines: Vec<Line>,
    may_edit: bool,
    problems: Problems,
}

struct Line {
    id: CorrectionId,
    student: String,
    href: String,
    class: String,
    field: &'static str,
    said: String,
    when: String,
    version: i32,
    answer: String,
    error: String,
    op_id: String,
}

async fn view(
    app: &App,
    visitor: &Visitor,
    typed: Option<(CorrectionId, &str)>,
    problems: Problems,
) -> WebResult<CorrectionsPage> {
    let db = app.db.read();
    let reach = visitor.actor.reach(Action::AnswerCorrection);
    let open = rows::open_corrections(db, &reach, Page::new(1, 100)).await?;
    let structure = store::school::structure(db).await?;
    let mut lines = Vec::new();
    for one in open.items {
        let who = store::school::student(db, one.student_id).await?;
        let class = structure.class(who.class_id);
        let own = typed.filter(|(id, _)| *id == one.id);
        lines.push(Line {
            id: one.id,
            href: format!("/students/{}", who.id),
            student: who.name,
            class: class.map(|class| class.name.clone()).unwrap_or_default(),
            field: one.field.label(),
            said: one.said,
            when: time_words(one.at, app.clock.now()),
            version: one.version,
            answer: own.map(|(_, text)| text.to_owned()).unwrap_or_default(),
            error: problems.of(&format!("answer-{}", one.id)).to_owned(),
            op_id: op_id(),
        });
    }
    Ok(CorrectionsPage {
        layout: Layout::of(app, visitor, Nav::None).await?,
        lines,
        may_edit: visitor.actor.may_somewhere(Action::EditStudent),
        problems,
    })
}

pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    page(&view(&app, &visitor, None, Problems::default()).await?)
}

pub(super) async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<CorrectionId>,
    fields: Fields,
) -> WebResult<Response> {
    let (before, who, permit) = permitted(&app, &visitor, id).await?;
    let shown = fields.text("version");
    if !shown.is_empty() && shown.parse() != Ok(before.version) {
        return Err(StoreError::Stale.into());
    }
    let text = fields.text("answer");
    if text.is_empty() {
        let problem = Problem::new(format!("answer-{id}"), "请写一句答复，学生会看到");
        let typed = Some((id, text));
        return refused(&view(&app, &visitor, typed, problem.into()).await?);
    }
    let state = if fields.text("act") == "mended" {
        CorrectionState::Mended
    } else {
        CorrectionState::Kept
    };
    let done = reply(
        &app,
        &permit,
        (&before, &who),
        (state, text),
        fields.text("op_id"),
    )
    .await?;
    Ok(redirect(&done.to, done.flash))
}

async fn permitted(
    app: &App,
    visitor: &Visitor,
    id: CorrectionId,
) -> WebResult<(correction::Model, student::Model, Permit)> {
    let db = app.db.read();
    let before = rows::correction(db, id).await?;
    let who = store::school::student(db, before.student_id).await?;
    let structure = store::school::structure(db).await?;
    let place = structure
        .class_place(who.class_id)
        .ok_or(StoreError::NotFound)?;
    let permit = visitor.actor.permit(Action::AnswerCorrection, &place)?;
    Ok((before, who, permit))
}

async fn reply(
    app: &App,
    permit: &Permit,
    (before, who): (&correction::Model, &student::Model),
    (state, text): (CorrectionState, &str),
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    rows::answer_correction(&act.tx, before, state, text, act.account()?, act.now).await?;
    let title = format!("{}：{}", before.field.label(), state.label());
    let word = Word {
        title: &title,
        body: text,
        link: "/my",
    };
    tell(app, &act.tx, [before.by_account], permit.account(), &word).await?;
    let said = json!({ "field": before.field.label(), "state": state.label() });
    let draft = act
        .draft("answer_correction")
        .on("student", who.id.get(), &who.name)
        .change(None, Some(said))
        .because(text);
    act.record(draft).await?;
    let flash = Flash::ok(format!("已答复{}，学生会收到通知。", who.name));
    act.end(Done::new("/corrections", flash)).await
}

/// What waits for class teachers and the office.
pub(super) async fn waiting(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    if !visitor.actor.may_somewhere(Action::AnswerCorrection) {
        return Ok(Vec::new());
    }
    let reach = visitor.actor.reach(Action::AnswerCorrection);
    let open = rows::open_corrections(app.db.read(), &reach, Page::new(1, 20)).await?;
    let mut waiting = Vec::new();
    for one in open.items {
        let who = store::school::student(app.db.read(), one.student_id).await?;
        waiting.push(Waiting {
            act: "核对学生提出的更正",
            title: format!("{}：{}不对", who.name, one.field.label()),
            note: one.said,
            href: "/corrections".to_owned(),
            from: who.name,
            since: one.at,
            due: None,
            review: None,
        });
    }
    Ok(waiting)
}
