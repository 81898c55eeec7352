//! Seal, confirm, publish: each is looked at once more on a page of its own before it is done.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::dates::deadline_words;
use domain::ids::RoundId;
use domain::selection::{Marking, Notice, RoundState, notice_until};
use store::selection::Entrant;

use super::result::{outsiders, subject};
use crate::selection::actions::{self, SealForm};
use crate::selection::passes::Passes;
use crate::selection::sight::Sight;
use crate::selection::views::{ConfirmPage, FinalPage, PublishPage, SealPage};
use crate::shell::{
    App, Fields, Flash, Layout, Nav, Problem, Visitor, WebError, WebResult, page, redirect, refused,
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
    let (entrants, stamp) = match to_seal(&app, &sight).await? {
        Ok(found) => found,
        Err(why) => return Ok(redirect(&here(id), Flash::info(why))),
    };
    page(&seal_page(&app, &visitor, &sight, &entrants, stamp).await?)
}

/// What would be sealed now and the number of its state, or why it cannot be.
async fn to_seal(app: &App, sight: &Sight) -> WebResult<Result<(Vec<Entrant>, i64), String>> {
    let entrants = sight.entrants(app).await?;
    if sight.round.parameters.marking == Marking::Single {
        let stamp = actions::stamp(&entrants);
        return Ok(Ok((entrants, stamp)));
    }
    let passes = Passes::load(app.db.read(), &sight.round).await?;
    Ok(passes
        .with_agreed(&entrants)
        .map(|agreed| (agreed, passes.stamp()))
        .ok_or_else(|| passes.not_to_seal(&entrants)))
}

async fn seal_page(
    app: &App,
    visitor: &Visitor,
    sight: &Sight,
    entrants: &[Entrant],
    stamp: i64,
) -> WebResult<SealPage> {
    let layout = Layout::of(app, visitor, Nav::Selection).await?;
    let outside = outsiders(app, sight, entrants).await?;
    Ok(SealPage::new(layout, sight, entrants, outside, stamp))
}

pub(in crate::selection) async fn seal(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    fields: Fields,
) -> WebResult<Response> {
    let (sight, permit) = Sight::to_act(&app, &visitor, id, Action::SealScores).await?;
    if sight.round.state == RoundState::Entering {
        let (entrants, stamp) = to_seal(&app, &sight).await?.map_err(WebError::refused)?;
        let form = seal_page(&app, &visitor, &sight, &entrants, stamp).await?;
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
        Flash::ok("已确认选拔结果").with_link(format!("{}/publish", here(id)), "去公示"),
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
    let until = notice_until(app.clock.today(), sight.plan.parameters.notice_days);
    let mut told = Vec::new();
    let (db, noticed) = (app.db.read(), until.is_some());
    for (account, text) in
        actions::recipients(&app, db, &sight.project, &loaded.all, noticed).await?
    {
        told.push((
            store::identity::account(app.db.read(), account).await?.name,
            text,
        ));
    }
    let layout = Layout::of(&app, &visitor, Nav::Selection).await?;
    let until = until.map(|day| deadline_words(day, app.clock.today()));
    page(&PublishPage::new(
        layout,
        &loaded.subject(&sight),
        told,
        until,
    ))
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
        Flash::ok(format!("已公示选拔结果，通知了 {told} 人")),
    ))
}

/// Where the notice of a round stands today.
pub(super) async fn notice(app: &App, sight: &Sight) -> WebResult<Notice> {
    let round = &sight.round;
    let appeals = store::complaints::open_count(app.db.read(), round.id).await?;
    let today = app.clock.today();
    Ok(Notice::on(today, round.state, round.notice_until, appeals))
}

pub(in crate::selection) async fn before_final(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let (sight, _) = Sight::to_act(&app, &visitor, id, Action::ConfirmSelection).await?;
    if sight.round.state != RoundState::Published {
        return Ok(redirect(&here(id), not_now(sight.round.state)));
    }
    let loaded = subject(&app, &sight).await?;
    let notice = notice(&app, &sight).await?;
    let layout = Layout::of(&app, &visitor, Nav::Selection).await?;
    let today = app.clock.today();
    page(&FinalPage::new(
        layout,
        &loaded.subject(&sight),
        notice,
        today,
    ))
}

pub(in crate::selection) async fn finalise(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    fields: Fields,
) -> WebResult<Response> {
    let (_, permit) = Sight::to_act(&app, &visitor, id, Action::ConfirmSelection).await?;
    let version = fields.text("version").parse().unwrap_or_default();
    let location = actions::finalise(&app, &permit, id, fields.text("op_id"), version).await?;
    Ok(redirect(
        &location,
        Flash::ok("名单已定案，专业组可以按名单报名"),
    ))
}

fn here(id: RoundId) -> String {
    format!("/selection/{id}")
}

fn not_now(state: RoundState) -> Flash {
    Flash::info(match state {
        RoundState::Entering | RoundState::Sealed => "成绩还没有封存，现在没有可以确认的结果",
        RoundState::Computed => "结果还没有确认，确认后才能公示",
        RoundState::Confirmed => "结果已经确认，还没有公示",
        RoundState::Published => "结果正在公示",
        RoundState::Final => "名单已经定案",
    })
}
