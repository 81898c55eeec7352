//! Appeals and what came of them (plan 2.2.2c).

pub mod appeal;
pub mod recheck;

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Reach;
use domain::complaints::AppealState;
use domain::ids::{AccountId, AppealId, RoundId, StudentId};
use domain::selection::Entered;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait, Set};

use crate::identity::account;
use crate::school::{student, students_within};
use crate::selection::{marks_of, stored};
use crate::{StoreError, StoreResult, Tx, micros};

/// An appeal to be filed.
#[derive(Clone, Debug)]
pub struct NewAppeal {
    pub round: RoundId,
    pub student: StudentId,
    pub reason: String,
    pub by: AccountId,
    pub due_on: NaiveDate,
}

/// File an appeal.
pub async fn file(tx: &Tx, new: NewAppeal, now: DateTime<Utc>) -> StoreResult<AppealId> {
    let row = appeal::ActiveModel {
        round_id: Set(new.round),
        student_id: Set(new.student),
        reason: Set(new.reason),
        state: Set(AppealState::Open),
        filed_by: Set(new.by),
        filed_at: Set(micros(now)),
        due_on: Set(new.due_on),
        version: Set(1),
        ..Default::default()
    };
    Ok(appeal::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// One appeal.
pub async fn appeal(db: &impl ConnectionTrait, id: AppealId) -> StoreResult<appeal::Model> {
    appeal::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// The appeals of a round, the first one first.
pub async fn of_round(
    db: &impl ConnectionTrait,
    round: RoundId,
) -> StoreResult<Vec<appeal::Model>> {
    Ok(appeal::Entity::find()
        .filter(appeal::COLUMN.round_id.eq(round))
        .order_by_asc(appeal::Column::Id)
        .all(db)
        .await?)
}

/// The appeals of a student, the latest first.
pub async fn of_student(
    db: &impl ConnectionTrait,
    student: StudentId,
) -> StoreResult<Vec<appeal::Model>> {
    Ok(appeal::Entity::find()
        .filter(appeal::COLUMN.student_id.eq(student))
        .order_by_desc(appeal::Column::Id)
        .all(db)
        .await?)
}

/// The appeals about students within reach, the latest first; of one round where one is named.
pub async fn appeals(
    db: &impl ConnectionTrait,
    reach: &Reach,
    round: Option<RoundId>,
) -> StoreResult<Vec<appeal::Model>> {
    let within = student::Entity::find()
        .select_only()
        .column(student::Column::Id)
        .filter(students_within(reach))
        .into_query();
    let mut query = appeal::Entity::find()
        .filter(appeal::Column::StudentId.in_subquery(within))
        .order_by_desc(appeal::Column::Id);
    if let Some(round) = round {
        query = query.filter(appeal::COLUMN.round_id.eq(round));
    }
    Ok(query.all(db).await?)
}

/// Every appeal whose answer is still owed, that due first before the others.
pub async fn open_appeals(db: &impl ConnectionTrait) -> StoreResult<Vec<appeal::Model>> {
    let open: Vec<AppealState> = AppealState::ALL
        .iter()
        .copied()
        .filter(|state| state.is_open())
        .collect();
    Ok(appeal::Entity::find()
        .filter(appeal::Column::State.is_in(open))
        .order_by_asc(appeal::Column::DueOn)
        .order_by_asc(appeal::Column::Id)
        .all(db)
        .await?)
}

/// How many appeals of a round wait for their answer.
pub async fn open_count(db: &impl ConnectionTrait, round: RoundId) -> StoreResult<usize> {
    let all = of_round(db, round).await?;
    Ok(all.iter().filter(|one| one.state.is_open()).count())
}

/// What people found on the paper, in the order in which they looked.
pub async fn rechecks(
    db: &impl ConnectionTrait,
    appeal: AppealId,
) -> StoreResult<Vec<recheck::Model>> {
    Ok(recheck::Entity::find()
        .filter(recheck::COLUMN.appeal_id.eq(appeal))
        .order_by_asc(recheck::Column::Id)
        .all(db)
        .await?)
}

/// What one person finds; the same person only once (`Taken`).
pub async fn recheck(
    tx: &Tx,
    id: AppealId,
    by: AccountId,
    (found, note): (&Entered, Option<String>),
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = recheck::ActiveModel {
        appeal_id: Set(id),
        account_id: Set(by),
        scores: Set(stored(&found.marks)),
        absence: Set(found.absence),
        note: Set(note),
        at: Set(micros(now)),
        ..Default::default()
    };
    row.insert(tx).await?;
    Ok(())
}

impl recheck::Model {
    /// As the rules want it.
    pub fn found(&self) -> (AccountId, Entered) {
        let entered = Entered {
            marks: marks_of(&self.scores),
            absence: self.absence,
            record: None,
        };
        (self.account_id, entered)
    }
}

/// What becomes of an appeal.
#[derive(Clone, Debug)]
pub struct Step {
    pub state: AppealState,
    /// Who answers it and with which words; none while it only moves on.
    pub answer: Option<(AccountId, String)>,
    pub seal_number: Option<i32>,
}

/// Move an appeal on; `Stale` when somebody did since this version.
pub async fn advance(
    tx: &Tx,
    appeal: appeal::Model,
    version: i32,
    step: Step,
    now: DateTime<Utc>,
) -> StoreResult<appeal::Model> {
    if appeal.version != version {
        return Err(StoreError::Stale);
    }
    let mut row: appeal::ActiveModel = appeal.into();
    row.state = Set(step.state);
    if let Some((by, words)) = step.answer {
        row.decided_by = Set(Some(by));
        row.decided_at = Set(Some(micros(now)));
        row.decision = Set(Some(words));
    }
    row.seal_number = Set(step.seal_number);
    row.version = Set(version + 1);
    Ok(row.update(tx).await?)
}

/// The accounts of students, where they have one.
pub async fn accounts_of(
    db: &impl ConnectionTrait,
    students: &[StudentId],
) -> StoreResult<Vec<(StudentId, AccountId)>> {
    let rows = account::Entity::find()
        .filter(account::Column::StudentId.is_in(students.iter().copied()))
        .order_by_asc(account::Column::Id)
        .all(db)
        .await?;
    let pair = |row: account::Model| Some((row.student_id?, row.id));
    Ok(rows.into_iter().filter_map(pair).collect())
}
