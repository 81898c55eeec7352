//! The things that come in by the wizard. A kind is a table, a check, a write and an undo; the pages and the
//! command line are the same for all.

mod numbers;
mod students;
mod students_undo;

use std::collections::BTreeSet;
use std::fmt;

use documents::sheets::blank::BlankColumn;
use domain::access::{Action, Permit, Place};
use domain::ids::BatchId;
use domain::import::{CheckedRow, Cleaning, Difference, FileRefused, Header, Outcome, Report, Request, Table};
use domain::school::roster::{self, RosterRow, Structure};
use sea_orm::ConnectionTrait;
use store::Tx;

use super::options::Options;
use crate::shell::{App, WebResult};

pub(crate) use students_undo::Obstacle;

/// What can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The roster of students (plan 4.2, 6.3).
    Students,
}

impl Kind {
    pub(crate) const ALL: [Self; 1] = [Self::Students];

    /// What is stored and stands in addresses.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Students => "students",
        }
    }

    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// As in 导入学生名册.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Students => "学生名册",
        }
    }

    /// One sentence for the first page.
    pub(crate) const fn about(self) -> &'static str {
        match self {
            Self::Students => "学籍、证件、班级和联系方式。已有的学生会更新，没有的会新增。",
        }
    }

    /// Who may do it.
    pub(crate) const fn action(self) -> Action {
        match self {
            Self::Students => Action::ImportStudents,
        }
    }

    pub(crate) fn table(self) -> Table {
        match self {
            Self::Students => roster::table(),
        }
    }

    /// The field that names the person of a row.
    pub(crate) const fn name_field(self) -> &'static str {
        match self {
            Self::Students => "name",
        }
    }

    /// Whether a person should see what was made of the cell before it is written.
    pub(crate) fn wants_a_look(self, field: &str, what: Cleaning) -> bool {
        match self {
            Self::Students => students::wants_a_look(field, what),
        }
    }

    /// Whether a stored value is replaced only after a person chose so.
    pub(crate) fn asks_before(self, field: &str) -> bool {
        match self {
            Self::Students => students::asks_before(field),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The records a file is checked against, read once.
pub(crate) enum Base {
    Students(students::School),
}

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
    values: Values,
}

/// What can be written, by kind.
enum Values {
    Students { rows: Vec<CheckedRow<RosterRow>>, structure: Structure },
}

impl Base {
    pub(crate) async fn load(app: &App, db: &impl ConnectionTrait, kind: Kind) -> WebResult<Self> {
        match kind {
            Kind::Students => Ok(Self::Students(students::School::load(db, &app.keys).await?)),
        }
    }

    /// Check a file. The same file, decisions and records give the same outcome.
    pub(crate) fn check(&self, request: Request<'_>, options: &Options) -> Result<Outcomes, FileRefused> {
        match self {
            Self::Students(school) => {
                let checked = roster::check(request, &school.known, options.create_structure)?;
                Ok(Outcomes {
                    fates: checked.rows.iter().map(fate).collect(),
                    report: checked.report,
                    header: checked.header,
                    values: Values::Students { rows: checked.rows, structure: checked.structure },
                })
            }
        }
    }

    /// The words a cell of the field may have, to choose from.
    pub(crate) fn choices(&self, field: &str) -> Vec<String> {
        match self {
            Self::Students(school) => school.choices(field),
        }
    }

    /// The columns of the blank workbook.
    pub(crate) fn blank_columns(&self) -> Vec<BlankColumn> {
        match self {
            Self::Students(school) => school.blank_columns(),
        }
    }

    /// Write the rows inside the caller's transaction and note what each did.
    pub(crate) async fn write(
        &self,
        to: &Destination<'_>,
        outcomes: Outcomes,
        take: &BTreeSet<u32>,
    ) -> WebResult<()> {
        match (self, outcomes.values) {
            (Self::Students(school), Values::Students { rows, structure }) => {
                students::write(school, to, rows, &structure, take).await
            }
        }
    }
}

impl Outcomes {
    /// What has to be made before these rows can be written, as words; empty when nothing has to.
    pub(crate) fn to_make(&self, take: &BTreeSet<u32>) -> String {
        match &self.values {
            Values::Students { rows, structure } => students::to_make(rows, structure, take),
        }
    }
}

/// Where rows are written to.
pub(crate) struct Destination<'a> {
    pub(crate) app: &'a App,
    pub(crate) tx: &'a Tx,
    pub(crate) batch: BatchId,
    pub(crate) permit: &'a Permit,
}

fn fate<V>(row: &CheckedRow<V>) -> Fate {
    let what = match &row.outcome {
        Outcome::New(_) => What::New,
        Outcome::Changed(_, differences) => What::Changed(differences.clone()),
        Outcome::Same(_) => What::Same,
        Outcome::Refused => What::Refused,
    };
    Fate { row: row.number, what }
}

/// Where an import belongs, and with it who may do it.
pub(crate) async fn place(_app: &App, kind: Kind, _options: &Options) -> WebResult<Place> {
    match kind {
        Kind::Students => Ok(Place::SCHOOL),
    }
}

/// What keeps an import from being taken back; empty when it can be.
pub(crate) async fn obstacles(
    app: &App,
    db: &impl ConnectionTrait,
    batch: &store::import::batch::Model,
    kind: Kind,
) -> WebResult<Vec<Obstacle>> {
    match kind {
        Kind::Students => students_undo::obstacles(app, db, batch).await,
    }
}

/// Take an import back inside the caller's transaction, after [`obstacles`] found none; says what was done.
pub(crate) async fn undo(to: &Destination<'_>, kind: Kind) -> WebResult<String> {
    match kind {
        Kind::Students => students_undo::undo(to).await,
    }
}
