//! The rows of a class's list from the selection to the office's word on each (plan 4.2, 6.3).

use std::collections::{BTreeMap, BTreeSet};

use super::fault::Field;
use super::{ListState, RegistrationState};
use crate::ids::StudentId;

/// One student's row as far as its state goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub student: StudentId,
    pub state: RegistrationState,
    /// Why it was returned or withdrawn.
    pub reason: Option<String>,
    /// The field the reason is about.
    pub field: Option<Field>,
    /// How many faults the last check found.
    pub faults: usize,
    /// Its people have not brought all it needs: it stays back, the list goes on without it.
    pub held: bool,
}

impl Row {
    fn new(student: StudentId) -> Self {
        Self {
            student,
            state: RegistrationState::Draft,
            reason: None,
            field: None,
            faults: 0,
            held: false,
        }
    }
}

/// One row the office does not accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowReturn {
    pub student: StudentId,
    pub reason: String,
    pub field: Option<Field>,
}

/// Why a list or a row stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDone {
    #[error("这名学生不在这张报名表里，请刷新后再办")]
    NotOnList { student: StudentId },
    #[error("这一行{}，现在不能这样办", state.label())]
    RowIs {
        student: StudentId,
        state: RegistrationState,
    },
    #[error("报名表{}，现在不能这样办", state.label())]
    ListIs { state: ListState },
    #[error("还有 {count} 人的信息有问题，改好后再提交")]
    Faults { count: usize },
    #[error("还有 {count} 人被退回没有改，改好后再提交")]
    NotMended { count: usize },
    #[error("报名表里没有要提交的学生")]
    Nobody,
    #[error("{count} 人都还没交齐，现在没有能提交的。请先看各行还缺什么")]
    AllHeld { count: usize },
    #[error("还缺材料或撤回了同意，不能同意，请退回并写明理由")]
    Held { student: StudentId },
    #[error("请写明理由：哪里不对，怎样改")]
    ReasonMissing { student: StudentId },
    #[error("同一名学生退回了两次，请只留一次")]
    ReturnedTwice { student: StudentId },
}

/// How the office decided, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    pub approved: usize,
    pub returned: usize,
}

impl Decided {
    /// What the button says and what was done: "同意 25 人，退回 1 人".
    pub fn sentence(self) -> String {
        match (self.approved, self.returned) {
            (approved, 0) => format!("同意 {approved} 人"),
            (0, returned) => format!("退回 {returned} 人"),
            (approved, returned) => format!("同意 {approved} 人，退回 {returned} 人"),
        }
    }
}

/// A class's registration list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    rows: Vec<Row>,
}

impl List {
    /// The only way to a new list: one row for each whom the selection chose, nobody twice.
    pub fn from_chosen(chosen: impl IntoIterator<Item = StudentId>) -> Self {
        let chosen: BTreeSet<StudentId> = chosen.into_iter().collect();
        Self {
            rows: chosen.into_iter().map(Row::new).collect(),
        }
    }

    /// Rows for those whom a later round chose (plan 4.3.3); who is on the list stays as he is. Not
    /// while the list is being reviewed.
    pub fn add_chosen(&self, chosen: &BTreeSet<StudentId>) -> Result<Self, NotDone> {
        let state = self.state();
        if state == ListState::Submitted {
            return Err(NotDone::ListIs { state });
        }
        let mut rows = self.rows.clone();
        let known: BTreeSet<StudentId> = rows.iter().map(|row| row.student).collect();
        rows.extend(chosen.difference(&known).copied().map(Row::new));
        Ok(Self { rows })
    }

    /// A list as it is kept.
    pub const fn kept(rows: Vec<Row>) -> Self {
        Self { rows }
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub fn count(&self, state: RegistrationState) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }

    /// Where the list stands follows from its rows; it is done when every row is decided.
    pub fn state(&self) -> ListState {
        if self.count(RegistrationState::Submitted) > 0 {
            ListState::Submitted
        } else if self.count(RegistrationState::Returned) > 0 {
            ListState::Returned
        } else if self.rows.is_empty() || self.count(RegistrationState::Draft) > 0 {
            ListState::Draft
        } else {
            ListState::Approved
        }
    }

    /// Keep what the last check found.
    #[must_use]
    pub fn checked(&self, faults: &BTreeMap<StudentId, usize>) -> Self {
        let checked = |row: &Row| Row {
            faults: faults.get(&row.student).copied().unwrap_or(0),
            ..row.clone()
        };
        Self {
            rows: self.rows.iter().map(checked).collect(),
        }
    }

    /// Note whose people have not brought all that is needed.
    #[must_use]
    pub fn holding(&self, held: &BTreeSet<StudentId>) -> Self {
        let noted = |row: &Row| Row {
            held: held.contains(&row.student),
            ..row.clone()
        };
        Self {
            rows: self.rows.iter().map(noted).collect(),
        }
    }

    /// Hand in every row that is ready: approved ones stay approved, those that lack something stay back.
    pub fn submit(&self) -> Result<Self, NotDone> {
        let state = self.state();
        match state {
            ListState::Draft => {}
            ListState::Returned => {
                return Err(NotDone::NotMended {
                    count: self.count(RegistrationState::Returned),
                });
            }
            ListState::Submitted | ListState::Approved => return Err(NotDone::ListIs { state }),
        }
        if self.rows.is_empty() {
            return Err(NotDone::Nobody);
        }
        let draft = |row: &&Row| row.state == RegistrationState::Draft;
        let ready: BTreeSet<StudentId> = self
            .rows
            .iter()
            .filter(draft)
            .filter(|row| !row.held)
            .map(|row| row.student)
            .collect();
        if ready.is_empty() {
            let count = self.rows.iter().filter(draft).count();
            return Err(NotDone::AllHeld { count });
        }
        let is_ready = |row: &&Row| ready.contains(&row.student);
        let count = self
            .rows
            .iter()
            .filter(is_ready)
            .filter(|row| row.faults > 0)
            .count();
        if count > 0 {
            return Err(NotDone::Faults { count });
        }
        let mut rows = self.rows.clone();
        rows.iter_mut()
            .filter(|row| ready.contains(&row.student))
            .for_each(|row| row.state = RegistrationState::Submitted);
        Ok(Self { rows })
    }

    /// What was handed in is a draft again; nobody has opened it yet.
    pub fn take_back(&self) -> Result<Self, NotDone> {
        self.in_state(ListState::Submitted)?;
        Ok(self.moved(RegistrationState::Submitted, RegistrationState::Draft))
    }

    /// The office's word on every row handed in: those named are returned with their reasons, the
    /// others approved.
    pub fn decide(&self, returns: &[RowReturn]) -> Result<(Self, Decided), NotDone> {
        self.in_state(ListState::Submitted)?;
        let mut wanted: BTreeMap<StudentId, &RowReturn> = BTreeMap::new();
        for row in returns {
            let student = row.student;
            self.expect(student, &[RegistrationState::Submitted])?;
            if row.reason.trim().is_empty() {
                return Err(NotDone::ReasonMissing { student });
            }
            if wanted.insert(student, row).is_some() {
                return Err(NotDone::ReturnedTwice { student });
            }
        }
        let held = self.rows.iter().find(|row| {
            row.held
                && row.state == RegistrationState::Submitted
                && !wanted.contains_key(&row.student)
        });
        if let Some(row) = held {
            return Err(NotDone::Held {
                student: row.student,
            });
        }
        let submitted = self.count(RegistrationState::Submitted);
        let decided = Decided {
            approved: submitted - wanted.len(),
            returned: wanted.len(),
        };
        let word = |row: &Row| match (row.state, wanted.get(&row.student)) {
            (RegistrationState::Submitted, Some(why)) => Row {
                state: RegistrationState::Returned,
                reason: Some(why.reason.trim().to_owned()),
                field: why.field,
                ..row.clone()
            },
            (RegistrationState::Submitted, None) => Row {
                state: RegistrationState::Approved,
                reason: None,
                field: None,
                ..row.clone()
            },
            _ => row.clone(),
        };
        Ok((
            Self {
                rows: self.rows.iter().map(word).collect(),
            },
            decided,
        ))
    }

    /// The office takes its word back on the rows it decided; they wait again.
    pub fn undecide(&self, students: &BTreeSet<StudentId>) -> Result<Self, NotDone> {
        for student in students {
            self.expect(
                *student,
                &[RegistrationState::Approved, RegistrationState::Returned],
            )?;
        }
        let waiting = |row: &Row| {
            if students.contains(&row.student) {
                Row {
                    state: RegistrationState::Submitted,
                    reason: None,
                    field: None,
                    ..row.clone()
                }
            } else {
                row.clone()
            }
        };
        Ok(Self {
            rows: self.rows.iter().map(waiting).collect(),
        })
    }

    /// A returned row was mended: it is a draft again and keeps the reason until it is handed in.
    pub fn mend(&self, student: StudentId) -> Result<Self, NotDone> {
        self.expect(student, &[RegistrationState::Returned])?;
        Ok(self.with(student, |row| row.state = RegistrationState::Draft))
    }

    /// The student gives up the place, which is free for the second round then (plan 4.3.3). Who
    /// was approved may still leave; what is being reviewed waits for the word on it.
    pub fn withdraw(&self, student: StudentId, reason: &str) -> Result<Self, NotDone> {
        self.expect(
            student,
            &[
                RegistrationState::Draft,
                RegistrationState::Returned,
                RegistrationState::Approved,
            ],
        )?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(NotDone::ReasonMissing { student });
        }
        Ok(self.with(student, |row| {
            row.state = RegistrationState::Withdrawn;
            row.reason = Some(reason.to_owned());
            row.field = None;
        }))
    }

    /// The student registers after all; not while the list is being reviewed.
    pub fn reinstate(&self, student: StudentId) -> Result<Self, NotDone> {
        let state = self.state();
        if state == ListState::Submitted {
            return Err(NotDone::ListIs { state });
        }
        self.expect(student, &[RegistrationState::Withdrawn])?;
        Ok(self.with(student, |row| {
            row.state = RegistrationState::Draft;
            row.reason = None;
        }))
    }

    fn in_state(&self, wanted: ListState) -> Result<(), NotDone> {
        let state = self.state();
        if state == wanted {
            Ok(())
        } else {
            Err(NotDone::ListIs { state })
        }
    }

    fn expect(&self, student: StudentId, states: &[RegistrationState]) -> Result<(), NotDone> {
        let row = self
            .rows
            .iter()
            .find(|row| row.student == student)
            .ok_or(NotDone::NotOnList { student })?;
        if states.contains(&row.state) {
            Ok(())
        } else {
            Err(NotDone::RowIs {
                student,
                state: row.state,
            })
        }
    }

    fn with(&self, student: StudentId, change: impl Fn(&mut Row)) -> Self {
        let mut rows = self.rows.clone();
        rows.iter_mut()
            .filter(|row| row.student == student)
            .for_each(change);
        Self { rows }
    }

    fn moved(&self, from: RegistrationState, to: RegistrationState) -> Self {
        let step = |row: &Row| {
            if row.state == from {
                Row {
                    state: to,
                    ..row.clone()
                }
            } else {
                row.clone()
            }
        };
        Self {
            rows: self.rows.iter().map(step).collect(),
        }
    }
}
