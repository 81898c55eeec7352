//! What a checked file would do, row by row, whatever is imported.

use std::collections::BTreeSet;

use domain::import::{Checked, CheckedRow, Difference, Header, Outcome, Report};
use domain::school::roster::{Roster, RosterRow, Structure};
use domain::selection::ScoreRow;

use super::students;

/// What a row would do, whatever is imported.
#[derive(Clone, Debug)]
pub(crate) struct Fate {
    pub(crate) row: u32,
    pub(crate) what: What,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    New,
    Changed(Vec<Difference>),
    Same,
    Refused,
}

/// A checked file.
pub(crate) struct Outcomes {
    pub(crate) report: Report,
    pub(crate) header: Header,
    pub(crate) fates: Vec<Fate>,
    pub(super) values: Values,
}

/// What can be written, by kind.
pub(super) enum Values {
    Students {
        rows: Vec<CheckedRow<RosterRow>>,
        structure: Structure,
    },
    Scores(Vec<CheckedRow<ScoreRow>>),
}

impl Outcomes {
    pub(super) fn of_students(checked: Roster) -> Self {
        Self {
            fates: checked.rows.iter().map(fate).collect(),
            report: checked.report,
            header: checked.header,
            values: Values::Students {
                rows: checked.rows,
                structure: checked.structure,
            },
        }
    }

    pub(super) fn of_scores(checked: Checked<ScoreRow>) -> Self {
        Self {
            fates: checked.rows.iter().map(fate).collect(),
            report: checked.report,
            header: checked.header,
            values: Values::Scores(checked.rows),
        }
    }

    /// What has to be made before these rows can be written, as words; empty when nothing has to.
    pub(crate) fn to_make(&self, take: &BTreeSet<u32>) -> String {
        match &self.values {
            Values::Students { rows, structure } => students::to_make(rows, structure, take),
            Values::Scores(_) => String::new(),
        }
    }
}

fn fate<V>(row: &CheckedRow<V>) -> Fate {
    let what = match &row.outcome {
        Outcome::New(_) => What::New,
        Outcome::Changed(_, differences) => What::Changed(differences.clone()),
        Outcome::Same(_) => What::Same,
        Outcome::Refused => What::Refused,
    };
    Fate {
        row: row.number,
        what,
    }
}
