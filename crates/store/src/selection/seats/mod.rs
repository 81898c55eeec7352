//! Rooms and seats of a selection test (plan 4.3.2).

pub mod room;
pub mod seat;
pub mod seating;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, EntryId, RoundId, TestRoomId};
use domain::selection::seats::{Room, Seating};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use crate::{StoreError, StoreResult, Tx, micros};

/// The rooms of a round, in the order they were added.
pub async fn rooms(db: &impl ConnectionTrait, round: RoundId) -> StoreResult<Vec<room::Model>> {
    Ok(room::Entity::find()
        .filter(room::COLUMN.round_id.eq(round))
        .order_by_asc(room::Column::Id)
        .all(db)
        .await?)
}

/// Add a room; `Taken` when the round has one of that name.
pub async fn add_room(tx: &Tx, round: RoundId, new: &Room) -> StoreResult<TestRoomId> {
    let row = room::ActiveModel {
        round_id: Set(round),
        name: Set(new.name.clone()),
        capacity: Set(i32::try_from(new.capacity).unwrap_or(i32::MAX)),
        spare: Set(i32::try_from(new.spare).unwrap_or(i32::MAX)),
        ..Default::default()
    };
    Ok(room::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Take a room away; the seats drawn with it fall with it, for all rooms.
pub async fn remove_room(tx: &Tx, round: RoundId, id: TestRoomId) -> StoreResult<room::Model> {
    let found = room::Entity::find_by_id(id)
        .filter(room::COLUMN.round_id.eq(round))
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    clear(tx, round).await?;
    room::Entity::delete_by_id(id).exec(tx).await?;
    Ok(found)
}

/// Forget the seats of a round.
pub async fn clear(tx: &Tx, round: RoundId) -> StoreResult<()> {
    let rooms: Vec<TestRoomId> = rooms(tx, round).await?.iter().map(|room| room.id).collect();
    seat::Entity::delete_many()
        .filter(seat::Column::RoomId.is_in(rooms))
        .exec(tx)
        .await?;
    seating::Entity::delete_by_id(round).exec(tx).await?;
    Ok(())
}

/// Keep drawn seats in place of earlier ones.
pub async fn keep(
    tx: &Tx,
    round: RoundId,
    rooms: &[room::Model],
    drawn: &Seating,
    (seed, by, now): (&str, AccountId, DateTime<Utc>),
) -> StoreResult<()> {
    clear(tx, round).await?;
    let row = |seat: &domain::selection::seats::Seat| {
        let room = rooms.get(seat.room)?;
        Some(seat::ActiveModel {
            entry_id: Set(seat.entry),
            room_id: Set(room.id),
            number: Set(i32::try_from(seat.number).ok()?),
        })
    };
    let rows: Vec<seat::ActiveModel> = drawn.seats.iter().filter_map(row).collect();
    for some in rows.chunks(500) {
        seat::Entity::insert_many(some.to_vec())
            .exec_without_returning(tx)
            .await?;
    }
    let kept = seating::ActiveModel {
        round_id: Set(round),
        seed: Set(seed.to_owned()),
        classmates: Set(i32::try_from(drawn.classmates).unwrap_or(i32::MAX)),
        made_by: Set(by),
        made_at: Set(micros(now)),
    };
    seating::Entity::insert(kept)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// How the seats of a round were drawn, none when they were not.
pub async fn seating(
    db: &impl ConnectionTrait,
    round: RoundId,
) -> StoreResult<Option<seating::Model>> {
    Ok(seating::Entity::find_by_id(round).one(db).await?)
}

/// The seat of each candidate of a round.
pub async fn seats(
    db: &impl ConnectionTrait,
    round: RoundId,
) -> StoreResult<HashMap<EntryId, seat::Model>> {
    let rooms: Vec<TestRoomId> = rooms(db, round).await?.iter().map(|room| room.id).collect();
    let found = seat::Entity::find()
        .filter(seat::Column::RoomId.is_in(rooms))
        .all(db)
        .await?;
    Ok(found
        .into_iter()
        .map(|seat| (seat.entry_id, seat))
        .collect())
}
