//! 报名审核表 as a paper (plan 4.2, 6.3): what the system found over all lists of a project, and room for those who sign.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use documents::papers::{
    self, Check as Line, CheckCode, Found, OpenPoint, Outside, Period, RegistrationReview, Step,
};
use domain::access::{Action, Post};
use domain::dates::{day_of, day_words, on_the_wall};
use domain::ids::ProjectId;
use domain::registration::{Check, ListState, RegistrationState};
use domain::review::{By, ReviewKind};
use store::registration::{self as rows, RowOf, list};
use store::review::{Kept, holders_of, names};
use store::selection::round;

use super::actions;
use super::records::{Checked, Work, checked};
use crate::shell::{App, PDF, Visitor, WebError, WebResult, attachment, printed};

/// Of more faults than these the paper only gives the number; the lists name each.
const NAMED: usize = 20;

pub(super) async fn print(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ProjectId>,
) -> WebResult<Response> {
    let work = Work::of(app.db.read(), id).await?;
    let permit = visitor
        .actor
        .permit(Action::ViewRegistration, &work.place()?)?;
    let sheet = sheet(&app, &work).await?;
    if sheet.classes == 0 {
        return Err(WebError::refused(
            "这个项目还没有报名表。专业组长生成报名表后，再打印审核表。",
        ));
    }
    let people = sheet.registered;
    let name = format!("{} 报名审核表.pdf", work.project.title);
    let bytes = printed(&app, move || papers::registration_review(&sheet)).await?;
    actions::record_review_sheet(&app, &permit, &work.project, people, &bytes).await?;
    Ok(attachment(&name, PDF, bytes))
}

/// What the paper says.
async fn sheet(app: &App, work: &Work) -> WebResult<RegistrationReview> {
    let db = app.db.read();
    let project = &work.project;
    let all = rows::rows_of_project(db, project.id).await?;
    let found = checked(app, db, work, &all).await?;
    let lists = rows::lists_of(db, project.id).await?;
    let told = store::selection::of_project(db, project.id).await?;
    let reviews = reviews(app, &lists).await?;
    let registered: Vec<&RowOf> = all
        .iter()
        .filter(|one| one.row.state != RegistrationState::Withdrawn)
        .collect();
    let settled = |list: &list::Model| match list.state {
        ListState::Submitted | ListState::Approved => true,
        ListState::Draft | ListState::Returned => false,
    };
    let numbers = registered
        .iter()
        .map(|one| one.student.school_number.as_str());
    let majors = crate::projects::major_names(db, project).await?;
    let runs = reviews.iter().map(|kept| kept.review.round).max();
    Ok(RegistrationReview {
        school: store::settings::school_name(db).await?,
        number: project.code.clone(),
        run: runs.and_then(|run| u32::try_from(run).ok()).unwrap_or(0),
        code: lists
            .iter()
            .all(settled)
            .then(|| CheckCode::of_lines(numbers)),
        certificate: work.short_title(),
        exam: Period {
            from: project.exam_from,
            until: project.exam_to,
        },
        group: work
            .structure
            .group(project.group_id)
            .map(|group| group.name.clone())
            .unwrap_or_default(),
        majors: format!("{majors} {}级", project.grade),
        classes: lists.len(),
        quota: places(&told),
        registered: registered.len(),
        given_up: all.len() - registered.len(),
        checks: lines(work, &found, &told, app.clock.today()),
        open: open_points(app, work, &registered, &found).await?,
        steps: steps(app, &reviews, &all).await?,
        outside: Outside::default(),
        printed_on: app.clock.today(),
    })
}

/// The newest review of each list.
async fn reviews(app: &App, lists: &[list::Model]) -> WebResult<Vec<Kept>> {
    let mut found = Vec::new();
    for list in lists {
        let kind = ReviewKind::RegistrationList;
        found.extend(store::review::latest(app.db.read(), kind, list.id.get()).await?);
    }
    Ok(found)
}

/// The places of the published rounds together.
fn places(rounds: &[round::Model]) -> Option<u32> {
    let published = rounds.iter().filter(|round| round.published_at.is_some());
    let of_round = |round: &round::Model| {
        let places = round.result.as_ref()?.pointer("/quota/places")?.as_u64()?;
        u32::try_from(places).ok()
    };
    let each: Vec<u32> = published.filter_map(of_round).collect();
    (!each.is_empty()).then(|| each.iter().sum())
}

/// Each check with what it is measured by.
fn lines(
    work: &Work,
    found: &Checked,
    rounds: &[round::Model],
    today: chrono::NaiveDate,
) -> Vec<Line> {
    let published = rounds.iter().filter_map(|round| round.published_at).max();
    let selection = published.map_or_else(
        || "选拔结果".to_owned(),
        |at| format!("选拔结果{}发布", day_words(day_of(at), today)),
    );
    let line = |item: &str, basis: String, passed, failed| Line {
        item: item.to_owned(),
        basis,
        found: Found::Counted { passed, failed },
    };
    let missing = found.findings.missing.len();
    let listed = found.chosen.len().saturating_sub(missing);
    let mut lines = vec![line(
        "录取的学生都在报名表里",
        selection.clone(),
        listed,
        missing,
    )];
    lines.extend(Check::ALL.iter().map(|check| {
        let passed = found.findings.passed(*check);
        let basis = match check {
            Check::Chosen => selection.clone(),
            Check::Once => "同证书、同等级、同批次".to_owned(),
            Check::State => "名册".to_owned(),
            Check::Identity => "GB 11643校验、名册".to_owned(),
            Check::Major => format!("证书面向{}个专业", work.certificate.major_codes.0.len()),
            Check::Complete => "平台模板".to_owned(),
        };
        line(
            check.label(),
            basis,
            passed,
            found.findings.checked - passed,
        )
    }));
    lines
}

/// Every fault with whom it is about, who mends it and until when.
async fn open_points(
    app: &App,
    work: &Work,
    registered: &[&RowOf],
    found: &Checked,
) -> WebResult<Vec<OpenPoint>> {
    let leader = holders_of(app.db.read(), &[Post::GroupLeader], app.clock.today())
        .await?
        .into_iter()
        .find(|holder| holder.group == Some(work.project.group_id))
        .map(|holder| holder.name);
    let point = |one: &&RowOf| {
        let problems = found.problems(one.student.id).0;
        let what: Vec<String> = problems
            .iter()
            .map(|problem| format!("{}{}", problem.field.label(), problem.sentence))
            .collect();
        let returned = one
            .row
            .reason
            .clone()
            .filter(|_| one.row.state == RegistrationState::Returned);
        let what: Vec<String> = what.into_iter().chain(returned).collect();
        (!what.is_empty()).then(|| OpenPoint {
            about: Some((
                work.class_name(one.student.class_id).to_owned(),
                one.student.school_number.clone(),
                one.student.name.clone(),
            )),
            what: what.join("；"),
            by: leader.clone(),
            until: work.project.registration_deadline,
        })
    };
    let mut points: Vec<OpenPoint> = registered.iter().filter_map(point).collect();
    let more = points.len().saturating_sub(NAMED);
    points.truncate(NAMED);
    if more > 0 {
        points.push(OpenPoint {
            about: None,
            what: format!("另有{more}人，见各班报名表"),
            by: leader,
            until: work.project.registration_deadline,
        });
    }
    Ok(points)
}

/// Who has handed in and decided so far, and room for those who sign.
async fn steps(app: &App, reviews: &[Kept], all: &[RowOf]) -> WebResult<Vec<Step>> {
    let handed_in = reviews
        .iter()
        .map(|kept| kept.review.submitted)
        .max_by_key(|by| by.at);
    let decided = reviews
        .iter()
        .filter_map(|kept| kept.review.last_decision())
        .map(|(_, by)| by)
        .max_by_key(|by| by.at);
    let count = |state| all.iter().filter(|one| one.row.state == state).count();
    let approved = count(RegistrationState::Approved);
    let returned = count(RegistrationState::Returned);
    let handed_in = recorded(app, handed_in, &format!("提交，共{}个班", reviews.len())).await?;
    let decided = recorded(
        app,
        decided,
        &format!("审核，同意{approved}人，退回{returned}人"),
    )
    .await?;
    let step = |title: &[&str], signer: &str, seal, recorded| Step {
        title: title.iter().map(|&line| line.to_owned()).collect(),
        opinion: String::new(),
        signer: signer.to_owned(),
        seal,
        recorded,
    };
    Ok(vec![
        step(&["专业组"], "组长签名", false, handed_in),
        step(&["系"], "负责人签名", false, None),
        step(&["培训就业处", "审核"], "负责人签名", true, decided),
        step(&["分管校领导", "审批"], "签名", false, None),
    ])
}

/// "系统记录：周文博 2025年4月3日 09:12 提交，共8个班".
async fn recorded(app: &App, by: Option<By>, what: &str) -> WebResult<Option<String>> {
    let Some(By { account, at }) = by else {
        return Ok(None);
    };
    let name = names(app.db.read(), [account]).await?.remove(&account);
    Ok(name.map(|name| format!("系统记录：{name} {} {what}", moment(at))))
}

fn moment(at: DateTime<Utc>) -> impl std::fmt::Display {
    on_the_wall(at).format("%Y年%-m月%-d日 %H:%M")
}
