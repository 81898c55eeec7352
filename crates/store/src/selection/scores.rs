//! What is entered of each candidate, and what a new entry changed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::ids::{RoundId, StudentId};
use domain::selection::{Absence, Entered, Marks, PartKey};
use domain::values::Score;
use sea_orm::Set;
use sea_orm::entity::prelude::*;

use super::entry::{self};
use crate::school::student;
use crate::{StoreError, StoreResult, Tx};

/// Everything that is known of one student's test; what is not given is taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreRow {
    pub student: StudentId,
    pub marks: Marks,
    pub absence: Option<Absence>,
    pub note: Option<String>,
    /// The room's record an absence refers to.
    pub record: Option<String>,
}

impl ScoreRow {
    /// Nothing known yet.
    pub fn empty(student: StudentId) -> Self {
        Self {
            student,
            marks: Marks::default(),
            absence: None,
            note: None,
            record: None,
        }
    }

    /// Whether two rows say the same, whatever the order of the parts.
    pub fn says_as(&self, other: &Self) -> bool {
        let entered = |row: &Self| Entered {
            marks: row.marks.clone(),
            absence: row.absence,
            record: None,
        };
        entered(self).marks_alike(&entered(other))
            && self.note == other.note
            && self.record == other.record
    }
}

/// One student whose entry became another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreChange {
    pub student: StudentId,
    /// `false` for somebody with scores who is not in the base.
    pub in_base: bool,
    pub before: ScoreRow,
    pub after: ScoreRow,
}

/// The stored scores as marks; a part without a score is not among them.
pub fn marks_of(scores: &Json) -> Marks {
    let Json::Object(parts) = scores else {
        return Marks::default();
    };
    let mark = |(part, tenths): (&String, &Json)| -> Option<(PartKey, Score)> {
        let tenths = i32::try_from(tenths.as_i64()?).ok()?;
        Some((part.parse().ok()?, Score::try_from(tenths).ok()?))
    };
    parts.iter().filter_map(mark).collect()
}

/// Marks as they are stored.
pub(crate) fn stored(marks: &Marks) -> Json {
    let parts = marks
        .iter()
        .map(|(part, score)| (part.to_string(), Json::from(score.tenths())));
    Json::Object(parts.collect())
}

fn row_of(entry: &entry::Model) -> ScoreRow {
    ScoreRow {
        student: entry.student_id,
        marks: marks_of(&entry.scores),
        absence: entry.absence,
        note: entry.note.clone(),
        record: entry.record.clone(),
    }
}

/// Write scores into a round; answers only what became different. Whoever is not in the base gets a
/// row of their own, so that nobody with a score is dropped in silence (plan 4.2).
pub async fn write_scores(
    tx: &Tx,
    round: RoundId,
    rows: &[ScoreRow],
) -> StoreResult<Vec<ScoreChange>> {
    let entries = entry::Entity::find()
        .filter(entry::COLUMN.round_id.eq(round))
        .all(tx)
        .await?;
    let mut entries: HashMap<StudentId, entry::Model> = entries
        .into_iter()
        .map(|row| (row.student_id, row))
        .collect();
    let mut changes = Vec::new();
    for row in rows {
        let found = match entries.remove(&row.student) {
            Some(found) => found,
            None => outsider(tx, round, row.student).await?,
        };
        let before = row_of(&found);
        if before.says_as(row) {
            entries.insert(row.student, found);
            continue;
        }
        let in_base = found.in_base;
        let version = found.version + 1;
        let mut written: entry::ActiveModel = found.into();
        written.scores = Set(stored(&row.marks));
        written.absence = Set(row.absence);
        written.note = Set(row.note.clone());
        written.record = Set(row.record.clone());
        written.version = Set(version);
        entries.insert(row.student, written.update(tx).await?);
        changes.push(ScoreChange {
            student: row.student,
            in_base,
            before,
            after: row.clone(),
        });
    }
    Ok(changes)
}

/// An entry for everybody named; answers who of them is in the base.
pub(super) async fn ensure_entries(
    tx: &Tx,
    round: RoundId,
    students: impl Iterator<Item = StudentId>,
) -> StoreResult<HashMap<StudentId, bool>> {
    let entries = entry::Entity::find()
        .filter(entry::COLUMN.round_id.eq(round))
        .all(tx)
        .await?;
    let mut in_base: HashMap<StudentId, bool> = entries
        .into_iter()
        .map(|row| (row.student_id, row.in_base))
        .collect();
    for student in students {
        if let Entry::Vacant(unknown) = in_base.entry(student) {
            outsider(tx, round, student).await?;
            unknown.insert(false);
        }
    }
    Ok(in_base)
}

async fn outsider(tx: &Tx, round: RoundId, student: StudentId) -> StoreResult<entry::Model> {
    let student = student::Entity::find_by_id(student)
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    let row = entry::ActiveModel {
        round_id: Set(round),
        student_id: Set(student.id),
        class_id: Set(student.class_id),
        in_base: Set(false),
        scores: Set(Json::Object(serde_json::Map::new())),
        retained: Set(false),
        version: Set(1),
        ..Default::default()
    };
    Ok(row.insert(tx).await?)
}
