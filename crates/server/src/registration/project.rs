//! The registration of one project: the checks over all its lists at once, the lists, what is filled from them.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Place};
use domain::dates::{deadline_words, time_words};
use domain::ids::{ProjectId, StudentId};
use domain::registration::{ListState, RegistrationState};
use store::Page;
use store::registration::{self as rows, RowOf};
use store::school::students_by_id;

use super::actions;
use super::records::{Checked, Work, checked};
use super::views::{Badge, CheckLine, check_lines, counts_words, failed, list_badge};
use crate::shell::{App, Fields, Layout, Nav, Visitor, WebResult, op_id, page, redirect};

#[derive(Template)]
#[template(path = "registration/project.html")]
struct ProjectPage {
    layout: Layout,
    id: ProjectId,
    title: String,
    state: String,
    certificate: String,
    deadline: String,
    chosen: usize,
    people: u64,
    approved: u64,
    checks: Vec<CheckLine>,
    failed: usize,
    missing: Vec<String>,
    lists: Vec<Line>,
    filled: Option<FilledLine>,
    whole: bool,
    may_prepare: bool,
    may_fill: bool,
    may_collect: bool,
    may_generate: bool,
    op_id: String,
    op_id_check: String,
}

struct Line {
    href: String,
    class: String,
    people: u64,
    badge: Badge,
    counts: String,
    faulty: usize,
    submitted: String,
    review: bool,
}

/// The newest filled workbook.
pub(super) struct FilledLine {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) note: String,
    pub(super) current: bool,
}

/// The place for asking about a project: a class teacher sees it through the class that has a list in it.
async fn place_of(app: &App, visitor: &Visitor, work: &Work) -> WebResult<Place> {
    let place = work.place()?;
    if visitor.actor.may(Action::ViewRegistration, &place) {
        return Ok(place);
    }
    let lists = rows::lists_of(app.db.read(), work.project.id).await?;
    let own = lists.iter().map(|list| Place {
        class: Some(list.class_id),
        ..place
    });
    let seen = own
        .into_iter()
        .find(|place| visitor.actor.may(Action::ViewRegistration, place));
    Ok(seen.unwrap_or(place))
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
) -> WebResult<Response> {
    let db = app.db.read();
    let work = Work::of(db, id).await?;
    let place = place_of(&app, &visitor, &work).await?;
    visitor.actor.permit(Action::ViewRegistration, &place)?;
    let all = rows::rows_of_project(db, id).await?;
    let found = checked(&app, db, &work, &all).await?;
    // A class teacher sees the own class only.
    let seen = |class| -> WebResult<bool> {
        Ok(visitor
            .actor
            .may(Action::ViewRegistration, &work.list_place(class)?))
    };
    let lists = lines(&app, &visitor, &work, &all, &found).await?;
    let mut shown = Vec::new();
    for (class, line) in lists {
        if seen(class)? {
            shown.push(line);
        }
    }
    let whole = visitor.actor.may(Action::ViewRegistration, &work.place()?);
    let people: Vec<(StudentId, String)> = all
        .iter()
        .filter(|one| one.row.state != RegistrationState::Withdrawn)
        .filter(|one| whole || seen(one.student.class_id).unwrap_or(false))
        .map(|one| (one.student.id, one.student.name.clone()))
        .collect();
    let checks = check_lines(&found, &people);
    let count = |state| {
        u64::try_from(all.iter().filter(|one| one.row.state == state).count()).unwrap_or_default()
    };
    let approved = count(RegistrationState::Approved);
    let prepare = visitor
        .actor
        .may(Action::PrepareRegistration, &work.place()?);
    page(&ProjectPage {
        layout: Layout::of(&app, &visitor, Nav::Registration).await?,
        id,
        title: work.project.title.clone(),
        state: sentence(&all, &found),
        certificate: work.short_title(),
        deadline: work
            .project
            .registration_deadline
            .map_or("--".to_owned(), |day| {
                deadline_words(day, app.clock.today())
            }),
        chosen: found.chosen.len(),
        people: u64::try_from(all.len()).unwrap_or_default() - count(RegistrationState::Withdrawn),
        approved,
        failed: failed(&checks),
        checks,
        missing: if whole {
            missing(&app, &found).await?
        } else {
            Vec::new()
        },
        lists: shown,
        filled: newest_filled(&app, &work).await?,
        whole,
        may_prepare: prepare,
        may_fill: visitor.actor.may(Action::FillTemplate, &work.place()?) && approved > 0,
        may_collect: people_reached(&visitor, &work, &all)?,
        may_generate: prepare && !found.findings.missing.is_empty(),
        op_id: op_id(),
        op_id_check: op_id(),
    })
}

/// Whether some of these are people whose portraits the visitor may hand in.
fn people_reached(visitor: &Visitor, work: &Work, all: &[RowOf]) -> WebResult<bool> {
    for one in all {
        let place = work.list_place(one.student.class_id)?;
        if visitor.actor.may(Action::CollectPhotos, &place) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the reader wants to know first.
fn sentence(all: &[RowOf], found: &Checked) -> String {
    let missing = found.findings.missing.len();
    let faulty = found.findings.faults.len();
    let open = |state| all.iter().filter(|one| one.row.state == state).count();
    let (waiting, returned) = (
        open(RegistrationState::Submitted),
        open(RegistrationState::Returned),
    );
    match (missing, faulty, returned, waiting) {
        (0, 0, 0, 0) if all.is_empty() => "选拔结果还没有定案，报名表还不能生成。".to_owned(),
        (missing, ..) if missing > 0 => format!("录取的学生还有 {missing} 人不在报名表里。"),
        (_, _, returned, _) if returned > 0 => format!("{returned} 人被退回，改好后重新提交。"),
        (_, faulty, ..) if faulty > 0 => format!("{faulty} 人的信息有问题，改好后才能提交。"),
        (.., waiting) if waiting > 0 => format!("{waiting} 人等培训就业处审核。"),
        _ if open(RegistrationState::Draft) > 0 => "信息没有问题，可以提交了。".to_owned(),
        _ => "全部审核完毕，可以填写平台模板。".to_owned(),
    }
}

async fn missing(app: &App, found: &Checked) -> WebResult<Vec<String>> {
    let ids: Vec<StudentId> = found.findings.missing.iter().copied().collect();
    let students = students_by_id(app.db.read(), &ids).await?;
    Ok(students.into_iter().map(|student| student.name).collect())
}

async fn lines(
    app: &App,
    visitor: &Visitor,
    work: &Work,
    all: &[RowOf],
    found: &Checked,
) -> WebResult<Vec<(domain::ids::ClassId, Line)>> {
    let lists = rows::lists_of(app.db.read(), work.project.id).await?;
    let ids: Vec<_> = lists.iter().map(|list| list.id).collect();
    let counts = rows::counts(app.db.read(), &ids).await?;
    let review = visitor.actor.may_somewhere(Action::ReviewRegistration);
    let line = |list: rows::list::Model| {
        let own = counts.get(&list.id).copied().unwrap_or_default();
        let faulty = |one: &&RowOf| {
            one.row.list_id == list.id && found.findings.faults.contains_key(&one.student.id)
        };
        let line = Line {
            href: format!("/registration/lists/{}", list.id),
            class: work.class_name(list.class_id).to_owned(),
            people: own.people(),
            badge: list_badge(list.state),
            counts: counts_words(&own),
            faulty: all.iter().filter(faulty).count(),
            submitted: list
                .submitted_at
                .map_or("--".to_owned(), |at| time_words(at, app.clock.now())),
            review: review && list.state == ListState::Submitted,
        };
        (list.class_id, line)
    };
    Ok(lists.into_iter().map(line).collect())
}

/// The newest filled workbook and whether its rows were changed since.
pub(super) async fn newest_filled(app: &App, work: &Work) -> WebResult<Option<FilledLine>> {
    let newest = rows::exports(app.db.read(), work.project.id, Page::new(1, 1))
        .await?
        .items
        .into_iter()
        .next();
    let Some(newest) = newest else {
        return Ok(None);
    };
    let at = time_words(newest.at, app.clock.now());
    Ok(Some(FilledLine {
        href: format!("/registration/exports/{}", newest.id),
        name: rows::contents(&newest).file_name,
        note: format!("{at} 填写，{} 人", newest.rows),
        current: rows::is_current(app.db.read(), &newest).await?,
    }))
}

pub(super) async fn generate(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    fields: Fields,
) -> WebResult<Response> {
    let work = Work::of(app.db.read(), id).await?;
    let permit = visitor
        .actor
        .permit(Action::PrepareRegistration, &work.place()?)?;
    let done = actions::generate(&app, &permit, &work, fields.text("op_id")).await?;
    Ok(redirect(&done.to, done.flash))
}

pub(super) async fn recheck(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
    fields: Fields,
) -> WebResult<Response> {
    let work = Work::of(app.db.read(), id).await?;
    let permit = visitor
        .actor
        .permit(Action::PrepareRegistration, &work.place()?)?;
    let done = actions::recheck(&app, &permit, &work, fields.text("op_id")).await?;
    Ok(redirect(&done.to, done.flash))
}
