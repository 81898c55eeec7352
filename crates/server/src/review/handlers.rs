//! Taking back, reminding, delegating: the same for every kind of review.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Action, Place};
use domain::ids::{AccountId, ReviewId};
use domain::review::Happened;
use store::StoreError;
use store::operations;
use store::review::{self as rows, Kept};

use super::{actions, decides, prepares, views};
use crate::shell::{
    App, Choice, Fields, Flash, Layout, Nav, Problem, Problems, Visitor, WebResult, op_id,
};
use crate::shell::{page, redirect, refused};

/// The review and where it belongs; one that the visitor may not see is not there.
pub(super) async fn seen(app: &App, visitor: &Visitor, id: ReviewId) -> WebResult<(Kept, Place)> {
    let kept = rows::review(app.db.read(), id).await?;
    let project = kept.project_id.ok_or(StoreError::NotFound)?;
    let project = store::projects::project(app.db.read(), project).await?;
    let place = crate::projects::place_for(app.db.read(), &visitor.actor, &project).await?;
    visitor.actor.permit(views(kept.review.kind), &place)?;
    Ok((kept, place))
}

pub(super) async fn take_back(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ReviewId>,
    fields: Fields,
) -> WebResult<Response> {
    let (kept, place) = seen(&app, &visitor, id).await?;
    let kind = kept.review.kind;
    let decision = kept.review.last_decision().is_some();
    let action = if decision {
        decides(kind)
    } else {
        prepares(kind)
    };
    let permit = visitor.actor.permit(action, &place)?;
    let tx = app.db.begin().await?;
    let (account, op, now) = (
        visitor.actor.account(),
        fields.text("op_id"),
        app.clock.now(),
    );
    if !op.is_empty()
        && let Some(to) = operations::first_time(&tx, account, op, now).await?
    {
        return Ok(redirect(&to, None));
    }
    let kept = rows::review(&tx, id).await?;
    let happened = actions::take_back(&app, &tx, &visitor.actor, &permit, &kept).await?;
    let (to, flash) = match happened {
        Happened::DecisionTakenBack { .. } => (
            format!("/?open={id}"),
            format!("已撤回，「{}」回到待我处理。", kept.title),
        ),
        _ => (
            super::follow::page_of(&kept),
            format!("已撤回「{}」，可以改好再提交。", kept.title),
        ),
    };
    if !op.is_empty() {
        operations::led_to(&tx, account, op, &to).await?;
    }
    tx.commit().await?;
    Ok(redirect(&to, Flash::ok(flash)))
}

/// Where to go after the act: a page of this site that the form came from, else the desk.
fn back(fields: &Fields) -> &str {
    let next = fields.text("next");
    let own =
        next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
    if own { next } else { "/" }
}

pub(super) async fn remind(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ReviewId>,
    fields: Fields,
) -> WebResult<Response> {
    let (_, place) = seen(&app, &visitor, id).await?;
    let permit = visitor.actor.permit(Action::UseDesk, &place)?;
    let tx = app.db.begin().await?;
    let (account, op, now) = (
        visitor.actor.account(),
        fields.text("op_id"),
        app.clock.now(),
    );
    if !op.is_empty()
        && let Some(to) = operations::first_time(&tx, account, op, now).await?
    {
        return Ok(redirect(&to, None));
    }
    let kept = rows::review(&tx, id).await?;
    let whom = actions::remind(&app, &tx, &visitor.actor, &permit, &kept).await?;
    if !op.is_empty() {
        operations::led_to(&tx, account, op, back(&fields)).await?;
    }
    tx.commit().await?;
    Ok(redirect(
        back(&fields),
        Flash::ok(format!("已催办{whom}：「{}」。", kept.title)),
    ))
}

#[derive(Template)]
#[template(path = "review/delegate.html")]
struct DelegatePage {
    layout: Layout,
    id: ReviewId,
    title: String,
    people: Vec<Choice>,
    chosen: String,
    op_id: String,
    problems: Problems,
}

/// Those whose posts decide this kind, without the author and the visitor.
async fn colleagues(app: &App, visitor: &Visitor, kept: &Kept) -> WebResult<Vec<Choice>> {
    let posts = decides(kept.review.kind).posts();
    let holders = rows::holders_of(app.db.read(), posts, app.clock.today()).await?;
    let mut people: Vec<Choice> = Vec::new();
    for holder in holders {
        let value = holder.account.to_string();
        let known = people.iter().any(|one| one.value == value);
        let barred =
            [kept.review.submitted.account, visitor.actor.account()].contains(&holder.account);
        if !known && !barred {
            let label = format_args!("{}（{}）", holder.name, holder.post.label());
            people.push(Choice::new(value, label));
        }
    }
    Ok(people)
}

async fn delegate_view(
    app: &App,
    visitor: &Visitor,
    kept: &Kept,
    chosen: &str,
    problems: Problems,
) -> WebResult<DelegatePage> {
    Ok(DelegatePage {
        layout: Layout::of(app, visitor, Nav::Desk).await?,
        id: kept.id,
        title: kept.title.clone(),
        people: colleagues(app, visitor, kept).await?,
        chosen: chosen.to_owned(),
        op_id: op_id(),
        problems,
    })
}

pub(super) async fn delegate_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ReviewId>,
) -> WebResult<Response> {
    let (kept, place) = seen(&app, &visitor, id).await?;
    visitor.actor.permit(decides(kept.review.kind), &place)?;
    page(&delegate_view(&app, &visitor, &kept, "", Problems::default()).await?)
}

pub(super) async fn delegate(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<ReviewId>,
    fields: Fields,
) -> WebResult<Response> {
    let (kept, place) = seen(&app, &visitor, id).await?;
    let permit = visitor.actor.permit(decides(kept.review.kind), &place)?;
    let people = colleagues(&app, &visitor, &kept).await?;
    let chosen = people.iter().find(|one| one.value == fields.text("to"));
    let Some(to) = chosen.and_then(|one| one.value.parse::<AccountId>().ok()) else {
        let problem = Problem::new("to", "请选转办给哪位同事");
        let view = delegate_view(&app, &visitor, &kept, fields.text("to"), problem.into()).await?;
        return refused(&view);
    };
    let tx = app.db.begin().await?;
    let (account, op, now) = (
        visitor.actor.account(),
        fields.text("op_id"),
        app.clock.now(),
    );
    if !op.is_empty()
        && let Some(to) = operations::first_time(&tx, account, op, now).await?
    {
        return Ok(redirect(&to, None));
    }
    let kept = rows::review(&tx, id).await?;
    let name = actions::delegate(&app, &tx, &visitor.actor, &permit, &kept, to).await?;
    if !op.is_empty() {
        operations::led_to(&tx, account, op, "/").await?;
    }
    tx.commit().await?;
    Ok(redirect(
        "/",
        Flash::ok(format!("已转办给{name}：「{}」。", kept.title)),
    ))
}
