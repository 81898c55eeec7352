//! A review as it is kept: read as the domain's review, written back when it moved on.

use std::collections::BTreeMap;

use domain::ids::{ProjectId, ReviewId};
use domain::review::{By, Review, ReviewKind, ReviewState, ReviewStep};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use super::review::{self};
use super::{remind, step};
use crate::{StoreError, StoreResult, Tx, micros, written_once};

/// A review with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: ReviewId,
    pub object_id: i64,
    pub project_id: Option<ProjectId>,
    pub title: String,
    pub version: i32,
    pub review: Review,
}

/// What is handed in.
#[derive(Clone, Debug)]
pub struct NewReview<'a> {
    pub object_id: i64,
    pub project_id: Option<ProjectId>,
    pub title: &'a str,
    pub review: &'a Review,
}

/// Keep a new review with its steps.
pub async fn insert(tx: &Tx, new: &NewReview<'_>) -> StoreResult<ReviewId> {
    let given = new.review;
    let row = review::ActiveModel {
        kind: Set(given.kind),
        object_id: Set(new.object_id),
        project_id: Set(new.project_id),
        title: Set(new.title.to_owned()),
        state: Set(given.state),
        round: Set(given.round),
        step: Set(number(given.step)),
        submitted_by: Set(given.submitted.account),
        submitted_at: Set(micros(given.submitted.at)),
        due_on: Set(given.due_on),
        version: Set(1),
        ..Default::default()
    };
    let id = review::Entity::insert(row).exec(tx).await?.last_insert_id;
    let steps = given
        .steps
        .iter()
        .enumerate()
        .map(|(at, one)| step::ActiveModel {
            review_id: Set(id),
            number: Set(number(at)),
            ..step_row(one)
        });
    step::Entity::insert_many(steps.collect::<Vec<_>>())
        .exec_without_returning(tx)
        .await?;
    Ok(id)
}

/// One review.
pub async fn review(db: &impl ConnectionTrait, id: ReviewId) -> StoreResult<Kept> {
    let row = review::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?;
    with_steps(db, vec![row])
        .await?
        .pop()
        .ok_or(StoreError::NotFound)
}

/// All rounds of one object, the newest first.
pub async fn of_object(
    db: &impl ConnectionTrait,
    kind: ReviewKind,
    object: i64,
) -> StoreResult<Vec<Kept>> {
    let rows = review::Entity::find()
        .filter(review::COLUMN.kind.eq(kind))
        .filter(review::COLUMN.object_id.eq(object))
        .order_by_desc(review::Column::Id)
        .all(db)
        .await?;
    with_steps(db, rows).await
}

/// The newest round of one object.
pub async fn latest(
    db: &impl ConnectionTrait,
    kind: ReviewKind,
    object: i64,
) -> StoreResult<Option<Kept>> {
    Ok(of_object(db, kind, object).await?.into_iter().next())
}

/// Write what an act made of the review; `Stale` when somebody else was quicker.
pub async fn save(tx: &Tx, before: &Kept, after: &Review) -> StoreResult<()> {
    let decided_at = match after.state {
        ReviewState::Open | ReviewState::TakenBack => None,
        ReviewState::Approved | ReviewState::Returned => after.last_decision().map(|(_, by)| by.at),
    };
    let outcome = review::Entity::update_many()
        .set(review::ActiveModel {
            state: Set(after.state),
            step: Set(number(after.step)),
            opened_by: Set(after.opened.map(|by| by.account)),
            opened_at: Set(after.opened.map(|by| micros(by.at))),
            decided_at: Set(decided_at.map(micros)),
            version: Set(before.version.saturating_add(1)),
            ..Default::default()
        })
        .filter(review::COLUMN.id.eq(before.id))
        .filter(review::COLUMN.version.eq(before.version))
        .exec(tx)
        .await?;
    written_once(outcome.rows_affected)?;
    for (at, (was, now)) in before.review.steps.iter().zip(&after.steps).enumerate() {
        if was != now {
            step::Entity::update_many()
                .set(step_row(now))
                .filter(step::COLUMN.review_id.eq(before.id))
                .filter(step::COLUMN.number.eq(number(at)))
                .exec(tx)
                .await?;
        }
    }
    save_reminders(tx, before, after).await
}

/// A new turn begins without reminders; what was sent before stands in the record of what was done.
async fn save_reminders(tx: &Tx, before: &Kept, after: &Review) -> StoreResult<()> {
    let Some(at) = after.reminded_at else {
        if before.review.reminded_at.is_some() {
            remind::Entity::delete_many()
                .filter(remind::COLUMN.review_id.eq(before.id))
                .exec(tx)
                .await?;
        }
        return Ok(());
    };
    if before.review.reminded_at != Some(at) {
        let row = remind::ActiveModel {
            review_id: Set(before.id),
            by_account: Set(after.submitted.account),
            at: Set(micros(at)),
            ..Default::default()
        };
        remind::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Add the steps and the last reminder to each row, keeping the order.
pub(super) async fn with_steps(
    db: &impl ConnectionTrait,
    rows: Vec<review::Model>,
) -> StoreResult<Vec<Kept>> {
    let ids: Vec<ReviewId> = rows.iter().map(|row| row.id).collect();
    let found = step::Entity::find()
        .filter(step::Column::ReviewId.is_in(ids.iter().copied()))
        .order_by_asc(step::Column::ReviewId)
        .order_by_asc(step::Column::Number)
        .all(db)
        .await?;
    let mut steps: BTreeMap<ReviewId, Vec<ReviewStep>> = BTreeMap::new();
    for one in found {
        steps.entry(one.review_id).or_default().push(step_of(one));
    }
    let reminders = remind::Entity::find()
        .filter(remind::Column::ReviewId.is_in(ids))
        .order_by_asc(remind::Column::Id)
        .all(db)
        .await?;
    let reminded: BTreeMap<ReviewId, _> = reminders
        .into_iter()
        .map(|one| (one.review_id, one.at))
        .collect();
    let kept = |row: review::Model| Kept {
        id: row.id,
        object_id: row.object_id,
        project_id: row.project_id,
        version: row.version,
        review: Review {
            kind: row.kind,
            state: row.state,
            round: row.round,
            submitted: By {
                account: row.submitted_by,
                at: row.submitted_at,
            },
            due_on: row.due_on,
            step: usize::try_from(row.step).unwrap_or_default(),
            steps: steps.get(&row.id).cloned().unwrap_or_default(),
            opened: row
                .opened_by
                .zip(row.opened_at)
                .map(|(account, at)| By { account, at }),
            reminded_at: reminded.get(&row.id).copied(),
        },
        title: row.title,
    };
    Ok(rows.into_iter().map(kept).collect())
}

fn step_of(row: step::Model) -> ReviewStep {
    ReviewStep {
        post: row.post,
        group: row.group_id,
        state: row.state,
        delegated_to: row.delegated_to,
        decided: row
            .decided_by
            .zip(row.decided_at)
            .map(|(account, at)| By { account, at }),
        reason: row.reason,
        field: row.field,
    }
}

fn step_row(step: &ReviewStep) -> step::ActiveModel {
    step::ActiveModel {
        post: Set(step.post),
        group_id: Set(step.group),
        state: Set(step.state),
        delegated_to: Set(step.delegated_to),
        decided_by: Set(step.decided.map(|by| by.account)),
        decided_at: Set(step.decided.map(|by| micros(by.at))),
        reason: Set(step.reason.clone()),
        field: Set(step.field.clone()),
        ..Default::default()
    }
}

fn number(step: usize) -> i32 {
    i32::try_from(step).unwrap_or(i32::MAX)
}
