//! Selection papers under lock: papers, their openings, their copies (plan 4.3.2).

pub mod copy;
pub mod opening;
pub mod paper;

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, OpeningId, PaperId, RoundId};
use domain::selection::papers::{CopyState, Opening};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, Set};

use crate::{StoreError, StoreResult, Tx, micros};

/// A file to be locked away.
#[derive(Clone, Debug)]
pub struct NewPaper<'a> {
    pub round: RoundId,
    pub name: &'a str,
    /// Of the sealed file.
    pub sha256: &'a str,
    pub size: i64,
    pub by: AccountId,
}

/// The version that the next file of this name gets.
pub async fn next_number(
    db: &impl ConnectionTrait,
    round: RoundId,
    name: &str,
) -> StoreResult<i32> {
    let newest = paper::Entity::find()
        .filter(paper::COLUMN.round_id.eq(round))
        .filter(paper::COLUMN.name.eq(name))
        .order_by_desc(paper::Column::Number)
        .one(db)
        .await?;
    Ok(newest.map_or(0, |paper| paper.number) + 1)
}

/// Keep a paper under its next version.
pub async fn add(
    tx: &Tx,
    new: NewPaper<'_>,
    number: i32,
    now: DateTime<Utc>,
) -> StoreResult<PaperId> {
    let row = paper::ActiveModel {
        round_id: Set(new.round),
        name: Set(new.name.to_owned()),
        number: Set(number),
        sha256: Set(new.sha256.to_owned()),
        size: Set(new.size),
        created_by: Set(new.by),
        created_at: Set(micros(now)),
        ..Default::default()
    };
    Ok(paper::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// The papers of a round by name, the newest version first.
pub async fn of_round(db: &impl ConnectionTrait, round: RoundId) -> StoreResult<Vec<paper::Model>> {
    Ok(paper::Entity::find()
        .filter(paper::COLUMN.round_id.eq(round))
        .order_by_asc(paper::Column::Name)
        .order_by_desc(paper::Column::Number)
        .all(db)
        .await?)
}

/// One paper.
pub async fn paper(db: &impl ConnectionTrait, id: PaperId) -> StoreResult<paper::Model> {
    paper::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// Ask for an opening.
pub async fn ask(
    tx: &Tx,
    paper: PaperId,
    opening: &Opening,
    reason: &str,
    now: DateTime<Utc>,
) -> StoreResult<OpeningId> {
    let row = opening::ActiveModel {
        paper_id: Set(paper),
        reason: Set(reason.to_owned()),
        window_from: Set(micros(opening.window.from)),
        window_to: Set(micros(opening.window.to)),
        first_by: Set(opening.first),
        second_by: Set(opening.second),
        asked_at: Set(micros(now)),
        views: Set(0),
        version: Set(1),
        ..Default::default()
    };
    Ok(opening::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// One opening, kept from every other writer until the transaction ends.
pub async fn locked(tx: &Tx, id: OpeningId) -> StoreResult<opening::Model> {
    opening::Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)
}

/// One opening.
pub async fn opening(db: &impl ConnectionTrait, id: OpeningId) -> StoreResult<opening::Model> {
    opening::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// The openings of some papers, the newest first.
pub async fn openings(
    db: &impl ConnectionTrait,
    papers: &[PaperId],
) -> StoreResult<Vec<opening::Model>> {
    Ok(opening::Entity::find()
        .filter(opening::Column::PaperId.is_in(papers.iter().copied()))
        .order_by_desc(opening::Column::Id)
        .all(db)
        .await?)
}

/// Openings that wait for this person to come.
pub async fn waiting_for(
    db: &impl ConnectionTrait,
    who: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<Vec<(opening::Model, paper::Model)>> {
    let rows = opening::Entity::find()
        .filter(opening::COLUMN.second_by.eq(who))
        .filter(opening::COLUMN.joined_at.is_null())
        .filter(opening::COLUMN.closed_at.is_null())
        .filter(opening::COLUMN.window_to.gt(micros(now)))
        .order_by_asc(opening::Column::WindowFrom)
        .all(db)
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let paper = paper(db, row.paper_id).await?;
        found.push((row, paper));
    }
    Ok(found)
}

/// Write what the rule made of an opening, and one more view when the file was taken out.
pub async fn save_opening(
    tx: &Tx,
    was: opening::Model,
    now: &Opening,
    views: i32,
) -> StoreResult<()> {
    let version = was.version + 1;
    let mut row: opening::ActiveModel = was.into();
    row.joined_at = Set(now.joined_at.map(micros));
    row.closed_at = Set(now.closed_at.map(micros));
    row.views = Set(views);
    row.version = Set(version);
    row.update(tx).await?;
    Ok(())
}

/// The copies of a paper by number.
pub async fn copies(db: &impl ConnectionTrait, paper: PaperId) -> StoreResult<Vec<copy::Model>> {
    Ok(copy::Entity::find()
        .filter(copy::COLUMN.paper_id.eq(paper))
        .order_by_asc(copy::Column::Number)
        .all(db)
        .await?)
}

/// Number and keep freshly printed copies; answers the first and the last number.
pub async fn print(
    tx: &Tx,
    opening: &opening::Model,
    count: u32,
    by: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<(i32, i32)> {
    let printed = copies(tx, opening.paper_id).await?;
    let first = printed.last().map_or(0, |copy| copy.number) + 1;
    let last = first.saturating_add_unsigned(count) - 1;
    let row = |number| copy::ActiveModel {
        paper_id: Set(opening.paper_id),
        opening_id: Set(opening.id),
        number: Set(number),
        state: Set(CopyState::Printed),
        changed_by: Set(by),
        changed_at: Set(micros(now)),
        ..Default::default()
    };
    let rows: Vec<copy::ActiveModel> = (first..=last).map(row).collect();
    for some in rows.chunks(500) {
        copy::Entity::insert_many(some.to_vec())
            .exec_without_returning(tx)
            .await?;
    }
    Ok((first, last))
}

/// What becomes of some copies.
#[derive(Clone, Debug)]
pub struct Move<'a> {
    pub to: CopyState,
    /// The room or person, where they are handed out.
    pub holder: Option<&'a str>,
    pub by: AccountId,
    pub witness: Option<AccountId>,
}

/// Write where copies went.
pub async fn move_copies(
    tx: &Tx,
    copies: Vec<copy::Model>,
    to: &Move<'_>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    for copy in copies {
        let mut row: copy::ActiveModel = copy.into();
        row.state = Set(to.to);
        if let Some(holder) = to.holder {
            row.holder = Set(Some(holder.to_owned()));
        }
        row.changed_by = Set(to.by);
        row.witness = Set(to.witness);
        row.changed_at = Set(micros(now));
        row.update(tx).await?;
    }
    Ok(())
}
