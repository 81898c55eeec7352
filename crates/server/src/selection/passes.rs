//! The two passes of a round as they stand: who has which, what differs, what was settled, and what both
//! agree on (plan 4.3.2).

use std::collections::HashMap;

use domain::ids::{AccountId, StudentId};
use domain::selection::{
    About, Absence, Difference, Entered, Markers, MarkingRefused, PartKey, Pass, Said, Terms,
    agree, compare,
};
use sea_orm::ConnectionTrait;
use store::selection::{self as rows, Entrant, ScoreRow, Typed, round, settlement};

use super::actions::Progress;
use crate::shell::WebResult;

/// Everything that was typed of a round, twice.
pub(super) struct Passes {
    pub(super) markers: Markers,
    first: HashMap<StudentId, Typed>,
    second: HashMap<StudentId, Typed>,
    settlements: Vec<settlement::Model>,
    terms: Terms,
}

/// One place where the passes differ, with the third person's word on it.
pub(super) struct Differing<'a> {
    pub(super) entrant: &'a Entrant,
    pub(super) difference: Difference,
    pub(super) settled: Option<&'a settlement::Model>,
}

/// The people of a round as one pass knows them.
pub(crate) async fn as_typed(
    db: &impl ConnectionTrait,
    round: &round::Model,
    pass: Pass,
    entrants: &[Entrant],
) -> WebResult<Vec<Entrant>> {
    Ok(Passes::load(db, round).await?.view(pass, entrants))
}

/// What was said, in the words of the sheet.
pub(super) fn said(said: &Said) -> String {
    match said {
        Said::Mark(mark) => mark.map_or_else(|| "没有分".to_owned(), |mark| mark.to_string()),
        Said::Attendance(absence, record) => {
            let word = absence.map_or("参加", Absence::label);
            let record = record
                .as_ref()
                .map(|record| format!("（考场记录 {record}）"));
            format!("{word}{}", record.unwrap_or_default())
        }
    }
}

impl Passes {
    pub(super) async fn load(db: &impl ConnectionTrait, round: &round::Model) -> WebResult<Self> {
        Ok(Self {
            markers: rows::markers(db, round.id).await?,
            first: rows::typed(db, round.id, Pass::First).await?,
            second: rows::typed(db, round.id, Pass::Second).await?,
            settlements: rows::settlements(db, round.id).await?,
            terms: round.parameters.clone(),
        })
    }

    fn of(&self, pass: Pass) -> &HashMap<StudentId, Typed> {
        match pass {
            Pass::First => &self.first,
            Pass::Second => &self.second,
        }
    }

    fn entered(&self, pass: Pass, student: StudentId) -> Entered {
        let typed = self.of(pass).get(&student);
        typed.map(Typed::entered).unwrap_or_default()
    }

    fn parts(&self) -> Vec<PartKey> {
        self.terms.needed()
    }

    /// The people as one pass knows them; their versions are those of what was typed.
    pub(super) fn view(&self, pass: Pass, entrants: &[Entrant]) -> Vec<Entrant> {
        let view = |one: &Entrant| {
            let empty = ScoreRow::empty(one.entry.student_id);
            let typed = self.of(pass).get(&one.entry.student_id);
            let version = typed.map_or(0, |typed| typed.version);
            one.with(
                typed.map_or(&empty, |typed| &typed.row),
                i32::try_from(version).unwrap_or(i32::MAX),
            )
        };
        entrants.iter().map(view).collect()
    }

    pub(super) fn progress(&self, pass: Pass, entrants: &[Entrant]) -> Progress {
        Progress::of(&self.view(pass, entrants), &self.terms)
    }

    /// How far some people are, whatever pass they are seen in.
    pub(super) fn count(&self, people: &[Entrant]) -> Progress {
        Progress::of(people, &self.terms)
    }

    /// Everybody who typed or settled.
    pub(super) fn people(&self) -> Vec<AccountId> {
        let markers = Pass::ALL.iter().flat_map(|pass| self.markers.of(*pass));
        let settled = self.settlements.iter().map(|one| one.account_id);
        markers.chain(settled).collect()
    }

    /// Whether both passes owe nothing any more. From then on neither changes.
    pub(super) fn complete(&self, entrants: &[Entrant]) -> bool {
        let counting = self.terms.counting();
        let base = || entrants.iter().filter(|one| one.entry.in_base);
        base().next().is_some()
            && base().all(|one| {
                Pass::ALL.iter().all(|pass| {
                    self.entered(*pass, one.entry.student_id)
                        .is_complete(&counting)
                })
            })
    }

    /// Whether the account may type into a pass now.
    pub(super) fn may_enter(
        &self,
        account: AccountId,
        pass: Pass,
        entrants: &[Entrant],
    ) -> Result<(), MarkingRefused> {
        self.markers.may_take(account, pass)?;
        if self.complete(entrants) {
            return Err(MarkingRefused::Closed);
        }
        Ok(())
    }

    /// Whether the account may settle differences now.
    pub(super) fn may_settle(
        &self,
        account: AccountId,
        entrants: &[Entrant],
    ) -> Result<(), MarkingRefused> {
        self.markers.may_settle(account)?;
        if self.complete(entrants) {
            Ok(())
        } else {
            Err(MarkingRefused::NotComplete)
        }
    }

    /// Everywhere the passes differ, person by person; only the base, for nobody else is ruled on.
    pub(super) fn differing<'a>(&'a self, entrants: &'a [Entrant]) -> Vec<Differing<'a>> {
        let parts = self.parts();
        let mut found = Vec::new();
        for entrant in entrants.iter().filter(|one| one.entry.in_base) {
            let student = entrant.entry.student_id;
            let first = self.entered(Pass::First, student);
            let second = self.entered(Pass::Second, student);
            for difference in compare(&first, &second, &parts) {
                let settled = self.settlement(student, difference.about);
                found.push(Differing {
                    entrant,
                    difference,
                    settled,
                });
            }
        }
        found
    }

    pub(super) fn settlement(
        &self,
        student: StudentId,
        about: About,
    ) -> Option<&settlement::Model> {
        let key = about.key();
        self.settlements
            .iter()
            .find(|one| one.student_id == student && one.part == key)
    }

    /// How many differences wait for a third person.
    pub(super) fn unsettled(&self, entrants: &[Entrant]) -> usize {
        let differing = self.differing(entrants);
        differing.iter().filter(|one| one.settled.is_none()).count()
    }

    /// What both passes and the third person agree on; `None` while something is open.
    pub(super) fn agreed(&self, entrants: &[Entrant]) -> Option<Vec<ScoreRow>> {
        if !self.complete(entrants) {
            return None;
        }
        let mut agreed = Vec::new();
        for one in entrants {
            let student = one.entry.student_id;
            let (first, second) = (
                self.entered(Pass::First, student),
                self.entered(Pass::Second, student),
            );
            let said = if one.entry.in_base {
                let settled: Vec<(About, Said)> = self
                    .settlements
                    .iter()
                    .filter(|settled| settled.student_id == student)
                    .filter_map(settlement::Model::said)
                    .collect();
                agree(&first, &second, &settled, &self.parts()).ok()?
            } else {
                first
            };
            agreed.push(self.row(student, said));
        }
        Some(agreed)
    }

    fn row(&self, student: StudentId, said: Entered) -> ScoreRow {
        let notes = Pass::ALL
            .iter()
            .find_map(|pass| self.of(*pass).get(&student)?.row.note.clone());
        ScoreRow {
            student,
            marks: said.marks,
            absence: said.absence,
            note: notes,
            record: said.record,
        }
    }

    /// The people with what is agreed on, before it is sealed.
    pub(super) fn with_agreed(&self, entrants: &[Entrant]) -> Option<Vec<Entrant>> {
        let agreed = self.agreed(entrants)?;
        let pairs = entrants.iter().zip(&agreed);
        Some(
            pairs
                .map(|(one, row)| one.with(row, one.entry.version))
                .collect(),
        )
    }

    /// Why the marks cannot be sealed yet.
    pub(super) fn not_to_seal(&self, entrants: &[Entrant]) -> String {
        if self.complete(entrants) {
            let open = self.unsettled(entrants);
            return format!("两遍成绩还有 {open} 处不一致没有裁定，裁定后才能封存");
        }
        let missing = |pass: &Pass| {
            let progress = self.progress(*pass, entrants);
            let left = progress.base - progress.scored - progress.absent;
            format!("{}还差 {left} 人", pass.label())
        };
        let missing: Vec<String> = Pass::ALL.iter().map(missing).collect();
        format!("{}。两遍都录全、比对一致后才能封存", missing.join("，"))
    }

    /// A number that every change of a pass or a settlement makes larger.
    pub(super) fn stamp(&self) -> i64 {
        let typed = self.first.values().chain(self.second.values());
        let typed: i64 = typed.map(|typed| typed.version).sum();
        let settled = self.settlements.iter().map(|one| i64::from(one.version));
        typed + settled.sum::<i64>()
    }
}
