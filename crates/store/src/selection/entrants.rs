//! The people of a round with their names, and those who were chosen.

use std::collections::HashMap;

use domain::access::Reach;
use domain::ids::{ClassId, ProjectId, RoundId, StudentId};
use domain::selection::{Candidate, RoundState, Verdict, natural_order};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};

use super::{ScoreRow, entry, marks_of, round, stored};
use crate::StoreResult;
use crate::school::{class, classes_within, student};

/// One student of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrant {
    pub entry: entry::Model,
    /// The school's own number: public, and what a draw is made from.
    pub number: String,
    pub name: String,
    pub class: String,
}

impl Entrant {
    /// What the rule sees of this student.
    pub fn candidate(&self) -> Candidate {
        Candidate {
            number: self.number.as_str().into(),
            name: self.name.clone(),
            class: self.class.clone(),
            marks: marks_of(&self.entry.scores),
            absence: self.entry.absence,
        }
    }

    /// The same student with other scores and the version that goes with them.
    #[must_use]
    pub fn with(&self, row: &ScoreRow, version: i32) -> Self {
        let mut entry = self.entry.clone();
        entry.scores = stored(&row.marks);
        entry.absence = row.absence;
        entry.note.clone_from(&row.note);
        entry.record.clone_from(&row.record);
        entry.version = version;
        Self {
            entry,
            ..self.clone()
        }
    }

    /// Whether a score or a note of absence was entered.
    pub fn is_scored(&self) -> bool {
        self.entry.absence.is_some() || !marks_of(&self.entry.scores).is_empty()
    }
}

/// Everybody of a round within reach, class by class in natural order, then by number. Whoever has
/// scores without being in the base is among them.
pub async fn entrants(
    db: &impl ConnectionTrait,
    round: RoundId,
    reach: &Reach,
) -> StoreResult<Vec<Entrant>> {
    let entries = entry::Entity::find()
        .filter(entry::COLUMN.round_id.eq(round))
        .filter(classes_within(entry::Column::ClassId, reach))
        .order_by_asc(entry::Column::Id)
        .all(db)
        .await?;
    let people = people(db, round).await?;
    let classes: HashMap<ClassId, String> = class::Entity::find()
        .select_only()
        .column(class::Column::Id)
        .column(class::Column::Name)
        .into_tuple()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let mut entrants: Vec<Entrant> = entries
        .into_iter()
        .filter_map(|entry| {
            let (number, name) = people.get(&entry.student_id)?.clone();
            let class = classes.get(&entry.class_id)?.clone();
            Some(Entrant {
                entry,
                number,
                name,
                class,
            })
        })
        .collect();
    entrants
        .sort_by(|a, b| natural_order(&a.class, &b.class).then_with(|| a.number.cmp(&b.number)));
    Ok(entrants)
}

async fn people(
    db: &impl ConnectionTrait,
    round: RoundId,
) -> StoreResult<HashMap<StudentId, (String, String)>> {
    let of_round = entry::Entity::find()
        .select_only()
        .column(entry::Column::StudentId)
        .filter(entry::COLUMN.round_id.eq(round))
        .into_query();
    let rows: Vec<(StudentId, String, String)> = student::Entity::find()
        .select_only()
        .column(student::Column::Id)
        .column(student::Column::SchoolNumber)
        .column(student::Column::Name)
        .filter(student::Column::Id.in_subquery(of_round))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, number, name)| (id, (number, name)))
        .collect())
}

/// A student who may register (plan 4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub student: StudentId,
    /// The class on the day of the snapshot.
    pub class: ClassId,
    pub round: RoundId,
    pub rank: Option<i32>,
    /// In hundred-thousandths of a point.
    pub total: Option<i64>,
}

/// The rounds of a project whose list stands for good: what registration and every gate go by.
pub fn final_rounds(project: ProjectId) -> SelectStatement {
    let stand = RoundState::ALL.iter().copied();
    round::Entity::find()
        .select_only()
        .column(round::Column::Id)
        .filter(round::COLUMN.project_id.eq(project))
        .filter(round::Column::State.is_in(stand.filter(|state| state.is_final())))
        .into_query()
}

/// Everybody chosen by the final rounds of a project, each once, round by round in rank order.
pub async fn chosen(db: &impl ConnectionTrait, project: ProjectId) -> StoreResult<Vec<Chosen>> {
    let rows = entry::Entity::find()
        .filter(entry::Column::RoundId.in_subquery(final_rounds(project)))
        .filter(entry::Column::Verdict.eq(Verdict::Chosen))
        .order_by_asc(entry::Column::RoundId)
        .order_by_asc(entry::Column::Rank)
        .order_by_asc(entry::Column::Id)
        .all(db)
        .await?;
    let mut seen = std::collections::HashSet::new();
    Ok(rows
        .into_iter()
        .filter(|row| seen.insert(row.student_id))
        .map(|row| Chosen {
            student: row.student_id,
            class: row.class_id,
            round: row.round_id,
            rank: row.rank,
            total: row.total,
        })
        .collect())
}
