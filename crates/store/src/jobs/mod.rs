//! Background work: queued in the transaction that asks for it, claimed by one runner at a time, run at least once.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{AccountId, JobId};
use domain::jobs::JobState;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{QueryOrder, QuerySelect, Set};

use crate::{Db, Page, Paged, StoreError, StoreResult, Tx, micros, page};

pub mod job;

/// Tries before a job is left as failed.
pub const MOST_ATTEMPTS: i32 = 5;

/// Queue a job; it runs only if the transaction commits.
pub async fn enqueue(
    tx: &Tx,
    kind: &str,
    payload: Json,
    created_by: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<JobId> {
    let row = job::ActiveModel {
        kind: Set(kind.to_owned()),
        payload: Set(payload),
        state: Set(JobState::Queued),
        done: Set(0),
        total: Set(0),
        created_by: Set(created_by),
        created_at: Set(micros(now)),
        attempts: Set(0),
        run_after: Set(micros(now)),
        ..Default::default()
    };
    Ok(job::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Take the next job that is due, so that no other runner can take it.
pub async fn claim(db: &Db, now: DateTime<Utc>) -> StoreResult<Option<job::Model>> {
    let tx = db.begin().await?;
    let next = job::Entity::find()
        .filter(job::Column::State.eq(JobState::Queued))
        .filter(job::COLUMN.run_after.lte(micros(now)))
        .order_by_asc(job::Column::RunAfter)
        .order_by_asc(job::Column::Id)
        .limit(1)
        // SQLite has no row locks and needs none: the transaction is the only writer.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(&tx)
        .await?;
    let Some(found) = next else { return Ok(None) };
    let attempts = found.attempts + 1;
    let mut row: job::ActiveModel = found.into();
    row.state = Set(JobState::Running);
    row.started_at = Set(Some(micros(now)));
    row.attempts = Set(attempts);
    let claimed = row.update(&tx).await?;
    tx.commit().await?;
    Ok(Some(claimed))
}

/// Say how far a running job is; `total` 0 means that nobody knows yet.
pub async fn progress(
    db: &Db,
    id: JobId,
    done: i64,
    total: i64,
    note: Option<&str>,
) -> StoreResult<()> {
    let tx = db.begin().await?;
    job::Entity::update_many()
        .col_expr(job::Column::Done, Expr::val(done))
        .col_expr(job::Column::Total, Expr::val(total))
        .col_expr(job::Column::Note, Expr::val(note.map(str::to_owned)))
        .filter(job::Column::Id.eq(id))
        .filter(job::Column::State.eq(JobState::Running))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// The job is done. Its effects are committed before this, so a crash in between runs it once more.
pub async fn finish(db: &Db, id: JobId, result: Json, now: DateTime<Utc>) -> StoreResult<()> {
    let tx = db.begin().await?;
    let mut row: job::ActiveModel = job(&tx, id).await?.into();
    row.state = Set(JobState::Done);
    row.result = Set(Some(result));
    row.error = Set(None);
    row.finished_at = Set(Some(micros(now)));
    row.update(&tx).await?;
    Ok(tx.commit().await?)
}

/// The job did not work: try again later, each time after twice as long, or leave it as failed.
pub async fn fail(
    db: &Db,
    id: JobId,
    error: &str,
    again: bool,
    now: DateTime<Utc>,
) -> StoreResult<JobState> {
    let tx = db.begin().await?;
    let found = job(&tx, id).await?;
    let retried = again && found.attempts < MOST_ATTEMPTS;
    let state = if retried {
        JobState::Queued
    } else {
        JobState::Failed
    };
    let run_after = micros(now) + backoff(found.attempts);
    let mut row: job::ActiveModel = found.into();
    row.state = Set(state);
    row.error = Set(Some(error.to_owned()));
    row.run_after = Set(run_after);
    row.finished_at = Set((!retried).then(|| micros(now)));
    row.update(&tx).await?;
    tx.commit().await?;
    Ok(state)
}

/// At the start of the program nothing runs yet: what stands as running was interrupted, and is queued again.
pub async fn requeue_interrupted(db: &Db) -> StoreResult<u64> {
    let tx = db.begin().await?;
    let outcome = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::val(JobState::Queued.value()))
        .filter(job::Column::State.eq(JobState::Running))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(outcome.rows_affected)
}

/// One job.
pub async fn job(db: &impl ConnectionTrait, id: JobId) -> StoreResult<job::Model> {
    job::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// One page of jobs, the latest first.
pub async fn jobs(
    db: &impl ConnectionTrait,
    state: Option<JobState>,
    page: Page,
) -> StoreResult<Paged<job::Model>> {
    let mut query = job::Entity::find().order_by_desc(job::Column::Id);
    if let Some(state) = state {
        query = query.filter(job::Column::State.eq(state));
    }
    page::fetch(db, query, page).await
}

fn backoff(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts.clamp(0, 10)).unwrap_or(0);
    TimeDelta::seconds(10 << doublings)
}
