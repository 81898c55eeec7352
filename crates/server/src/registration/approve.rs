//! Several clean lists approved with one look: a page that shows each with what is odd, then one act (plan 6.3).

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use domain::access::{Action, Permit};
use domain::ids::ListId;
use domain::registration::ListState;
use domain::review::ReviewKind;

use super::actions;
use super::pane::UnderReview;
use super::records::Work;
use crate::review::turns;
use crate::shell::{App, Fields, Layout, Nav, Visitor, WebError, WebResult, op_id, page, redirect};

#[derive(Template)]
#[template(path = "registration/approve.html")]
struct ApprovePage {
    layout: Layout,
    clean: Vec<Line>,
    odd: Vec<Line>,
    people: usize,
    op_id: String,
}

struct Line {
    list: ListId,
    version: i32,
    title: String,
    project: String,
    people: usize,
    about: String,
}

/// The lists named in the address, else all that wait for the visitor.
async fn wanted(app: &App, visitor: &Visitor, query: Option<String>) -> WebResult<Vec<ListId>> {
    let pairs = form_urlencoded::parse(query.as_deref().unwrap_or_default().as_bytes());
    let named: Vec<ListId> = pairs
        .filter(|(key, _)| key == "list")
        .filter_map(|(_, id)| id.parse().ok())
        .collect();
    if !named.is_empty() {
        return Ok(named);
    }
    let mine = turns(&visitor.actor);
    let waiting = store::review::waiting(app.db.read(), visitor.actor.account(), &mine).await?;
    let lists = waiting
        .iter()
        .filter(|one| one.review.kind == ReviewKind::RegistrationList);
    Ok(lists.map(|one| ListId::new(one.object_id)).collect())
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> WebResult<Response> {
    let (mut clean, mut odd) = (Vec::new(), Vec::new());
    for id in wanted(&app, &visitor, query).await? {
        let under = UnderReview::of(&app, id).await?;
        visitor.actor.permit(
            Action::ReviewRegistration,
            &under.work.list_place(under.list.class_id)?,
        )?;
        let suggested = under.suggested().len();
        let failed = under.checks().iter().any(|check| check.kind == "fail");
        let changed = under
            .diff()
            .map_or_else(|| "首次提交".to_owned(), |diff| diff.note);
        let mut line = Line {
            list: id,
            version: under.list.version,
            title: under.work.list_title(under.list.class_id),
            project: under.work.project.title.clone(),
            people: under.waiting().len(),
            about: changed,
        };
        if under.list.state != ListState::Submitted {
            line.about = format!("报名表{}，不用审核", under.list.state.label());
            odd.push(line);
        } else if failed || suggested > 0 {
            line.about = format!("{suggested} 人有问题，请打开逐行审核");
            odd.push(line);
        } else {
            clean.push(line);
        }
    }
    page(&ApprovePage {
        layout: Layout::of(&app, &visitor, Nav::Desk).await?,
        people: clean.iter().map(|line| line.people).sum(),
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
    let mut lists: Vec<(Work, ListId, i32)> = Vec::new();
    let mut permit: Option<Permit> = None;
    for text in fields.all("list") {
        let id: ListId = text
            .parse()
            .map_err(|_| WebError::refused("这一页太旧了，请刷新后再办"))?;
        let under = UnderReview::of(&app, id).await?;
        let place = under.work.list_place(under.list.class_id)?;
        permit = Some(visitor.actor.permit(Action::ReviewRegistration, &place)?);
        if !under.suggested().is_empty() {
            let title = under.work.list_title(under.list.class_id);
            return Err(WebError::refused(format!(
                "「{title}」刚发现有问题的学生，请打开逐行审核"
            )));
        }
        let version = fields
            .text(&format!("version-{id}"))
            .parse()
            .unwrap_or(under.list.version);
        lists.push((under.work, id, version));
    }
    let Some(permit) = permit else {
        return Err(WebError::refused("没有选要同意的报名表，请至少选一张"));
    };
    let done =
        actions::approve_all(&app, &visitor.actor, &permit, &lists, fields.text("op_id")).await?;
    Ok(redirect(&done.to, done.flash))
}
