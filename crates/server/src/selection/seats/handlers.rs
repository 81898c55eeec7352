//! Seats over HTTP.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::ids::{RoundId, TestRoomId};
use domain::selection::seats::Room;
use store::StoreError;
use store::selection::seats as rows;

use super::actions;
use super::views::{PrintPage, SeatsPage};
use crate::selection::sight::Sight;
use crate::shell::{
    App, Fields, Layout, Nav, Problem, Problems, Visitor, WebResult, op_id, page, redirect, refused,
};

/// The most machines a room of a school has.
const MOST: u32 = 500;

pub(super) async fn seats(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let sight = Sight::of(&app, &visitor, id).await?;
    page(
        &view(
            &app,
            &visitor,
            &sight,
            &Fields::default(),
            Problems::default(),
        )
        .await?,
    )
}

async fn view(
    app: &App,
    visitor: &Visitor,
    sight: &Sight,
    fields: &Fields,
    problems: Problems,
) -> WebResult<SeatsPage> {
    let (db, id) = (app.db.read(), sight.round.id);
    let rooms = rows::rooms(db, id).await?;
    let seats = rows::seats(db, id).await?;
    let seating = rows::seating(db, id).await?;
    let entrants = sight.entrants(app).await?;
    let may = visitor.actor.may(Action::PrepareSelection, &sight.place);
    let layout = Layout::of(app, visitor, Nav::Selection).await?;
    Ok(
        SeatsPage::new(layout, sight, (&rooms, &seats, seating), &entrants)
            .for_reader(may)
            .typed(fields, problems),
    )
}

pub(super) async fn print(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let sight = Sight::of(&app, &visitor, id).await?;
    let db = app.db.read();
    let rooms = rows::rooms(db, id).await?;
    let seats = rows::seats(db, id).await?;
    let entrants = sight.entrants(&app).await?;
    let layout = Layout::of(&app, &visitor, Nav::Selection).await?;
    let head = (layout.asset_version, layout.school);
    let by = (visitor.actor.name(), app.clock.now());
    page(&PrintPage::new(
        head,
        &sight,
        (&rooms, &seats),
        &entrants,
        by,
    ))
}

pub(super) async fn add_room(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    fields: Fields,
) -> WebResult<Response> {
    let (sight, permit) = Sight::to_act(&app, &visitor, id, Action::PrepareSelection).await?;
    let mut problems = Problems::default();
    let name = fields.text("name");
    if name.is_empty() || name.chars().count() > 30 {
        problems.push(Problem::new(
            "name",
            "请写考场名称，30 个字以内，例如 实训楼 402",
        ));
    }
    let number = |field: &str, least: u32| -> Result<u32, Problem> {
        let expected = format!("要写成 {least} 到 {MOST} 的整数");
        let found: Option<u32> = fields.parsed(field, &expected)?;
        let found = found.unwrap_or_default();
        if (least..=MOST).contains(&found) {
            Ok(found)
        } else {
            Err(Problem::new(field, expected))
        }
    };
    let capacity = problems.note(number("capacity", 1));
    let spare = problems.note(number("spare", 0));
    if let (Some(all), Some(kept)) = (capacity, spare)
        && kept >= all
    {
        problems.push(Problem::new("spare", "备用机位要比机位数少"));
    }
    let (Some(capacity), Some(spare), true) = (capacity, spare, problems.is_empty()) else {
        return refused(&view(&app, &visitor, &sight, &fields, problems).await?);
    };
    let room = Room {
        name: name.to_owned(),
        capacity,
        spare,
    };
    let done = actions::add_room(&app, &permit, id, &room, fields.text("op_id")).await?;
    Ok(redirect(&done.to, done.flash))
}

pub(super) async fn remove_room(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    fields: Fields,
) -> WebResult<Response> {
    let (_, permit) = Sight::to_act(&app, &visitor, id, Action::PrepareSelection).await?;
    let Ok(room) = fields.text("room").parse::<TestRoomId>() else {
        return Err(StoreError::NotFound.into());
    };
    let done = actions::remove_room(&app, &permit, id, room, fields.text("op_id")).await?;
    Ok(redirect(&done.to, done.flash))
}

pub(super) async fn draw(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
    fields: Fields,
) -> WebResult<Response> {
    let (_, permit) = Sight::to_act(&app, &visitor, id, Action::PrepareSelection).await?;
    // A seed nobody chose, written down so that anybody can draw the same seats again.
    let seed = op_id();
    let done = actions::draw(&app, &permit, id, &seed, fields.text("op_id")).await?;
    Ok(redirect(&done.to, done.flash))
}
