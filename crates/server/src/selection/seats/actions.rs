//! Rooms and seats, each in one transaction with its record (plan 4.3.2).

use domain::access::{Permit, Reach};
use domain::ids::{RoundId, TestRoomId};
use domain::selection::RoundState;
use domain::selection::seats::{Room, Sitter, arrange};
use serde_json::json;
use store::audit::AuditDraft;
use store::selection::{round, seats as rows};
use store::{StoreError, selection};

use crate::shell::{Act, App, Begun, Done, Flash, WebError, WebResult};

/// Add a room; seats drawn before no longer stand.
pub(super) async fn add_room(
    app: &App,
    permit: &Permit,
    id: RoundId,
    room: &Room,
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let round = before_the_test(&act, id).await?;
    rows::clear(&act.tx, id).await?;
    match rows::add_room(&act.tx, id, room).await {
        Err(StoreError::Taken { .. }) => {
            return Err(WebError::refused(format!(
                "已有考场「{}」。要改机位数，请先去掉它再添加",
                room.name
            )));
        }
        other => other?,
    };
    let after = json!({ "room": room.name, "seats": room.usable() });
    record(&act, "add_test_room", &round, after).await?;
    let said = format!("已添加考场「{}」，可用机位 {} 个", room.name, room.usable());
    act.end(Done::new(page(id), Flash::ok(said))).await
}

/// Take a room away, and the seats that were drawn with it.
pub(super) async fn remove_room(
    app: &App,
    permit: &Permit,
    id: RoundId,
    room: TestRoomId,
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let round = before_the_test(&act, id).await?;
    let gone = rows::remove_room(&act.tx, id, room).await?;
    record(
        &act,
        "remove_test_room",
        &round,
        json!({ "room": gone.name }),
    )
    .await?;
    let said = format!("已去掉考场「{}」", gone.name);
    act.end(Done::new(page(id), Flash::ok(said))).await
}

/// Draw the seats of everybody in the base.
pub(super) async fn draw(
    app: &App,
    permit: &Permit,
    id: RoundId,
    seed: &str,
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let round = before_the_test(&act, id).await?;
    let rooms = rows::rooms(&act.tx, id).await?;
    let sitters: Vec<Sitter> = selection::entrants(&act.tx, id, &Reach::All)
        .await?
        .iter()
        .filter(|one| one.entry.in_base)
        .map(|one| Sitter {
            entry: one.entry.id,
            class: one.entry.class_id,
        })
        .collect();
    let plain: Vec<Room> = rooms.iter().map(rows::room::Model::room).collect();
    let drawn =
        arrange(&sitters, &plain, seed).map_err(|why| WebError::refused(why.to_string()))?;
    let by = act.account()?;
    rows::keep(&act.tx, id, &rooms, &drawn, (seed, by, act.now)).await?;
    let people = drawn.seats.len();
    record(
        &act,
        "draw_seats",
        &round,
        json!({ "seed": seed, "people": people }),
    )
    .await?;
    let said = format!("已给 {people} 人排好座位");
    act.end(Done::new(page(id), Flash::ok(said))).await
}

/// Seats change only while scores are not sealed: afterwards they are a record of the test.
async fn before_the_test(act: &Act<'_>, id: RoundId) -> WebResult<round::Model> {
    let round = selection::locked(&act.tx, id).await?;
    if round.state == RoundState::Entering {
        Ok(round)
    } else {
        Err(WebError::refused("成绩已经封存，考场和座位不能再改"))
    }
}

async fn record(
    act: &Act<'_>,
    verb: &'static str,
    round: &round::Model,
    after: serde_json::Value,
) -> WebResult<()> {
    let project = store::projects::project(&act.tx, round.project_id).await?;
    let draft: AuditDraft = act
        .draft(verb)
        .on("selection_round", round.id.get(), &project.title)
        .project(project.id)
        .change(None, Some(after));
    act.record(draft).await
}

fn page(id: RoundId) -> String {
    format!("/selection/{id}/seats")
}
