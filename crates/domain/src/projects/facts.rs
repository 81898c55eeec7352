//! What is so in a project, gathered from the records: all that steps, gates and tasks are computed
//! from. Nothing here can be ticked by hand.

use chrono::{DateTime, NaiveDate, Utc};

use super::{ProjectState, Step};
use crate::selection::RoundState;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub today: NaiveDate,
    pub state: ProjectState,
    /// What the form check still finds.
    pub form_faults: usize,
    /// Why the last review returned it, while it is returned.
    pub returned: Option<String>,
    /// The day the office agreed.
    pub approved_on: Option<NaiveDate>,
    /// The platform's deadline of registration.
    pub deadline: Option<NaiveDate>,
    /// The newest round of selection.
    pub selection: Option<SelectionFacts>,
    pub lists: ListFacts,
    pub people: PeopleFacts,
    pub template: TemplateFacts,
    /// Gates a leader opened by exception.
    pub exceptions: Vec<Exception>,
}

impl Facts {
    /// A project of which nothing is known but its state.
    pub fn new(state: ProjectState, today: NaiveDate) -> Self {
        Self {
            today,
            state,
            form_faults: 0,
            returned: None,
            approved_on: None,
            deadline: None,
            selection: None,
            lists: ListFacts::default(),
            people: PeopleFacts::default(),
            template: TemplateFacts::default(),
            exceptions: Vec::new(),
        }
    }

    /// Faults of the form that still count: once it was handed in, a date that passes is no fault.
    pub const fn unfilled(&self) -> usize {
        if self.state.editable() {
            self.form_faults
        } else {
            0
        }
    }
}

/// How far the newest round of selection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelectionFacts {
    pub state: RoundState,
    pub base: usize,
    /// Candidates with a score or a note of absence.
    pub scored: usize,
    /// Chosen by all published rounds of the project.
    pub chosen: usize,
}

/// The registration lists in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListFacts {
    /// One list a class.
    pub total: usize,
    pub submitted: usize,
    /// With rows returned and nothing waiting.
    pub returned: usize,
    pub approved: usize,
    /// Rows of all lists without those withdrawn.
    pub rows: usize,
    pub approved_rows: usize,
    /// Rows in which the checks found something.
    pub faulty_rows: usize,
    /// Chosen, but on no list.
    pub missing: usize,
    /// On a list, but not chosen.
    pub unchosen: usize,
}

/// What students and guardians have not brought yet, in rows; `None` where the plan leaves it to paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeopleFacts {
    /// Rows without those withdrawn.
    pub rows: usize,
    pub forms: Option<usize>,
    pub photos: Option<usize>,
    pub consents: Option<usize>,
}

/// The platform's workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateFacts {
    /// The name of the blank workbook chosen for this project.
    pub name: Option<String>,
    /// Somebody looked at the mapping and confirmed it.
    pub confirmed: bool,
    /// Rows of the newest filled workbook, while no row changed since.
    pub filled: Option<usize>,
}

/// A gate opened by a leader: shown for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    pub gate: Step,
    pub reason: String,
    pub by: String,
    pub at: DateTime<Utc>,
}
