//! The table of scores that comes in as a file (plan 4.3.2), checked by the import engine.
//!
//! A row whose student the roster does not know is let through with a warning: `gather` names it among
//! those not in the base, so it is not lost. A row with an error reaches the candidates as
//! [`Absence::RowRefused`].

use std::collections::{BTreeMap, HashMap};

use super::candidate::Marks;
use super::from_files::{RollEntry, ScoreRow, by_any_number};
use super::parts::{PartKey, PartNames};
use super::score_columns::{KEYS, NAME, part_field, score_table};
use super::score_row::{Parts, ReadRow, Said};
use super::state::Absence;
use crate::import::{
    Check, Checked, Difference, FileRefused, Line, Outcome, ProblemKind, Request, Row, Table, check,
};

/// Scores entered before, by student number.
pub type Earlier = BTreeMap<String, (Marks, Option<Absence>)>;

/// What was read of a score file.
#[derive(Debug)]
pub struct ScoreFile {
    pub checked: Checked<ScoreRow>,
    /// Rows that were refused, as [`Absence::RowRefused`], so that nobody is forgotten meanwhile.
    pub refused: Vec<ScoreRow>,
}

impl ScoreFile {
    /// Every row of the file in its order, refused ones included: what `gather` wants.
    pub fn rows(&self) -> Vec<ScoreRow> {
        let sound = self
            .checked
            .rows
            .iter()
            .filter_map(|row| row.outcome.value());
        let mut rows: Vec<_> = sound.chain(&self.refused).cloned().collect();
        rows.sort_by_key(|row| row.row);
        rows
    }
}

/// Check a score file against the roster. `needed` are the parts that count or break ties, by the words people use
/// for them; `earlier` are scores already entered, by student number.
pub fn read_scores(
    request: Request<'_>,
    (needed, names): (&[PartKey], &PartNames),
    roster: &[RollEntry],
    earlier: &Earlier,
) -> Result<ScoreFile, FileRefused> {
    let table = score_table(needed, names);
    let mut sheet = ScoreSheet {
        table: &table,
        parts: (0..)
            .zip(needed)
            .map(|(at, part)| (*part, part_field(at)))
            .collect(),
        students: by_any_number(roster),
        earlier,
        rows_of: HashMap::new(),
        refused: Vec::new(),
    };
    let checked = check(request, &table, &mut sheet)?;
    let header = &checked.header;
    let mut missing = Vec::new();
    if KEYS.iter().all(|key| header.position_of(*key).is_none()) {
        missing.push("学籍号".to_owned());
    }
    let lacking = sheet
        .parts
        .iter()
        .filter(|(_, field)| header.position_of(*field).is_none());
    let columns = lacking.filter_map(|(_, field)| table.column(*field));
    missing.extend(columns.map(|column| column.name.to_string()));
    if missing.is_empty() {
        return Ok(ScoreFile {
            refused: sheet.refused,
            checked,
        });
    }
    let found = header
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    Err(FileRefused::MissingColumns {
        header_row: header.row,
        missing,
        found,
    })
}

/// The check of one file.
struct ScoreSheet<'a> {
    table: &'a Table,
    parts: Parts,
    students: HashMap<&'a str, &'a RollEntry>,
    earlier: &'a Earlier,
    /// The rows of each student of this file with what they say, found before any row is checked.
    rows_of: HashMap<String, Vec<(u32, Said)>>,
    refused: Vec<ScoreRow>,
}

impl ScoreSheet<'_> {
    /// The student number where the roster knows the student, else the number as it was found.
    fn number(&self, line: &Line<'_>) -> Option<String> {
        let found = KEYS.iter().find_map(|key| line.text(*key))?;
        Some(
            self.students
                .get(found)
                .map_or(found, |student| student.number.as_str())
                .to_owned(),
        )
    }

    fn check_student(&self, row: &mut Row<'_, '_>, number: &str) {
        let Some(key) = KEYS.into_iter().find(|key| row.text(*key).is_some()) else {
            return;
        };
        let Some(student) = self.students.get(number) else {
            row.warning(
                key,
                ProblemKind::UnknownStudent,
                "名册里没有这个号码。",
                "请核对号码；不改的话，这一行不参加选拔。",
            );
            return;
        };
        if row.text(NAME).is_some_and(|name| name != student.name) {
            let expected = format!("名册里这个号码是{}。", student.name);
            row.warning(
                NAME,
                ProblemKind::Contradicts,
                expected,
                "请核对号码和姓名哪个写错了。",
            );
        }
    }

    /// The same student twice is only harmless when both rows say the same.
    fn check_double(&self, row: &mut Row<'_, '_>, number: &str) {
        let Some(rows) = self.rows_of.get(number).filter(|rows| rows.len() > 1) else {
            return;
        };
        let others = rows
            .iter()
            .map(|(other, _)| other)
            .filter(|other| **other != row.number());
        let others: Vec<_> = others.map(|other| format!("第 {other} 行")).collect();
        let others = others.join("、");
        let Some(key) = KEYS.into_iter().find(|key| row.text(*key).is_some()) else {
            return;
        };
        let mut said = rows.iter().map(|(_, said)| said);
        let first = said.next();
        if said.all(|other| Some(other) == first) {
            let expected = format!("和{others}完全一样，算一次。");
            row.warning(
                key,
                ProblemKind::DuplicateInFile,
                expected,
                "可以删去多余的一行。",
            );
        } else {
            let expected = format!("和{others}是同一名学生，成绩或备注不同。");
            row.error(
                key,
                ProblemKind::DuplicateInFile,
                expected,
                "请只留正确的一行。",
            );
        }
    }

    /// What the row changes against the scores entered before.
    fn compare(&self, row: ScoreRow) -> Outcome<ScoreRow> {
        let Some((marks, absence)) = self.earlier.get(row.number.as_str()) else {
            return Outcome::New(row);
        };
        let differences = self.differences((marks, *absence), (&row.marks, row.absence));
        if differences.is_empty() {
            Outcome::Same(row)
        } else {
            Outcome::Changed(row, differences)
        }
    }

    fn differences(
        &self,
        old: (&Marks, Option<Absence>),
        new: (&Marks, Option<Absence>),
    ) -> Vec<Difference> {
        let mut differences = Vec::new();
        for (part, field) in &self.parts {
            let Some(column) = self.table.column(*field) else {
                continue;
            };
            let shown = |marks: &Marks| {
                marks
                    .get(*part)
                    .map_or(String::new(), |mark| mark.to_string())
            };
            let (old, new) = (shown(old.0), shown(new.0));
            if old != new {
                let (field, name) = (column.key.to_string(), column.name.to_string());
                differences.push(Difference {
                    field,
                    name,
                    old,
                    new,
                });
            }
        }
        if old.1 != new.1 {
            let shown = |absence: Option<Absence>| absence.map_or("", Absence::label).to_owned();
            let (field, name) = ("remark".to_owned(), "备注".to_owned());
            differences.push(Difference {
                field,
                name,
                old: shown(old.1),
                new: shown(new.1),
            });
        }
        differences
    }
}

impl Check for ScoreSheet<'_> {
    type Value = ScoreRow;

    fn survey(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            if let Some(number) = self.number(line) {
                let said = ReadRow::said(line, &self.parts);
                self.rows_of
                    .entry(number)
                    .or_default()
                    .push((line.number, said));
            }
        }
    }

    fn check(&mut self, row: &mut Row<'_, '_>) -> Outcome<ScoreRow> {
        let number = self.number(row.line);
        if let Some(number) = &number {
            self.check_student(row, number);
            self.check_double(row, number);
        } else {
            let [key, ..] = KEYS;
            let expected = "要有学籍号、学号或证件号码。";
            row.error(
                key,
                ProblemKind::Missing,
                expected,
                "请补上这名学生的号码。",
            );
        }
        let read = ReadRow::of(row, &self.parts);
        let scored = ScoreRow {
            row: row.number(),
            number: number.unwrap_or_default().into(),
            name: row.text(NAME).unwrap_or_default().to_owned(),
            marks: read.marks,
            absence: read.absence,
        };
        if row.has_errors() {
            let (marks, absence) = (Marks::default(), Some(Absence::RowRefused));
            self.refused.push(ScoreRow {
                marks,
                absence,
                ..scored
            });
            return Outcome::Refused;
        }
        self.compare(scored)
    }
}
