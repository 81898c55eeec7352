//! The things that come in by the wizard. A kind is a table, a check, a write and an undo; the pages and the
//! command line are the same for all.

mod kind;
mod numbers;
mod scores;
mod students;
mod students_undo;

use std::collections::BTreeSet;

use documents::sheets::blank::BlankColumn;
use domain::access::{Permit, Place};
use domain::ids::BatchId;
use domain::import::{CheckedRow, Difference, FileRefused, Header, Outcome, Report, Request};
use domain::school::roster::{self, RosterRow, Structure};
use domain::selection::ScoreRow;
use sea_orm::ConnectionTrait;
use store::{StoreError, Tx};

use super::options::Options;
use crate::shell::{App, WebResult};

pub(crate) use kind::Kind;

/// Why an import stands: where its rows are used, with names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Obstacle {
    /// 「会计初级」的选拔用到 3 人：甲、乙、丙
    pub(crate) sentence: String,
    /// The page where it is seen; may be empty.
    pub(crate) href: String,
}

/// The records a file is checked against, read once.
pub(crate) enum Base {
    Students(students::School),
    Scores(scores::Round),
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
    Students {
        rows: Vec<CheckedRow<RosterRow>>,
        structure: Structure,
    },
    Scores(Vec<CheckedRow<ScoreRow>>),
}

impl Base {
    pub(crate) async fn load(
        app: &App,
        db: &impl ConnectionTrait,
        kind: Kind,
        options: &Options,
    ) -> WebResult<Self> {
        match kind {
            Kind::Students => Ok(Self::Students(students::School::load(db, &app.keys).await?)),
            Kind::Scores => {
                let round = options.round.ok_or(StoreError::NotFound)?;
                Ok(Self::Scores(
                    scores::Round::load(db, &app.keys, round).await?,
                ))
            }
        }
    }

    /// Check a file. The same file, decisions and records give the same outcome.
    pub(crate) fn check(
        &self,
        request: Request<'_>,
        options: &Options,
    ) -> Result<Outcomes, FileRefused> {
        match self {
            Self::Students(school) => {
                let checked = roster::check(request, &school.known, options.create_structure)?;
                Ok(Outcomes {
                    fates: checked.rows.iter().map(fate).collect(),
                    report: checked.report,
                    header: checked.header,
                    values: Values::Students {
                        rows: checked.rows,
                        structure: checked.structure,
                    },
                })
            }
            Self::Scores(round) => {
                let checked = round.check(request)?.checked;
                Ok(Outcomes {
                    fates: checked.rows.iter().map(fate).collect(),
                    report: checked.report,
                    header: checked.header,
                    values: Values::Scores(checked.rows),
                })
            }
        }
    }

    /// The words a cell of the field may have, to choose from.
    pub(crate) fn choices(&self, field: &str) -> Vec<String> {
        match self {
            Self::Students(school) => school.choices(field),
            Self::Scores(_) => Vec::new(),
        }
    }

    /// The columns of the blank workbook.
    pub(crate) fn blank_columns(&self) -> Vec<BlankColumn> {
        match self {
            Self::Students(school) => school.blank_columns(),
            Self::Scores(round) => round.blank_columns(),
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
            (Self::Scores(round), Values::Scores(rows)) => {
                scores::write(round, to, rows, take).await
            }
            // A base makes only its own values.
            (Self::Students(_), Values::Scores(_)) | (Self::Scores(_), Values::Students { .. }) => {
                Err(StoreError::NotFound.into())
            }
        }
    }
}

impl Outcomes {
    /// What has to be made before these rows can be written, as words; empty when nothing has to.
    pub(crate) fn to_make(&self, take: &BTreeSet<u32>) -> String {
        match &self.values {
            Values::Students { rows, structure } => students::to_make(rows, structure, take),
            Values::Scores(_) => String::new(),
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
    Fate {
        row: row.number,
        what,
    }
}

/// Where an import belongs, and with it who may do it.
pub(crate) async fn place(
    db: &impl ConnectionTrait,
    kind: Kind,
    options: &Options,
) -> WebResult<Place> {
    match kind {
        Kind::Students => Ok(Place::SCHOOL),
        Kind::Scores => {
            let round =
                store::selection::round(db, options.round.ok_or(StoreError::NotFound)?).await?;
            let project = store::projects::project(db, round.project_id).await?;
            let group = store::school::group(db, project.group_id).await?;
            Ok(Place::group(group.faculty_id, group.id))
        }
    }
}

/// What keeps an import from being taken back; empty when it can be.
pub(crate) async fn obstacles(
    app: &App,
    db: &impl ConnectionTrait,
    import: &super::record::Import,
) -> WebResult<Vec<Obstacle>> {
    match import.kind {
        Kind::Students => students_undo::obstacles(app, db, &import.batch).await,
        Kind::Scores => {
            let round = import.options.round.ok_or(StoreError::NotFound)?;
            scores::obstacles(&app.keys, db, &import.batch, round).await
        }
    }
}

/// Take an import back inside the caller's transaction, after [`obstacles`] found none; says what was done.
pub(crate) async fn undo(
    to: &Destination<'_>,
    import: &super::record::Import,
) -> WebResult<String> {
    match import.kind {
        Kind::Students => students_undo::undo(to).await,
        Kind::Scores => scores::undo(to, import.options.round.ok_or(StoreError::NotFound)?).await,
    }
}
