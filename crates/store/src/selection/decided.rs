//! A round from its opening to its publication: each step is written once and never again.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, EntryId, PlanVersionId, ProjectId, RoundId, SnapshotId};
use domain::selection::{Absence, Marks, RoundState, Terms, Verdict};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use super::entry;
use super::round::{self};
use super::scores::stored;
use crate::school::snapshot_entries;
use crate::{StoreError, StoreResult, Tx, micros};

/// A round to be opened.
#[derive(Clone, Debug)]
pub struct NewRound {
    pub project: ProjectId,
    pub snapshot: SnapshotId,
    pub plan_version: PlanVersionId,
    pub terms: Terms,
    pub test_on: Option<NaiveDate>,
    pub by: AccountId,
}

/// Open a round with everybody of its snapshot, in the base or not.
pub async fn open(tx: &Tx, new: NewRound, now: DateTime<Utc>) -> StoreResult<RoundId> {
    let last = round::Entity::find()
        .filter(round::COLUMN.project_id.eq(new.project))
        .order_by_desc(round::Column::Number)
        .one(tx)
        .await?;
    let limit = |limit: Option<u32>| limit.and_then(|limit| i32::try_from(limit).ok());
    let counting = new.terms.rule.counting.clone();
    let row = round::ActiveModel {
        project_id: Set(new.project),
        number: Set(last.map_or(1, |last| last.number + 1)),
        snapshot_id: Set(new.snapshot),
        plan_version_id: Set(new.plan_version),
        approved_number: Set(limit(new.terms.rule.approved)),
        seats: Set(limit(new.terms.rule.seats)),
        parameters: Set(new.terms),
        state: Set(RoundState::Entering),
        test_on: Set(new.test_on),
        created_by: Set(new.by),
        created_at: Set(micros(now)),
        version: Set(1),
        ..Default::default()
    };
    let id = round::Entity::insert(row).exec(tx).await?.last_insert_id;
    let entries: Vec<entry::ActiveModel> = snapshot_entries(tx, new.snapshot)
        .await?
        .into_iter()
        .map(|student| entry::ActiveModel {
            round_id: Set(id),
            student_id: Set(student.student_id),
            class_id: Set(student.class_id),
            in_base: Set(counting.contains(&student.state)),
            scores: Set(Json::Object(serde_json::Map::new())),
            retained: Set(false),
            version: Set(1),
            ..Default::default()
        })
        .collect();
    for some in entries.chunks(500) {
        entry::Entity::insert_many(some.to_vec())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(id)
}

/// What may still be settled while scores come in: everything else of the rule is fixed (plan 4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub test_on: Option<NaiveDate>,
    pub approved: Option<u32>,
    pub seats: Option<u32>,
}

impl Limits {
    pub fn of(round: &round::Model) -> Self {
        Self {
            test_on: round.test_on,
            approved: round.parameters.rule.approved,
            seats: round.parameters.rule.seats,
        }
    }
}

/// Change the limits or the day of a round whose scores are not sealed; `Stale` when it moved on since `version`.
pub async fn change_limits(
    tx: &Tx,
    round: round::Model,
    version: i32,
    limits: Limits,
) -> StoreResult<round::Model> {
    in_state(&round, RoundState::Entering)?;
    if round.version != version {
        return Err(StoreError::Stale);
    }
    let number = |limit: Option<u32>| limit.and_then(|limit| i32::try_from(limit).ok());
    let mut terms = round.parameters.clone();
    terms.rule.approved = limits.approved;
    terms.rule.seats = limits.seats;
    let mut row: round::ActiveModel = round.into();
    row.test_on = Set(limits.test_on);
    row.approved_number = Set(number(limits.approved));
    row.seats = Set(number(limits.seats));
    row.parameters = Set(terms);
    row.version = Set(version + 1);
    Ok(row.update(tx).await?)
}

/// What the rule said of one candidate.
#[derive(Clone, Debug)]
pub struct NewVerdict {
    pub entry: EntryId,
    /// In hundred-thousandths of a point.
    pub total: Option<i64>,
    pub rank: Option<i32>,
    pub verdict: Verdict,
    pub reason: String,
}

/// Seal and result, written together.
#[derive(Clone, Debug)]
pub struct Computed {
    pub by: AccountId,
    pub seal: String,
    pub summary: Json,
    pub verdicts: Vec<NewVerdict>,
}

/// Keep the seal and what was computed from what it sealed.
pub async fn compute(
    tx: &Tx,
    round: round::Model,
    computed: Computed,
    now: DateTime<Utc>,
) -> StoreResult<round::Model> {
    in_state(&round, RoundState::Entering)?;
    for verdict in computed.verdicts {
        entry::Entity::update(ruled(verdict)).exec(tx).await?;
    }
    let version = round.version + 1;
    let mut row: round::ActiveModel = round.into();
    row.state = Set(RoundState::Computed);
    row.sealed_at = Set(Some(micros(now)));
    row.sealed_by = Set(Some(computed.by));
    row.seal_hash = Set(Some(computed.seal));
    row.result = Set(Some(computed.summary));
    row.computed_at = Set(Some(micros(now)));
    row.version = Set(version);
    Ok(row.update(tx).await?)
}

/// A person stands for the computed result.
pub async fn confirm(
    tx: &Tx,
    round: round::Model,
    by: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<round::Model> {
    in_state(&round, RoundState::Computed)?;
    let version = round.version + 1;
    let mut row: round::ActiveModel = round.into();
    row.state = Set(RoundState::Confirmed);
    row.confirmed_at = Set(Some(micros(now)));
    row.confirmed_by = Set(Some(by));
    row.version = Set(version);
    Ok(row.update(tx).await?)
}

/// The list becomes public notice until the end of a day; without one it is final at once.
pub async fn publish(
    tx: &Tx,
    round: round::Model,
    by: AccountId,
    until: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> StoreResult<round::Model> {
    in_state(&round, RoundState::Confirmed)?;
    let version = round.version + 1;
    let mut row: round::ActiveModel = round.into();
    row.state = Set(RoundState::Published);
    row.published_at = Set(Some(micros(now)));
    row.published_by = Set(Some(by));
    row.notice_until = Set(until);
    if until.is_none() {
        close(&mut row, by, now);
    }
    row.version = Set(version);
    Ok(row.update(tx).await?)
}

/// From here on the chosen may register.
pub async fn finalise(
    tx: &Tx,
    round: round::Model,
    by: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<round::Model> {
    in_state(&round, RoundState::Published)?;
    let version = round.version + 1;
    let mut row: round::ActiveModel = round.into();
    close(&mut row, by, now);
    row.version = Set(version);
    Ok(row.update(tx).await?)
}

fn close(row: &mut round::ActiveModel, by: AccountId, now: DateTime<Utc>) {
    row.state = Set(RoundState::Final);
    row.final_at = Set(Some(micros(now)));
    row.final_by = Set(Some(by));
}

/// What a corrected mark made of a published list.
#[derive(Clone, Debug)]
pub struct Corrected {
    pub entry: EntryId,
    /// In the stored form of marks.
    pub marks: Marks,
    pub absence: Option<Absence>,
    pub seal: String,
    pub summary: Json,
    pub verdicts: Vec<NewVerdict>,
    /// Those who keep a place only because it was told.
    pub retained: Vec<EntryId>,
}

/// Put a corrected mark and what the rule says of it in the place of what was published; the version
/// before it stays among the seals.
pub async fn correct(
    tx: &Tx,
    round: round::Model,
    corrected: Corrected,
) -> StoreResult<round::Model> {
    in_state(&round, RoundState::Published)?;
    let found = entry::Entity::find_by_id(corrected.entry)
        .filter(entry::COLUMN.round_id.eq(round.id))
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    let entry_version = found.version + 1;
    let mut row: entry::ActiveModel = found.into();
    row.scores = Set(stored(&corrected.marks));
    row.absence = Set(corrected.absence);
    row.version = Set(entry_version);
    row.update(tx).await?;
    for verdict in corrected.verdicts {
        let retained = corrected.retained.contains(&verdict.entry);
        let mut row = ruled(verdict);
        row.retained = Set(retained);
        entry::Entity::update(row).exec(tx).await?;
    }
    let version = round.version + 1;
    let mut row: round::ActiveModel = round.into();
    row.seal_hash = Set(Some(corrected.seal));
    row.result = Set(Some(corrected.summary));
    row.version = Set(version);
    Ok(row.update(tx).await?)
}

fn ruled(verdict: NewVerdict) -> entry::ActiveModel {
    entry::ActiveModel {
        id: Set(verdict.entry),
        total: Set(verdict.total),
        rank: Set(verdict.rank),
        verdict: Set(Some(verdict.verdict)),
        reason: Set(Some(verdict.reason)),
        ..Default::default()
    }
}

fn in_state(round: &round::Model, state: RoundState) -> StoreResult<()> {
    if round.state == state {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}
