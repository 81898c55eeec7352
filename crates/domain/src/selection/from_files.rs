//! From a roster and a score list to the candidates of a base (plan 4.2): everyone in the base is a
//! candidate, and whoever has a score without being in the base is named with the reason.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::candidate::{Candidate, Marks};
use super::class_order::natural_order;
use super::state::Absence;
use crate::values::{Grade, Secret, StudentState};

/// One student of a roll snapshot or of a roster file, as far as a selection asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollEntry {
    /// 学籍号
    pub number: Secret,
    /// Other numbers by which a score list may name the student: 学号, 证件号码.
    pub other_numbers: Vec<Secret>,
    pub name: String,
    pub class: String,
    pub major: String,
    pub grade: Grade,
    pub state: StudentState,
}

/// One row of the score list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreRow {
    /// The sheet's own row number.
    pub row: u32,
    /// Any number of the student.
    pub number: Secret,
    pub name: String,
    pub marks: Marks,
    /// [`Absence::RowRefused`] for a row whose faults are not mended yet.
    pub absence: Option<Absence>,
}

/// Whose base it is: all classes of one grade in one major, in the states that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    pub major: String,
    pub grade: Grade,
    pub counting: Vec<StudentState>,
}

/// Why someone with a score is not in the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outside {
    OtherMajor,
    OtherGrade,
    Suspended,
    Withdrawn,
    Transferred,
    Graduated,
    /// 在读 or 实习 where the plan does not count that state.
    Enrolled,
    Internship,
    Unknown,
}

/// A row of the score list whose student is not in the base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotInBase {
    pub row: u32,
    pub student_number: String,
    pub name: String,
    pub class: Option<String>,
    pub kind: Outside,
    pub reason: String,
}

/// The base with its scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// In the order of their numbers.
    pub candidates: Vec<Candidate>,
    /// Classes in natural order.
    pub base_by_class: Vec<(String, u32)>,
    /// In the order of the score list.
    pub not_in_base: Vec<NotInBase>,
}

/// Bring roster and scores together. Nobody in the base and no row of the scores is lost on the way.
pub fn gather(roster: &[RollEntry], scores: &[ScoreRow], scope: &Scope) -> Cohort {
    let students = by_any_number(roster);
    let mut rows_of: HashMap<&str, Vec<&ScoreRow>> = HashMap::new();
    let mut not_in_base = Vec::new();
    for row in scores {
        let student = students.get(row.number.as_str()).copied();
        match student.map(|student| (student, outside(student, scope))) {
            Some((student, None)) => rows_of
                .entry(student.number.as_str())
                .or_default()
                .push(row),
            Some((student, Some(why))) => not_in_base.push(named(row, Some(student), why)),
            None => {
                let reason = "名册里没有这个号码，请核对后补进名册或改正成绩表".to_owned();
                not_in_base.push(named(row, None, (Outside::Unknown, reason)));
            }
        }
    }
    let base = roster
        .iter()
        .filter(|student| outside(student, scope).is_none());
    // By number, which also makes one candidate of a student the roster names twice.
    let base: BTreeMap<&str, &RollEntry> = base.map(|s| (s.number.as_str(), s)).collect();
    let candidate = |student: &&RollEntry| {
        let rows = rows_of
            .get(student.number.as_str())
            .map_or(&[][..], Vec::as_slice);
        candidate(student, rows)
    };
    let candidates: Vec<_> = base.values().map(candidate).collect();
    let base_by_class = count_classes(&candidates);
    Cohort {
        candidates,
        base_by_class,
        not_in_base,
    }
}

/// Students by each of their numbers.
pub(super) fn by_any_number(roster: &[RollEntry]) -> HashMap<&str, &RollEntry> {
    let others = roster.iter().flat_map(|student| {
        student
            .other_numbers
            .iter()
            .map(move |number| (number.as_str(), student))
    });
    // The student numbers come last, so that another's second number never hides one.
    let own = roster
        .iter()
        .map(|student| (student.number.as_str(), student));
    others.chain(own).collect()
}

/// Why a student of the roster is not in the base; `None` for those who are.
fn outside(student: &RollEntry, scope: &Scope) -> Option<(Outside, String)> {
    if student.major != scope.major {
        let reason = format!("专业是 {}，不是 {}", student.major, scope.major);
        return Some((Outside::OtherMajor, reason));
    }
    if student.grade != scope.grade {
        let reason = format!("年级是 {}，不是 {}", student.grade, scope.grade);
        return Some((Outside::OtherGrade, reason));
    }
    if scope.counting.contains(&student.state) {
        return None;
    }
    let kind = match student.state {
        StudentState::Suspended => Outside::Suspended,
        StudentState::Withdrawn => Outside::Withdrawn,
        StudentState::Transferred => Outside::Transferred,
        StudentState::Graduated => Outside::Graduated,
        StudentState::Enrolled => Outside::Enrolled,
        StudentState::Internship => Outside::Internship,
    };
    Some((kind, format!("学生状态是{}，不计入基数", student.state)))
}

fn named(row: &ScoreRow, student: Option<&RollEntry>, why: (Outside, String)) -> NotInBase {
    let (kind, reason) = why;
    let name = match student {
        Some(student) if row.name.is_empty() => &student.name,
        Some(_) | None => &row.name,
    };
    NotInBase {
        row: row.row,
        student_number: student
            .map_or(&row.number, |student| &student.number)
            .as_str()
            .to_owned(),
        name: name.clone(),
        class: student.map(|student| student.class.clone()),
        kind,
        reason,
    }
}

/// Rows that say the same are one; rows that contradict each other have to be mended first.
fn candidate(student: &RollEntry, rows: &[&ScoreRow]) -> Candidate {
    let (marks, absence) = match rows {
        [] => (Marks::default(), Some(Absence::NoRow)),
        [first, rest @ ..] => {
            let same = rest
                .iter()
                .all(|row| row.marks == first.marks && row.absence == first.absence);
            let absence = if same {
                first.absence
            } else {
                Some(Absence::RowRefused)
            };
            (first.marks.clone(), absence)
        }
    };
    Candidate {
        number: student.number.clone(),
        name: student.name.clone(),
        class: student.class.clone(),
        marks,
        absence,
    }
}

fn count_classes(candidates: &[Candidate]) -> Vec<(String, u32)> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for candidate in candidates {
        *counts.entry(&candidate.class).or_default() += 1;
    }
    let mut counts: Vec<_> = counts
        .into_iter()
        .map(|(class, n)| (class.to_owned(), n))
        .collect();
    counts.sort_by(|(one, _), (other, _)| natural_order(one, other));
    counts
}
