//! The records an import is checked against and written to.

use std::collections::BTreeSet;

use documents::sheets::blank::BlankColumn;
use domain::access::Permit;
use domain::ids::BatchId;
use domain::import::{FileRefused, Request};
use domain::school::roster;
use sea_orm::ConnectionTrait;
use store::{StoreError, Tx};

use super::super::options::Options;
use super::kind::Kind;
use super::outcomes::{Outcomes, Values};
use super::{scores, students};
use crate::shell::{App, WebResult};

/// The records a file is checked against, read once.
pub(crate) enum Base {
    Students(students::School),
    Scores(scores::Round),
}

/// Where rows are written to.
pub(crate) struct Destination<'a> {
    pub(crate) app: &'a App,
    pub(crate) tx: &'a Tx,
    pub(crate) batch: BatchId,
    pub(crate) permit: &'a Permit,
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
                    scores::Round::load(db, &app.keys, (round, options.pass)).await?,
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
                Ok(Outcomes::of_students(checked))
            }
            Self::Scores(round) => Ok(Outcomes::of_scores(round.check(request)?.checked)),
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
