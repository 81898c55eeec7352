//! What stands beside the list when no pane is open: live projects in seven boxes, whom I wait for, what is near.

use chrono::{Datelike, Days, NaiveDate};
use domain::access::Action;
use domain::dates::{day_words, weekday_words};
use domain::ids::ReviewId;
use domain::review::Refusal;
use store::Page;
use store::projects::project;

use crate::projects::{Boxes, boxes_of, facts, short_title};
use crate::review::{about, waits_at};
use crate::shell::{App, Visitor, WebResult};

/// Projects shown in boxes; the others stand in the list of projects.
const MOST: usize = 8;
/// How far ahead the desk looks.
const AHEAD: u64 = 30;

/// Somebody the visitor waits for.
pub(super) struct AwaitedRow {
    pub(super) review: ReviewId,
    pub(super) who: String,
    pub(super) what: String,
    pub(super) note: String,
    /// "已逾期 1 天"
    pub(super) late: String,
    /// "今天 08:40 催过，12:40 后可再催"; empty where a reminder can go out.
    pub(super) reminded: String,
}

/// A day that is near.
pub(super) struct NearRow {
    pub(super) day: String,
    pub(super) text: String,
    pub(super) href: String,
}

/// The live projects within reach with their certificates' names.
pub(super) async fn live(app: &App, visitor: &Visitor) -> WebResult<Vec<(project::Model, String)>> {
    let db = app.db.read();
    let projects = store::projects::live(db, &visitor.actor.reach(Action::ViewProjects)).await?;
    let certificates = store::partners::certificates(db).await?;
    let titled = projects.into_iter().map(|project| {
        let certificate = certificates
            .iter()
            .find(|one| one.id == project.certificate_id);
        let name = certificate.map(|one| one.name.as_str()).unwrap_or_default();
        let title = short_title(name, &project.level);
        (project, title)
    });
    Ok(titled.collect())
}

/// Their seven boxes.
pub(super) async fn boxes(
    app: &App,
    visitor: &Visitor,
    live: &[(project::Model, String)],
) -> WebResult<Vec<Boxes>> {
    let mut shown = Vec::new();
    for (project, title) in live.iter().take(MOST) {
        let facts = facts(app.db.read(), app.clock.today(), project).await?;
        shown.push(boxes_of(&visitor.actor, project, title.clone(), &facts));
    }
    Ok(shown)
}

/// Deadlines and examinations of the next weeks.
pub(super) fn near(live: &[(project::Model, String)], today: NaiveDate) -> Vec<NearRow> {
    let end = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    let mut days: Vec<(NaiveDate, String, &project::Model)> = Vec::new();
    for (project, title) in live {
        if let Some(deadline) = project.registration_deadline {
            days.push((deadline, format!("平台报名截止：{title}"), project));
        }
        days.push((project.exam_from, format!("考试：{title}"), project));
    }
    days.retain(|(day, ..)| (today..=end).contains(day));
    days.sort_by_key(|(day, _, project)| (*day, project.id));
    let row = |(day, text, project): (NaiveDate, String, &project::Model)| NearRow {
        day: format!("{} {}", day_words(day, today), weekday_words(day.weekday())),
        text,
        href: format!("/projects/{}", project.id),
    };
    days.into_iter().map(row).collect()
}

/// Platform deadlines until the end of this week.
pub(super) fn deadlines_this_week(
    live: &[(project::Model, String)],
    today: NaiveDate,
) -> Vec<NaiveDate> {
    let left = 6 - u64::from(today.weekday().num_days_from_monday());
    let sunday = today.checked_add_days(Days::new(left)).unwrap_or(today);
    let mut days: Vec<NaiveDate> = live
        .iter()
        .filter_map(|(project, _)| project.registration_deadline)
        .collect();
    days.retain(|day| (today..=sunday).contains(day));
    days.sort_unstable();
    days
}

/// Whose word the visitor waits for.
pub(super) async fn awaited(app: &App, visitor: &Visitor) -> WebResult<Vec<AwaitedRow>> {
    let (db, today) = (app.db.read(), app.clock.today());
    let open = store::review::submitted_by(db, visitor.actor.account(), true, Page::new(1, 20))
        .await?
        .items;
    let projects = about(db, &open).await?;
    let mut rows = Vec::with_capacity(open.len());
    for kept in open {
        let Some(step) = kept.review.current() else {
            continue;
        };
        let who = waits_at(db, step, today).await?;
        let plan = crate::review::actions::plan_of(app, db, &kept).await?;
        let reminded = match kept
            .review
            .remind(&visitor.actor, plan.remind_hours, app.clock.now())
        {
            Err(refusal @ Refusal::RemindedLately { .. }) => refusal.to_string(),
            Ok(_) | Err(_) => String::new(),
        };
        let due = kept.review.due_on;
        let about = kept
            .project_id
            .and_then(|id| projects.get(&id).cloned())
            .unwrap_or_default();
        let until = due
            .map(|day| format!("　截止 {}", day_words(day, today)))
            .unwrap_or_default();
        rows.push(AwaitedRow {
            review: kept.id,
            who: who
                .into_iter()
                .map(|(_, name)| name)
                .collect::<Vec<_>>()
                .join("、"),
            what: format!("审核 {}", kept.title),
            note: format!("{about}{until}"),
            late: due
                .filter(|day| *day < today)
                .map(|day| format!("已逾期 {} 天", (today - day).num_days()))
                .unwrap_or_default(),
            reminded,
        });
    }
    Ok(rows)
}
