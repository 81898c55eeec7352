//! Taking an import back, and what keeps it from being taken back.

use sea_orm::ConnectionTrait;
use store::StoreError;

use super::super::record::Import;
use super::base::Destination;
use super::kind::Kind;
use super::{scores, students_undo};
use crate::shell::{App, WebResult};

/// Why an import stands: where its rows are used, with names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Obstacle {
    /// 「会计初级」的选拔用到 3 人：甲、乙、丙
    pub(crate) sentence: String,
    /// The page where it is seen; may be empty.
    pub(crate) href: String,
}

/// What keeps an import from being taken back; empty when it can be.
pub(crate) async fn obstacles(
    app: &App,
    db: &impl ConnectionTrait,
    import: &Import,
) -> WebResult<Vec<Obstacle>> {
    match import.kind {
        Kind::Students => students_undo::obstacles(app, db, &import.batch).await,
        Kind::Scores => {
            let round = import.options.round.ok_or(StoreError::NotFound)?;
            scores::obstacles(&app.keys, db, &import.batch, (round, import.options.pass)).await
        }
    }
}

/// Take an import back inside the caller's transaction, after [`obstacles`] found none; says what was done.
pub(crate) async fn undo(to: &Destination<'_>, import: &Import) -> WebResult<String> {
    match import.kind {
        Kind::Students => students_undo::undo(to).await,
        Kind::Scores => {
            let round = import.options.round.ok_or(StoreError::NotFound)?;
            scores::undo(to, (round, import.options.pass)).await
        }
    }
}
