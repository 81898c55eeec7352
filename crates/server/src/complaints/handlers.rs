//! Appeals over HTTP: take the visitor and the form, ask for the permit of the student's place, act, answer.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::{Action, Post, Reach};
use domain::complaints::{AppealState, may_file};
use domain::ids::{AccountId, AppealId, RoundId, StudentId};
use domain::selection::{Absence, Entered};
use domain::values::Score;
use serde::Deserialize;
use store::StoreError;
use store::complaints as rows;

use super::actions;
use super::case::{Case, Subject, subject};
use super::views::{ABSENCES, Choice, EffectView, Item, ListPage, NewPage, ShowPage, result_of};
use crate::selection::correction;
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebError, WebResult, op_id, page,
    redirect, refused,
};

const LONGEST: usize = 500;

/// Which round, and for a class teacher which student.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Aim {
    round: String,
    student: String,
}

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(aim): Query<Aim>,
) -> WebResult<Response> {
    let db = app.db.read();
    let wanted = aim.round.parse::<RoundId>().ok();
    let reach = visitor.actor.reach(Action::ViewAppeals);
    let mut items = Vec::new();
    for appeal in rows::appeals(db, &reach, wanted).await? {
        let case = Case::load(&app, db, appeal.id).await?;
        if visitor.actor.may(Action::ViewAppeals, &case.subject.place) {
            items.push(Item::of(&app, &case));
        }
    }
    page(&ListPage {
        layout: Layout::of(&app, &visitor, Nav::Selection).await?,
        items,
    })
}

/// Whom the visitor may object for in a round: the person alone, or the students of the own class.
async fn candidates(app: &App, visitor: &Visitor, round: RoundId) -> WebResult<Vec<Choice>> {
    let all = store::selection::entrants(app.db.read(), round, &Reach::All).await?;
    let mut own = Vec::new();
    let (classes, students) = match visitor.actor.reach(Action::FileAppeal) {
        Reach::Within {
            classes, students, ..
        } => (classes, students),
        Reach::All | Reach::Nothing => (Vec::new(), Vec::new()),
    };
    for one in all.iter().filter(|one| one.entry.in_base) {
        if classes.contains(&one.entry.class_id) || students.contains(&one.entry.student_id) {
            own.push(Choice {
                value: one.entry.student_id.to_string(),
                label: format!("{} {}", one.number, one.name),
            });
        }
    }
    if own.is_empty() {
        return Err(StoreError::NotFound.into());
    }
    Ok(own)
}

/// What the form is about: the round, whom one may object for, and the one chosen.
struct Form {
    subject: Subject,
    students: Vec<Choice>,
    refusal: String,
}

async fn form(app: &App, visitor: &Visitor, round: &str, student: &str) -> WebResult<Form> {
    let round: RoundId = round.parse().map_err(|_| StoreError::NotFound)?;
    let kept = store::selection::round(app.db.read(), round).await?;
    if !kept.state.is_told() {
        return Err(StoreError::NotFound.into());
    }
    let students = candidates(app, visitor, round).await?;
    let chosen = students
        .iter()
        .find(|one| one.value == student)
        .or_else(|| students.first().filter(|_| student.is_empty()))
        .and_then(|one| one.value.parse::<StudentId>().ok())
        .ok_or(StoreError::NotFound)?;
    let db = app.db.read();
    let subject = subject(app, db, round, chosen).await?;
    let own = rows::of_student(db, chosen).await?;
    let already = own
        .iter()
        .any(|one| one.round_id == round && one.state.is_open());
    let notice = subject.notice(app, db).await?;
    let today = app.clock.today();
    let refusal = match may_file(notice, subject.round.notice_until, today, already) {
        Ok(()) => String::new(),
        Err(why) => format!("{why}。有疑问请找培训就业处：{}", office(app).await?),
    };
    Ok(Form {
        subject,
        students,
        refusal,
    })
}

/// The names of the office.
async fn office(app: &App) -> WebResult<String> {
    let posts = [Post::OfficeClerk, Post::OfficeDirector];
    let today = app.clock.today();
    let people = store::identity::holders(app.db.read(), &posts, today).await?;
    let names: Vec<String> = people.into_iter().map(|(name, _)| name).collect();
    Ok(names.join("、"))
}

async fn new_page(app: &App, visitor: &Visitor, form: Form) -> WebResult<NewPage> {
    let parameters = &form.subject.plan.parameters;
    let until = form.subject.round.notice_until;
    let today = app.clock.today();
    Ok(NewPage {
        layout: Layout::of(app, visitor, Nav::Selection).await?,
        round: form.subject.round.id.to_string(),
        title: form.subject.title(),
        student: form.subject.entrant.entry.student_id.to_string(),
        result: result_of(&form.subject),
        refusal: form.refusal,
        until: until.map_or_else(String::new, |last| {
            domain::dates::deadline_words(last, today)
        }),
        days: parameters.appeal_days,
        effect: parameters.appeal_effect.label(),
        students: form.students,
        reason: String::new(),
        op_id: op_id(),
        problems: Problems::default(),
    })
}

pub(super) async fn new(
    State(app): State<App>,
    visitor: Visitor,
    Query(aim): Query<Aim>,
) -> WebResult<Response> {
    let form = form(&app, &visitor, &aim.round, &aim.student).await?;
    page(&new_page(&app, &visitor, form).await?)
}

pub(super) async fn file(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let form = form(&app, &visitor, fields.text("round"), fields.text("student")).await?;
    let permit = visitor
        .actor
        .permit(Action::FileAppeal, &form.subject.place)?;
    let (round, student) = (form.subject.round.id, form.subject.entrant.entry.student_id);
    let reason = fields.text("reason");
    let answer = match words(reason, "理由") {
        Ok(()) => {
            let op_id = fields.text("op_id");
            actions::file(&app, &permit, (round, student), reason, op_id).await
        }
        Err(said) => Err(WebError::refused(said)),
    };
    match answer {
        Ok(location) => {
            let said = Flash::ok("已提出申诉，答复会发到消息里");
            Ok(redirect(&location, said))
        }
        Err(WebError::Refused(said)) => {
            let said = if form.refusal.is_empty() {
                said
            } else {
                form.refusal.clone()
            };
            let mut form = new_page(&app, &visitor, form).await?;
            reason.clone_into(&mut form.reason);
            form.problems = Problem::new("reason", said).into();
            refused(&form)
        }
        Err(other) => Err(other),
    }
}

fn words(text: &str, what: &str) -> Result<(), String> {
    match text.chars().count() {
        0 => Err(format!("{what}：还没有写，请写明为什么")),
        long if long > LONGEST => Err(format!("{what}：写了 {long} 字，最多 {LONGEST} 字")),
        _ => Ok(()),
    }
}

async fn names(app: &App, case: &Case) -> WebResult<Vec<(AccountId, String)>> {
    let looked = case.rechecks.iter().map(|one| one.account_id);
    let ids: Vec<AccountId> = looked
        .chain([case.appeal.filed_by])
        .chain(case.appeal.decided_by)
        .collect();
    let found = store::identity::accounts_by_id(app.db.read(), &ids).await?;
    Ok(found.into_iter().map(|one| (one.id, one.name)).collect())
}

async fn shown(app: &App, visitor: &Visitor, case: &Case) -> WebResult<ShowPage> {
    let decides = visitor.actor.may(Action::DecideAppeal, &case.subject.place);
    let found = case
        .found()
        .filter(|_| decides && case.differs() && case.appeal.state == AppealState::Rechecked);
    let effect = match found {
        Some(found) => {
            let rule = case.subject.plan.parameters.appeal_effect;
            let (round, student) = (case.appeal.round_id, case.appeal.student_id);
            let made = correction(app.db.read(), round, student, &found, rule).await?;
            Some(EffectView::of(case, &made))
        }
        None => None,
    };
    let layout = Layout::of(app, visitor, Nav::Selection).await?;
    let names = names(app, case).await?;
    Ok(ShowPage::new(app, visitor, layout, case, &names, effect))
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<AppealId>,
) -> WebResult<Response> {
    let (case, _) = Case::permitted(&app, &visitor, id, Action::ViewAppeals).await?;
    page(&shown(&app, &visitor, &case).await?)
}

fn sent(fields: &Fields) -> (&str, i32) {
    let version = fields.text("version").parse().unwrap_or_default();
    (fields.text("op_id"), version)
}

pub(super) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<AppealId>,
    fields: Fields,
) -> WebResult<Response> {
    let (_, permit) = Case::permitted(&app, &visitor, id, Action::FileAppeal).await?;
    let location = actions::withdraw(&app, &permit, id, sent(&fields)).await?;
    Ok(redirect(&location, Flash::ok("已撤回申诉")))
}

pub(super) async fn recheck(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<AppealId>,
    fields: Fields,
) -> WebResult<Response> {
    let (case, permit) = Case::permitted(&app, &visitor, id, Action::RecheckMarks).await?;
    let mut problems = Problems::default();
    let found = found(&case, &fields, &mut problems);
    let note = Some(fields.text("note").to_owned()).filter(|note| !note.is_empty());
    if note
        .as_ref()
        .is_some_and(|note| note.chars().count() > LONGEST)
    {
        problems.push(Problem::new("note", format!("说明最多 {LONGEST} 字")));
    }
    if !problems.is_empty() {
        let form = shown(&app, &visitor, &case).await?;
        return refused(&form.typed(&fields, problems));
    }
    let location = actions::recheck(&app, &permit, id, (&found, note), sent(&fields)).await?;
    Ok(redirect(&location, Flash::ok("已记录复查的成绩")))
}

/// What a person found on the paper, as typed.
fn found(case: &Case, fields: &Fields, problems: &mut Problems) -> Entered {
    let terms = &case.subject.round.parameters;
    let (names, counting) = (terms.names(), terms.counting());
    let chosen = fields.text("absence");
    let absence: Option<Absence> = ABSENCES.into_iter().find(|one| one.value() == chosen);
    let mut marks = Vec::new();
    for part in terms.needed() {
        let field = format!("m.{part}");
        let text = fields.text(&field);
        match text.parse::<Score>() {
            Ok(score) => marks.push((part, score)),
            Err(_) if text.is_empty() && (absence.is_some() || !counting.contains(&part)) => {}
            Err(why) => {
                let said = format!("{}：写的是「{text}」。{why}", names.name(&part));
                problems.push(Problem::new(field, said));
            }
        }
    }
    Entered {
        marks: marks.into_iter().collect(),
        absence,
        record: None,
    }
}

pub(super) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<AppealId>,
    fields: Fields,
) -> WebResult<Response> {
    let (case, permit) = Case::permitted(&app, &visitor, id, Action::DecideAppeal).await?;
    let reason = fields.text("words");
    if let Err(said) = words(reason, "决定的理由") {
        let form = shown(&app, &visitor, &case).await?;
        return refused(&form.typed(&fields, Problem::new("words", said).into()));
    }
    match fields.text("act") {
        "reject" => {
            let location = actions::reject(&app, &permit, id, reason, sent(&fields)).await?;
            Ok(redirect(&location, Flash::ok("已答复：维持原成绩")))
        }
        "correct" => {
            let seal = fields.text("seal");
            let decision = (reason, seal);
            let location = actions::correct(&app, &permit, id, decision, sent(&fields)).await?;
            Ok(redirect(
                &location,
                Flash::ok("已更正成绩，新名单已确认并重新封存"),
            ))
        }
        _ => Err(WebError::refused("没有选怎样决定。请选更正或维持原成绩")),
    }
}
