//! One page for several reviews: each with what the system checked and what changed, odd ones apart, one button
//! that says the exact outcome (ux-security A6.1, plan 6.1, 6.3).

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use domain::ids::ReviewId;
use domain::review::ReviewKind;
use store::review as rows;

use super::agree::{Agreed, approve_all};
use super::handlers::seen;
use super::{decides, turns};
use crate::desk::{Pane, pane};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Visitor, WebError, WebResult, op_id, page, redirect,
};

/// More at once would be signing unread.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "review/together.html")]
struct TogetherPage {
    layout: Layout,
    clean: Vec<Line>,
    odd: Vec<Line>,
    op_id: String,
}

/// One review.
struct Line {
    id: ReviewId,
    version: String,
    title: String,
    /// "26 人"
    count: String,
    about: String,
    /// "首次提交", "改了 2 处"
    changed: String,
    /// Why it wants a look of its own; empty where it may go with the others.
    odd: String,
}

impl Line {
    fn of(id: ReviewId, pane: Pane) -> Self {
        let failed = pane.checks.iter().filter(|check| check.kind == "fail");
        let failed: Vec<&str> = failed.map(|check| check.label.as_str()).collect();
        let returns = |foot: &crate::desk::Foot| foot.hidden.iter().any(|(key, _)| key == "return");
        let odd = match &pane.foot {
            None => pane
                .refused
                .clone()
                .unwrap_or_else(|| "现在不由你审核".to_owned()),
            Some(_) if !failed.is_empty() => format!("有问题：{}", failed.join("；")),
            Some(foot) if returns(foot) => foot.approve.clone(),
            Some(_) => String::new(),
        };
        let version = pane.foot.as_ref().and_then(|foot| {
            let found = foot.hidden.iter().find(|(key, _)| key == "version");
            found.map(|(_, version)| version.clone())
        });
        Self {
            id,
            version: version.unwrap_or_default(),
            title: pane.title,
            count: pane.count,
            about: pane.about,
            changed: pane
                .diff
                .map_or_else(|| "首次提交".to_owned(), |diff| diff.note),
            odd,
        }
    }
}

/// The reviews named in the address; else all of one kind that wait for the visitor.
async fn wanted(app: &App, visitor: &Visitor, query: &str) -> WebResult<Vec<ReviewId>> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let named = pairs.iter().filter(|(key, _)| key == "review");
    let named: Vec<ReviewId> = named.filter_map(|(_, id)| id.parse().ok()).collect();
    if !named.is_empty() {
        return Ok(named);
    }
    let kind = pairs.iter().find(|(key, _)| key == "kind");
    let Some(kind) = kind.and_then(|(_, kind)| kind.parse::<ReviewKind>().ok()) else {
        return Ok(Vec::new());
    };
    let mine = turns(&visitor.actor);
    let waiting = rows::waiting(app.db.read(), visitor.actor.account(), &mine).await?;
    let own = waiting.into_iter().filter(|one| one.review.kind == kind);
    Ok(own.map(|one| one.id).collect())
}

async fn line(app: &App, visitor: &Visitor, id: ReviewId) -> WebResult<Line> {
    let (kept, _) = seen(app, visitor, id).await?;
    Ok(Line::of(id, pane(app, visitor, &kept).await?))
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> WebResult<Response> {
    let ids = wanted(&app, &visitor, query.as_deref().unwrap_or_default()).await?;
    let mut lines = Vec::with_capacity(ids.len());
    for id in ids.into_iter().take(MOST) {
        lines.push(line(&app, &visitor, id).await?);
    }
    let (clean, odd) = lines.into_iter().partition(|line| line.odd.is_empty());
    page(&TogetherPage {
        layout: Layout::of(&app, &visitor, Nav::Desk).await?,
        clean,
        odd,
        op_id: op_id(),
    })
}

pub(super) async fn approve(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let mut all = Vec::new();
    for text in fields.all("review").take(MOST) {
        let old = || WebError::refused("这一页太旧了，请刷新后再办");
        let id: ReviewId = text.parse().map_err(|_| old())?;
        let (kept, place) = seen(&app, &visitor, id).await?;
        let permit = visitor.actor.permit(decides(kept.review.kind), &place)?;
        let version = fields.text(&format!("version-{id}")).parse();
        // A form sent twice finds them decided: the second one is shown where the first one led.
        if kept.review.current().is_some() {
            let now = Line::of(id, pane(&app, &visitor, &kept).await?);
            if !now.odd.is_empty() {
                return Err(WebError::refused(format!(
                    "「{}」{}。一件也没有同意，请单独打开再审核",
                    now.title, now.odd
                )));
            }
        }
        all.push(Agreed {
            review: id,
            version: version.map_err(|_| old())?,
            permit,
        });
    }
    approve_all(&app, &visitor.actor, &all, fields.text("op_id")).await?;
    let said = format!("已一并同意 {} 件，在「我已办」里可以逐件看", all.len());
    Ok(redirect("/", Flash::ok(said)))
}
