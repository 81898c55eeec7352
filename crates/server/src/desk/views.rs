//! The desk as strings and flags.

use chrono::{Datelike, NaiveDate};
use domain::dates::{day_of, day_words, time_words, weekday_words};
use domain::ids::ReviewId;
use domain::review::{ReviewKind, ReviewState, ReviewStepState};
use store::Page;
use store::review::Kept;

use super::{Pane, Waiting, side};
use crate::review::about;
use crate::shell::{App, Visitor, WebResult};

/// From more days than this on, waiting is shown in red.
const LONG: i64 = 2;

/// A group of the list: one act.
pub(super) struct Group {
    pub(super) act: &'static str,
    /// Where several of this act are done with one look; empty where each is done by itself.
    pub(super) together: String,
    pub(super) rows: Vec<Row>,
}

/// One thing on the desk.
pub(super) struct Row {
    pub(super) title: String,
    pub(super) note: String,
    pub(super) href: String,
    pub(super) from: String,
    pub(super) days: String,
    pub(super) late: bool,
    pub(super) due: String,
    pub(super) chosen: bool,
    /// The review, where it can be chosen for being decided with others; else empty.
    pub(super) pick: String,
}

/// The line below the title, in its parts.
pub(super) struct Summary {
    pub(super) today: String,
    pub(super) waiting: usize,
    pub(super) long: usize,
    pub(super) deadlines: usize,
    /// "5月24日"
    pub(super) first: String,
}

pub(super) fn summary(all: &[Waiting], deadlines: &[NaiveDate], today: NaiveDate) -> Summary {
    Summary {
        today: format!(
            "{} {}",
            day_words(today, today),
            weekday_words(today.weekday())
        ),
        waiting: all.len(),
        long: all.iter().filter(|one| days(one, today) > LONG).count(),
        deadlines: deadlines.len(),
        first: deadlines
            .first()
            .map(|day| day_words(*day, today))
            .unwrap_or_default(),
    }
}

fn days(one: &Waiting, today: NaiveDate) -> i64 {
    (today - day_of(one.since)).num_days()
}

/// The list in its groups; it comes in order.
pub(super) fn groups(all: Vec<Waiting>, open: Option<ReviewId>, today: NaiveDate) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for one in all {
        let waited = days(&one, today);
        let row = Row {
            chosen: open.is_some() && one.review == open,
            pick: one.review.map(|id| id.to_string()).unwrap_or_default(),
            days: if waited > 0 {
                format!("{waited} 天")
            } else {
                "今天".to_owned()
            },
            late: waited > LONG,
            due: one
                .due
                .map_or_else(|| "--".to_owned(), |day| day_words(day, today)),
            title: one.title,
            note: one.note,
            href: one.href,
            from: one.from,
        };
        match groups.last_mut().filter(|group| group.act == one.act) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group {
                act: one.act,
                together: together(one.act),
                rows: vec![row],
            }),
        }
    }
    groups
}

/// The page where all reviews of a kind are looked at together.
fn together(act: &str) -> String {
    let kind = ReviewKind::ALL
        .iter()
        .find(|kind| crate::review::act_of(**kind) == act);
    kind.map(|kind| format!("/reviews/together?kind={}", kind.value()))
        .unwrap_or_default()
}

/// A pane with its place among the others.
pub(super) struct Shown {
    pub(super) id: ReviewId,
    pub(super) pane: Pane,
    /// "第 2 件，共 5 件"
    pub(super) place: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) failed: usize,
    /// Said above the reason when it was missing.
    pub(super) problem: String,
}

pub(super) fn shown(all: &[Waiting], id: ReviewId, pane: Pane, problem: String) -> Shown {
    let reviews: Vec<ReviewId> = all.iter().filter_map(|one| one.review).collect();
    let at = reviews.iter().position(|one| *one == id);
    let link = |at: Option<usize>| {
        at.and_then(|at| reviews.get(at))
            .map(|id| format!("/?open={id}"))
            .unwrap_or_default()
    };
    Shown {
        id,
        place: at
            .map(|at| format!("第 {} 件，共 {} 件", at + 1, reviews.len()))
            .unwrap_or_default(),
        before: link(at.and_then(|at| at.checked_sub(1))),
        after: link(at.map(|at| at + 1)),
        failed: pane
            .checks
            .iter()
            .filter(|check| check.kind == "fail")
            .count(),
        pane,
        problem,
    }
}

/// The quiet line that stays while the last decision may be taken back.
pub(super) struct Undo {
    pub(super) id: ReviewId,
    pub(super) text: String,
    pub(super) left: i64,
    pub(super) words: String,
}

pub(super) async fn undo(app: &App, visitor: &Visitor) -> WebResult<Option<Undo>> {
    let (db, now, account) = (app.db.read(), app.clock.now(), visitor.actor.account());
    let Some(kept) = store::review::last_decided_by(db, account).await? else {
        return Ok(None);
    };
    let Some((step, by)) = kept.review.last_decision() else {
        return Ok(None);
    };
    let plan = crate::review::actions::plan_of(app, db, &kept).await?;
    if by.account != account
        || kept
            .review
            .take_back(account, plan.take_back_minutes, now)
            .is_err()
    {
        return Ok(None);
    }
    let returned = kept
        .review
        .steps
        .get(step)
        .is_some_and(|one| one.state == ReviewStepState::Returned);
    let left = i64::from(plan.take_back_minutes) * 60 - (now - by.at).num_seconds();
    Ok(Some(Undo {
        id: kept.id,
        text: format!(
            "已{}「{}」。",
            if returned { "退回" } else { "同意" },
            kept.title
        ),
        left,
        words: format!("{} 分 {} 秒", left / 60, left % 60),
    }))
}

/// A review the visitor decided or handed in.
pub(super) struct PastRow {
    pub(super) title: String,
    pub(super) note: String,
    pub(super) href: String,
    pub(super) state: &'static str,
    pub(super) badge: &'static str,
    pub(super) when: String,
}

/// What the visitor decided.
pub(super) async fn decided(app: &App, visitor: &Visitor) -> WebResult<Vec<PastRow>> {
    let account = visitor.actor.account();
    let found = store::review::decided_by(app.db.read(), account, Page::new(1, 100))
        .await?
        .items;
    past(app, found, |kept| {
        kept.review
            .last_decision()
            .map_or(kept.review.submitted.at, |(_, by)| by.at)
    })
    .await
}

/// What the visitor handed in, and how many of those are under way.
pub(super) async fn started(app: &App, visitor: &Visitor) -> WebResult<Vec<PastRow>> {
    let account = visitor.actor.account();
    let found = store::review::submitted_by(app.db.read(), account, false, Page::new(1, 100))
        .await?
        .items;
    past(app, found, |kept| kept.review.submitted.at).await
}

pub(super) async fn started_open(app: &App, visitor: &Visitor) -> WebResult<u64> {
    let account = visitor.actor.account();
    Ok(
        store::review::submitted_by(app.db.read(), account, true, Page::new(1, 1))
            .await?
            .total,
    )
}

async fn past(
    app: &App,
    found: Vec<Kept>,
    when: impl Fn(&Kept) -> chrono::DateTime<chrono::Utc>,
) -> WebResult<Vec<PastRow>> {
    let projects = about(app.db.read(), &found).await?;
    let row = |kept: Kept| PastRow {
        note: kept
            .project_id
            .and_then(|id| projects.get(&id).cloned())
            .unwrap_or_default(),
        href: crate::review::page_of(&kept),
        state: kept.review.state.label(),
        badge: match kept.review.state {
            ReviewState::Open => "info",
            ReviewState::Approved => "ok",
            ReviewState::Returned => "error",
            ReviewState::TakenBack => "mute",
        },
        when: time_words(when(&kept), app.clock.now()),
        title: kept.title,
    };
    Ok(found.into_iter().map(row).collect())
}

/// What stands beside the list.
pub(super) struct Beside {
    /// Whether the visitor works with projects at all; who does not is shown what there is to do instead.
    pub(super) projects: bool,
    pub(super) boxes: Vec<crate::projects::Boxes>,
    pub(super) total: usize,
    pub(super) awaited: Vec<side::AwaitedRow>,
    pub(super) near: Vec<side::NearRow>,
}
