//! Seal, confirm, publish: each is looked at once more on a page of its own before it is done.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::ids::RoundId;
use domain::selection::RoundState;

use super::result::{outsiders, subject};
use crate::selection::actions::{self, SealForm};
use crate::selection::sight::Sight;
use crate::selection::views::{ConfirmPage, PublishPage, SealPage};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Problem, Visitor, WebResult, page, redirect, refused,
};

pub(in crate::selection) async fn before_seal(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let (sight, _) = Sight::to_act(&app, &visitor, id, Action::SealScores).await?;
    if sight.round.state != RoundState::Entering {
        return Ok(redirect(&here(id), Flash::info("成绩单已经封存")));
    }
    page(&seal_page(&app, &visitor, &sight).await?)
}

async fn seal_page(app: &App, visitor: &Visitor, sight: &Sight) -> WebResult<SealPage> {
    let layout = Layout::of(app, visitor, Nav::Selection).await?;
    let entrants = sight.entrants(app).await?;
    let outside = outsiders(app, sight, &entrants).await?;
    Ok(SealPage::new(layout, sight, &entrants, outside))
}

pub(in crate::selection) async fn seal(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    fields: Fields,
) -> WebResult<Response> {
    let (sight, permit) = Sight::to_act(&app, &visitor, id, Action::SealScores).await?;
    if sight.round.state == RoundState::Entering {
        let form = seal_page(&app, &visitor, &sight).await?;
        if form.needs_word() && fields.text("missing_ok") != "1" {
            let said = "有人没有成绩，也没有缺考说明。请补上成绩，或勾选「已核对」";
            return refused(&form.with(Problem::new("missing_ok", said).into()));
        }
    }
    let form = SealForm {
        op_id: fields.text("op_id").to_owned(),
        stamp: fields.text("version").parse().unwrap_or_default(),
    };
    let location = actions::seal(&app, &permit, id, &form).await?;
    Ok(redirect(
        &location,
        Flash::ok("已封存成绩并算出名单，等培训就业处确认"),
    ))
}

pub(in crate::selection) async fn before_confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let (sight, _) = Sight::to_act(&app, &visitor, id, Action::ConfirmSelection).await?;
    if sight.round.state != RoundState::Computed {
        return Ok(redirect(&here(id), not_now(sight.round.state)));
    }
    let loaded = subject(&app, &sight).await?;
    let layout = Layout::of(&app, &visitor, Nav::Selection).await?;
    page(&ConfirmPage::new(layout, &loaded.subject(&sight)))
}

pub(in crate::selection) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    fields: Fields,
) -> WebResult<Response> {
    let (_, permit) = Sight::to_act(&app, &visitor, id, Action::ConfirmSelection).await?;
    let version = fields.text("version").parse().unwrap_or_default();
    let location = actions::confirm(&app, &permit, id, fields.text("op_id"), version).await?;
    Ok(redirect(
        &location,
        Flash::ok("已确认选拔结果").with_link(format!("{}/publish", here(id)), "去发布"),
    ))
}

pub(in crate::selection) async fn before_publish(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let (sight, _) = Sight::to_act(&app, &visitor, id, Action::ConfirmSelection).await?;
    if sight.round.state != RoundState::Confirmed {
        return Ok(redirect(&here(id), not_now(sight.round.state)));
    }
    let loaded = subject(&app, &sight).await?;
    let mut told = Vec::new();
    for (account, text) in
        actions::recipients(&app, app.db.read(), &sight.project, &loaded.all).await?
    {
        told.push((
            store::identity::account(app.db.read(), account).await?.name,
            text,
        ));
    }
    let layout = Layout::of(&app, &visitor, Nav::Selection).await?;
    page(&PublishPage::new(layout, &loaded.subject(&sight), told))
}

pub(in crate::selection) async fn publish(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    fields: Fields,
) -> WebResult<Response> {
    let (_, permit) = Sight::to_act(&app, &visitor, id, Action::ConfirmSelection).await?;
    let version = fields.text("version").parse().unwrap_or_default();
    let (location, told) =
        actions::publish(&app, &permit, id, fields.text("op_id"), version).await?;
    Ok(redirect(
        &location,
        Flash::ok(format!("已发布选拔结果，通知了 {told} 人")),
    ))
}

fn here(id: RoundId) -> String {
    format!("/selection/{id}")
}

fn not_now(state: RoundState) -> Flash {
    Flash::info(match state {
        RoundState::Entering | RoundState::Sealed => "成绩还没有封存，现在没有可以确认的结果",
        RoundState::Computed => "结果还没有确认，确认后才能发布",
        RoundState::Confirmed => "结果已经确认",
        RoundState::Published => "结果已经发布",
    })
}
