//! Scores of a selection round: the same way in as typing them (plan 4.3.2).

use std::collections::{BTreeSet, HashMap};

use documents::sheets::blank::BlankColumn;
use domain::access::Reach;
use domain::ids::{AccountId, RoundId, StudentId};
use domain::import::{
    ChangeKind, CheckedRow, FileRefused, Outcome, ProblemKind, Report, Request, Severity,
};
use domain::school::roster::Known;
use domain::selection::{
    Absence, Marking, MarkingRefused, Marks, PartKey, PartNames, Pass, RollEntry, ScoreFile,
    ScoreRow, read_scores, score_table,
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::import::{self as rows, Change, batch};
use store::selection::{self as rounds, Entrant};
use store::{Keys, StoreError, school};

use super::{Destination, Obstacle};
use crate::selection::actions::{ScoreRow as Entry, record_scores};
use crate::shell::{WebError, WebResult};

/// What changes of an import of scores are noted under; the id is the student's.
pub(super) const OBJECT: &str = "selection_entry";

/// A round with everybody who may appear in its score list.
pub(crate) struct Round {
    id: RoundId,
    pass: Option<Pass>,
    needed: Vec<PartKey>,
    names: PartNames,
    roll: Vec<RollEntry>,
    ids: HashMap<String, StudentId>,
    earlier: domain::selection::Earlier,
    notes: HashMap<StudentId, (Option<String>, Option<String>)>,
}

/// Everybody of a round as the pass knows them, or as they are where marks are entered once.
async fn entrants(
    db: &impl ConnectionTrait,
    (round, pass): (&rounds::round::Model, Option<Pass>),
) -> WebResult<Vec<Entrant>> {
    let all = rounds::entrants(db, round.id, &Reach::All).await?;
    match (round.parameters.marking, pass) {
        (Marking::Double, Some(pass)) => {
            Ok(crate::selection::as_typed(db, round, pass, &all).await?)
        }
        (Marking::Double, None) => Err(WebError::refused(MarkingRefused::NotChosen.to_string())),
        (Marking::Single, _) => Ok(all),
    }
}

impl Round {
    pub(super) async fn load(
        db: &impl ConnectionTrait,
        keys: &Keys,
        (id, pass): (RoundId, Option<Pass>),
    ) -> WebResult<Self> {
        let round = rounds::round(db, id).await?;
        let known = school::known(db, keys).await?;
        let entrants = entrants(db, (&round, pass)).await?;
        let scored = entrants.iter().filter(|one| one.is_scored());
        let earlier = scored.map(|one| {
            (
                one.number.clone(),
                (rounds::marks_of(&one.entry.scores), one.entry.absence),
            )
        });
        let note = |one: &Entrant| {
            let words = (one.entry.note.clone(), one.entry.record.clone());
            (one.entry.student_id, words)
        };
        Ok(Self {
            id,
            pass,
            needed: round.parameters.needed(),
            names: round.parameters.names(),
            ids: known
                .students
                .iter()
                .map(|student| (student.school_number.clone(), student.id))
                .collect(),
            roll: roll(&known),
            earlier: earlier.collect(),
            notes: entrants.iter().map(note).collect(),
        })
    }

    /// Whoever the school does not know cannot be written down; the row waits for its number to be mended.
    pub(super) fn check(&self, request: Request<'_>) -> Result<ScoreFile, FileRefused> {
        let mut file = read_scores(
            request,
            (&self.needed, &self.names),
            &self.roll,
            &self.earlier,
        )?;
        let report = &mut file.checked.report;
        let unknown = refuse_unknown(report);
        for row in file
            .checked
            .rows
            .iter_mut()
            .filter(|row| unknown.contains(&row.number))
        {
            forget(report, &row.outcome);
            row.outcome = Outcome::Refused;
        }
        Ok(file)
    }

    pub(super) fn blank_columns(&self) -> Vec<BlankColumn> {
        let table = score_table(&self.needed, &self.names);
        let known = table.columns.iter().map(|column| BlankColumn {
            name: column.name.to_string(),
            required: self.needed.iter().any(|part| part.as_str() == column.key),
            note: note(
                &column.key,
                self.needed.iter().any(|part| part.as_str() == column.key),
            )
            .to_owned(),
            choices: Vec::new(),
        });
        known.collect()
    }
}

/// Everybody of the school by the number that lists use; a row may name them by another one.
fn roll(known: &Known) -> Vec<RollEntry> {
    let majors: HashMap<_, _> = known
        .majors
        .iter()
        .map(|major| (major.id, major.code.as_str()))
        .collect();
    let classes: HashMap<_, _> = known
        .classes
        .iter()
        .map(|class| (class.id, class))
        .collect();
    let entry = |student: &domain::school::roster::KnownStudent| {
        let class = classes.get(&student.class)?;
        let others = [&student.roll_number, &student.id_number];
        Some(RollEntry {
            number: student.school_number.as_str().into(),
            other_numbers: others.into_iter().flatten().cloned().collect(),
            name: student.name.clone(),
            class: class.name.clone(),
            major: majors
                .get(&class.major)
                .copied()
                .unwrap_or_default()
                .to_owned(),
            grade: class.grade,
            state: student.state,
        })
    };
    known.students.iter().filter_map(entry).collect()
}

/// Whether a person may look at what is imported into a pass: nobody before having taken that pass on (plan 4.3.2).
pub(super) async fn may_look(
    db: &impl ConnectionTrait,
    (round, pass): (RoundId, Option<Pass>),
    account: AccountId,
) -> WebResult<()> {
    if rounds::round(db, round).await?.parameters.marking == Marking::Single {
        return Ok(());
    }
    let seen = match pass {
        Some(pass) => rounds::markers(db, round).await?.may_see(account, pass),
        None => Err(MarkingRefused::NotChosen),
    };
    seen.map_err(|why| WebError::refused(why.to_string()))
}

fn refuse_unknown(report: &mut Report) -> BTreeSet<u32> {
    let mut rows = BTreeSet::new();
    for problem in report
        .problems
        .iter_mut()
        .filter(|problem| problem.kind == ProblemKind::UnknownStudent)
    {
        problem.severity = Severity::Error;
        "请核对号码；还没有这名学生的，先导入名册。".clone_into(&mut problem.advice);
        rows.insert(problem.row);
    }
    rows
}

fn forget(report: &mut Report, outcome: &Outcome<ScoreRow>) {
    match outcome {
        Outcome::New(_) => report.new -= 1,
        Outcome::Changed(..) => report.changed -= 1,
        Outcome::Same(_) => report.same -= 1,
        Outcome::Refused => return,
    }
    report.ready -= 1;
}

fn note(key: &str, is_part: bool) -> &'static str {
    match key {
        "student_number" | "school_number" | "id_number" => "学籍号、学号、证件号码填一种就行。",
        _ if is_part => "0 到 100，可以有一位小数。没有参加的空着。",
        "absent" => "缺考填是。",
        "remark" => "缺考、缓考、请假、违纪、作弊写在这里。",
        _ => "用来核对，可以空着。",
    }
}

/// What was entered of one student, as it is kept for undo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    scores: Value,
    absence: Option<Absence>,
    note: Option<String>,
    #[serde(default)]
    record: Option<String>,
}

impl Kept {
    fn of(entry: &Entry) -> Self {
        let marks = entry
            .marks
            .iter()
            .map(|(part, score)| (part.to_string(), Value::from(score.tenths())));
        Self {
            scores: Value::Object(marks.collect()),
            absence: entry.absence,
            note: entry.note.clone(),
            record: entry.record.clone(),
        }
    }

    fn entry(self, student: StudentId) -> Entry {
        Entry {
            student,
            marks: rounds::marks_of(&self.scores),
            absence: self.absence,
            note: self.note,
            record: self.record,
        }
    }

    fn is_empty(&self) -> bool {
        *self
            == Self {
                scores: json!({}),
                absence: None,
                note: None,
                record: None,
            }
    }
}

/// Write the rows of `take` and note what each student had before.
pub(super) async fn write(
    round: &Round,
    to: &Destination<'_>,
    checked: Vec<CheckedRow<ScoreRow>>,
    take: &BTreeSet<u32>,
) -> WebResult<()> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut at: HashMap<StudentId, u32> = HashMap::new();
    for row in checked.into_iter().filter(|row| take.contains(&row.number)) {
        let (Outcome::New(said) | Outcome::Changed(said, _)) = row.outcome else {
            continue;
        };
        let student = *round
            .ids
            .get(said.number.as_str())
            .ok_or(StoreError::NotFound)?;
        // The same student twice came through only where both rows say the same.
        if at.insert(student, row.number).is_none() {
            let (note, record) = round.notes.get(&student).cloned().unwrap_or_default();
            entries.push(Entry {
                student,
                marks: said.marks,
                absence: said.absence,
                note,
                record,
            });
        }
    }
    let recorded =
        record_scores(to.tx, to.app, to.permit, (round.id, round.pass), &entries).await?;
    let done = recorded.changes.iter().map(|change| {
        let (before, after) = (Kept::of(&change.before), Kept::of(&change.after));
        Change {
            row: at
                .get(&change.student)
                .and_then(|row| i32::try_from(*row).ok())
                .unwrap_or_default(),
            kind: if before.is_empty() {
                ChangeKind::New
            } else {
                ChangeKind::Changed
            },
            object: OBJECT.to_owned(),
            object_id: change.student.into(),
            before: Some(json!({ "before": before, "after": after })),
        }
    });
    let done: Vec<Change> = done.collect();
    rows::record_changes(to.tx, &to.app.keys, to.batch, &done).await?;
    Ok(())
}

#[derive(Deserialize)]
struct Step {
    before: Kept,
    after: Kept,
}

fn steps(changes: Vec<Change>) -> WebResult<Vec<(StudentId, Step)>> {
    let step = |change: Change| {
        let kept = change.before.ok_or(StoreError::NotFound)?;
        let step: Step = serde_json::from_value(kept).map_err(WebError::internal)?;
        Ok((StudentId::new(change.object_id), step))
    };
    changes
        .into_iter()
        .filter(|change| change.object == OBJECT)
        .map(step)
        .collect()
}

/// Scores can be taken back while the list is open and nobody changed them since.
pub(super) async fn obstacles(
    keys: &Keys,
    db: &impl ConnectionTrait,
    batch: &batch::Model,
    (round, pass): (RoundId, Option<Pass>),
) -> WebResult<Vec<Obstacle>> {
    let href = format!("/selection/{round}");
    let found = rounds::round(db, round).await?;
    if found.state != domain::selection::RoundState::Entering {
        return Ok(vec![Obstacle {
            sentence: "成绩单已经封存".to_owned(),
            href,
        }]);
    }
    let steps = steps(rows::changes(db, keys, batch.id).await?)?;
    let now: HashMap<StudentId, Kept> = entrants(db, (&found, pass))
        .await?
        .iter()
        .map(|one| (one.entry.student_id, kept(one)))
        .collect();
    let moved = steps
        .iter()
        .filter(|(student, step)| now.get(student).is_some_and(|now| *now != step.after));
    Ok(match moved.count() {
        0 => Vec::new(),
        count => vec![Obstacle {
            sentence: format!("导入以后又改过 {count} 人的成绩"),
            href,
        }],
    })
}

fn kept(one: &Entrant) -> Kept {
    let marks: Marks = rounds::marks_of(&one.entry.scores);
    Kept::of(&Entry {
        student: one.entry.student_id,
        marks,
        absence: one.entry.absence,
        note: one.entry.note.clone(),
        record: one.entry.record.clone(),
    })
}

pub(super) async fn undo(
    to: &Destination<'_>,
    round: (RoundId, Option<Pass>),
) -> WebResult<String> {
    let steps = steps(rows::changes(to.tx, &to.app.keys, to.batch).await?)?;
    let back: Vec<Entry> = steps
        .into_iter()
        .map(|(student, step)| step.before.entry(student))
        .collect();
    let recorded = record_scores(to.tx, to.app, to.permit, round, &back).await?;
    Ok(format!("{} 人的成绩改回原来的样子", recorded.changes.len()))
}
