//! What students say is wrong in the roll: kept, listed within reach, answered.

use chrono::{DateTime, Utc};
use domain::access::Reach;
use domain::ids::{AccountId, CorrectionId, StudentId};
use domain::registration::{CorrectionState, Field};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait, Set};

use super::correction::{self};
use crate::school::{student, students_within};
use crate::{Page, Paged, StoreError, StoreResult, Tx, micros, page};

/// A word to be kept.
#[derive(Clone, Debug)]
pub struct NewCorrection<'a> {
    pub student: StudentId,
    pub field: Field,
    pub said: &'a str,
    pub by: AccountId,
}

/// Keep it until it is answered.
pub async fn add_correction(
    tx: &Tx,
    new: &NewCorrection<'_>,
    now: DateTime<Utc>,
) -> StoreResult<CorrectionId> {
    let row = correction::ActiveModel {
        student_id: Set(new.student),
        field: Set(new.field),
        said: Set(new.said.to_owned()),
        by_account: Set(new.by),
        at: Set(micros(now)),
        state: Set(CorrectionState::Open),
        version: Set(1),
        ..Default::default()
    };
    Ok(correction::Entity::insert(row)
        .exec(tx)
        .await?
        .last_insert_id)
}

/// One of them.
pub async fn correction(
    db: &impl ConnectionTrait,
    id: CorrectionId,
) -> StoreResult<correction::Model> {
    correction::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// What a student said, the newest first.
pub async fn corrections_of(
    db: &impl ConnectionTrait,
    student: StudentId,
) -> StoreResult<Vec<correction::Model>> {
    Ok(correction::Entity::find()
        .filter(correction::Column::StudentId.eq(student))
        .order_by_desc(correction::Column::Id)
        .all(db)
        .await?)
}

/// One page of what is not answered yet, within reach, the oldest first.
pub async fn open_corrections(
    db: &impl ConnectionTrait,
    reach: &Reach,
    page: Page,
) -> StoreResult<Paged<correction::Model>> {
    let within = student::Entity::find()
        .select_only()
        .column(student::Column::Id)
        .filter(students_within(reach))
        .into_query();
    let query = correction::Entity::find()
        .filter(correction::Column::State.eq(CorrectionState::Open))
        .filter(correction::Column::StudentId.in_subquery(within))
        .order_by_asc(correction::Column::Id);
    page::fetch(db, query, page).await
}

/// Answer it; `Stale` when somebody did before.
pub async fn answer_correction(
    tx: &Tx,
    before: &correction::Model,
    state: CorrectionState,
    answer: &str,
    by: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let outcome = correction::Entity::update_many()
        .set(correction::ActiveModel {
            state: Set(state),
            answer: Set(Some(answer.to_owned())),
            answered_by: Set(Some(by)),
            answered_at: Set(Some(micros(now))),
            version: Set(before.version + 1),
            ..Default::default()
        })
        .filter(correction::Column::Id.eq(before.id))
        .filter(correction::Column::State.eq(CorrectionState::Open))
        .filter(correction::COLUMN.version.eq(before.version))
        .exec(tx)
        .await?;
    if outcome.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}
