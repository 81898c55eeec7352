//! The list of everything that was done.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::access::{Action, Place};
use domain::values::Day;
use serde::{Deserialize, Serialize};
use store::audit::{self, AuditFilter};
use store::{Page, Paged};

use super::{Line, actions, jobs, words};
use crate::shell::{
    App, Choice, Layout, Nav, Pager, Visitor, WebResult, page, query_string, redirect,
};

const ROWS: u64 = 100;

/// The filter as the address carries it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct AuditQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    act: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default, skip_serializing)]
    page: String,
}

impl AuditQuery {
    fn filter(&self) -> AuditFilter {
        AuditFilter {
            text: self.q.trim().to_owned(),
            actions: Some(self.act.clone())
                .filter(|act| !act.is_empty())
                .into_iter()
                .collect(),
            from: day(&self.from).and_then(start_of),
            before: day(&self.to)
                .and_then(|day| day.succ_opt())
                .and_then(start_of),
            ..AuditFilter::default()
        }
    }

    fn is_set(&self) -> bool {
        [&self.q, &self.act, &self.from, &self.to]
            .iter()
            .any(|part| !part.trim().is_empty())
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse::<Day>().ok().map(Day::date)
}

/// Midnight in the school.
fn start_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    day.and_time(NaiveTime::MIN)
        .and_utc()
        .checked_sub_signed(chrono::TimeDelta::hours(8))
}

#[derive(Template)]
#[template(path = "audit/list.html")]
struct AuditPage {
    layout: Layout,
    lines: Vec<Line>,
    query: AuditQuery,
    filtered: bool,
    acts: Vec<Choice>,
    pager: Pager,
    head: String,
    holds: bool,
    verified: String,
}

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<AuditQuery>,
) -> WebResult<Response> {
    visitor.actor.permit(Action::ViewAudit, &Place::SCHOOL)?;
    let wanted = Page::new(query.page.parse().unwrap_or(1), ROWS);
    let Paged {
        items: lines,
        total,
    } = actions::history(&app, &visitor.actor, &query.filter(), wanted).await?;
    let head = audit::head(app.db.read()).await?;
    let (holds, verified) = jobs::last(&app).await?;
    let mut acts: Vec<Choice> = audit::actions(app.db.read())
        .await?
        .into_iter()
        .map(|act| Choice::new(&act, words::act_alone(&act)))
        .collect();
    acts.sort_by(|a, b| a.label.cmp(&b.label));
    page(&AuditPage {
        layout: Layout::of(&app, &visitor, Nav::Audit).await?,
        filtered: query.is_set(),
        pager: Pager::new(wanted, total, format!("/audit?{}", query_string(&query)?)),
        head: format!(
            "第 {} 行，{}",
            head.seq,
            head.hash.chars().take(12).collect::<String>()
        ),
        lines,
        query,
        acts,
        holds,
        verified,
    })
}

pub(super) async fn verify(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let permit = visitor.actor.permit(Action::ViewAudit, &Place::SCHOOL)?;
    let job = actions::verify(&app, &permit).await?;
    Ok(redirect(&format!("/jobs/{job}"), None))
}
