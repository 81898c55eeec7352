//! The two passes of a round (plan 4.3.2): who took which on, what each says, and what a third person settled.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, RoundId, StudentId};
use domain::selection::{About, Absence, Entered, Markers, Pass, Said};
use domain::values::Score;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder, Set};

use super::scores::{ScoreChange, ScoreRow, ensure_entries};
use super::{mark, marker, settlement};
use crate::{StoreError, StoreResult, Tx, micros};

/// What one pass says of one student, with who typed it and a number that every change makes larger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    pub row: ScoreRow,
    pub by: AccountId,
    pub version: i64,
}

impl Typed {
    fn empty(student: StudentId, by: AccountId) -> Self {
        Self {
            row: ScoreRow::empty(student),
            by,
            version: 0,
        }
    }

    fn take(&mut self, mark: &mark::Model) {
        self.version += i64::from(mark.version);
        match About::of_key(&mark.part) {
            Some(About::Part(part)) => {
                if let Some(value) = mark.value {
                    self.row.marks = self.row.marks.iter().chain([(part, value)]).collect();
                }
            }
            Some(About::Attendance) => {
                self.row.absence = mark.absence;
                self.row.record.clone_from(&mark.record);
                self.row.note.clone_from(&mark.note);
            }
            None => {}
        }
    }

    /// As the comparison wants it.
    pub fn entered(&self) -> Entered {
        Entered {
            marks: self.row.marks.clone(),
            absence: self.row.absence,
            record: self.row.record.clone(),
        }
    }
}

/// Who took which pass of a round on.
pub async fn markers(db: &impl ConnectionTrait, round: RoundId) -> StoreResult<Markers> {
    let rows = marker::Entity::find()
        .filter(marker::COLUMN.round_id.eq(round))
        .order_by_asc(marker::Column::AccountId)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.account_id, row.pass))
        .collect())
}

/// Take a pass on; asked again it changes nothing. That the account has no other pass the caller has
/// asked under the round's lock, and the key of the table holds it.
pub async fn take_pass(
    tx: &Tx,
    round: RoundId,
    account: AccountId,
    pass: Pass,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = marker::ActiveModel {
        round_id: Set(round),
        account_id: Set(account),
        pass: Set(pass),
        at: Set(micros(now)),
    };
    let once = OnConflict::columns([marker::Column::RoundId, marker::Column::AccountId])
        .do_nothing()
        .to_owned();
    marker::Entity::insert(row)
        .on_conflict(once)
        .try_insert()
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Everything one pass of a round says, by student.
pub async fn typed(
    db: &impl ConnectionTrait,
    round: RoundId,
    pass: Pass,
) -> StoreResult<HashMap<StudentId, Typed>> {
    let rows = mark::Entity::find()
        .filter(mark::COLUMN.round_id.eq(round))
        .filter(mark::COLUMN.pass.eq(pass))
        .order_by_asc(mark::Column::Id)
        .all(db)
        .await?;
    let mut found: HashMap<StudentId, Typed> = HashMap::new();
    for row in &rows {
        found
            .entry(row.student_id)
            .or_insert_with(|| Typed::empty(row.student_id, row.account_id))
            .take(row);
    }
    Ok(found)
}

/// Write rows into one pass; answers only what became different. Whoever is not in the base gets an
/// entry of the round, so that nobody with a mark is dropped in silence (plan 4.2).
pub async fn write_marks(
    tx: &Tx,
    (round, pass): (RoundId, Pass),
    by: AccountId,
    rows: &[ScoreRow],
    now: DateTime<Utc>,
) -> StoreResult<Vec<ScoreChange>> {
    let in_base = ensure_entries(tx, round, rows.iter().map(|row| row.student)).await?;
    let kept = mark::Entity::find()
        .filter(mark::COLUMN.round_id.eq(round))
        .filter(mark::COLUMN.pass.eq(pass))
        .order_by_asc(mark::Column::Id)
        .all(tx)
        .await?;
    let mut of: HashMap<StudentId, Vec<mark::Model>> = HashMap::new();
    for row in kept {
        of.entry(row.student_id).or_default().push(row);
    }
    let mut changes = Vec::new();
    for row in rows {
        let own = of.remove(&row.student).unwrap_or_default();
        let mut before = Typed::empty(row.student, by);
        for mark in &own {
            before.take(mark);
        }
        if before.row.says_as(row) {
            continue;
        }
        for (about, cell) in cells(row) {
            let key = about.key();
            let found = own.iter().find(|mark| mark.part == key);
            put(
                tx,
                (round, pass, row.student),
                (key, cell),
                found,
                (by, now),
            )
            .await?;
        }
        for gone in own.iter().filter(|mark| is_gone(mark, row)) {
            let cell = Cell::default();
            let key = gone.part.clone();
            put(
                tx,
                (round, pass, row.student),
                (key, cell),
                Some(gone),
                (by, now),
            )
            .await?;
        }
        changes.push(ScoreChange {
            student: row.student,
            in_base: in_base.get(&row.student).copied().unwrap_or_default(),
            before: before.row,
            after: row.clone(),
        });
    }
    Ok(changes)
}

/// What stands in one row of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Cell {
    value: Option<Score>,
    absence: Option<Absence>,
    record: Option<String>,
    note: Option<String>,
}

fn cells(row: &ScoreRow) -> Vec<(About, Cell)> {
    let mark = |(part, value)| {
        let value = Some(value);
        let cell = Cell {
            value,
            ..Cell::default()
        };
        (About::Part(part), cell)
    };
    let attendance = Cell {
        value: None,
        absence: row.absence,
        record: row.record.clone(),
        note: row.note.clone(),
    };
    let mut cells: Vec<(About, Cell)> = row.marks.iter().map(mark).collect();
    if attendance != Cell::default() {
        cells.push((About::Attendance, attendance));
    }
    cells
}

/// Whether a kept row has nothing to stand for any more.
fn is_gone(mark: &mark::Model, row: &ScoreRow) -> bool {
    match About::of_key(&mark.part) {
        Some(About::Part(part)) => row.marks.get(part).is_none() && mark.value.is_some(),
        Some(About::Attendance) => {
            let empty = row.absence.is_none() && row.record.is_none() && row.note.is_none();
            let had = mark.absence.is_some() || mark.record.is_some() || mark.note.is_some();
            empty && had
        }
        None => false,
    }
}

async fn put(
    tx: &Tx,
    (round, pass, student): (RoundId, Pass, StudentId),
    (part, cell): (String, Cell),
    found: Option<&mark::Model>,
    (by, now): (AccountId, DateTime<Utc>),
) -> StoreResult<()> {
    let same = |kept: &mark::Model| {
        kept.value == cell.value
            && kept.absence == cell.absence
            && kept.record == cell.record
            && kept.note == cell.note
    };
    if found.is_some_and(same) {
        return Ok(());
    }
    let mut row = match found {
        Some(kept) => kept.clone().into(),
        None => mark::ActiveModel {
            round_id: Set(round),
            pass: Set(pass),
            student_id: Set(student),
            part: Set(part),
            ..Default::default()
        },
    };
    row.value = Set(cell.value);
    row.absence = Set(cell.absence);
    row.record = Set(cell.record);
    row.note = Set(cell.note);
    row.account_id = Set(by);
    row.at = Set(micros(now));
    row.version = Set(found.map_or(1, |kept| kept.version + 1));
    match found {
        Some(_) => {
            row.update(tx).await?;
        }
        None => {
            row.insert(tx).await?;
        }
    }
    Ok(())
}

/// A third person's word.
#[derive(Clone, Debug)]
pub struct NewSettlement {
    pub round: RoundId,
    pub student: StudentId,
    pub about: About,
    pub said: Said,
    pub reason: String,
    pub by: AccountId,
    /// The version of the word that stood when this one was made; 0 where none stood.
    pub version: i32,
}

/// All settlements of a round.
pub async fn settlements(
    db: &impl ConnectionTrait,
    round: RoundId,
) -> StoreResult<Vec<settlement::Model>> {
    Ok(settlement::Entity::find()
        .filter(settlement::COLUMN.round_id.eq(round))
        .order_by_asc(settlement::Column::Id)
        .all(db)
        .await?)
}

/// Settle a difference; `Stale` when somebody did in the meantime. Answers what stood before.
pub async fn settle(
    tx: &Tx,
    new: NewSettlement,
    now: DateTime<Utc>,
) -> StoreResult<Option<settlement::Model>> {
    let part = new.about.key();
    let found = settlement::Entity::find()
        .filter(settlement::COLUMN.round_id.eq(new.round))
        .filter(settlement::COLUMN.student_id.eq(new.student))
        .filter(settlement::Column::Part.eq(&part))
        .one(tx)
        .await?;
    if found.as_ref().map_or(0, |kept| kept.version) != new.version {
        return Err(StoreError::Stale);
    }
    let (value, absence, record) = match new.said {
        Said::Mark(value) => (value, None, None),
        Said::Attendance(absence, record) => (None, absence, record),
    };
    let mut row = match &found {
        Some(kept) => kept.clone().into(),
        None => settlement::ActiveModel {
            round_id: Set(new.round),
            student_id: Set(new.student),
            part: Set(part),
            ..Default::default()
        },
    };
    row.value = Set(value);
    row.absence = Set(absence);
    row.record = Set(record);
    row.reason = Set(new.reason);
    row.account_id = Set(new.by);
    row.at = Set(micros(now));
    row.version = Set(new.version + 1);
    if found.is_some() {
        row.update(tx).await?;
    } else {
        row.insert(tx).await?;
    }
    Ok(found)
}

impl settlement::Model {
    /// What was settled, as the comparison wants it.
    pub fn said(&self) -> Option<(About, Said)> {
        let about = About::of_key(&self.part)?;
        let said = match about {
            About::Part(_) => Said::Mark(self.value),
            About::Attendance => Said::Attendance(self.absence, self.record.clone()),
        };
        Some((about, said))
    }
}
