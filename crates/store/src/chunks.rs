//! Many rows written with few statements.

use futures::future::join;
use sea_orm::{ConnectionTrait, Statement};

use crate::{StoreResult, Tx};

/// Rows of one statement: 1,000 rows of 22 columns stay below SQLite's 32,766 variables and PostgreSQL's 65,535.
pub(crate) const CHUNK: usize = 1_000;

/// Write all rows chunk by chunk; `make` turns a chunk into a statement.
///
/// While the database works on one statement the next one is made, since making one (sealing, hashing) takes about
/// as long as writing it.
pub(crate) async fn write<'a, T>(
    tx: &Tx,
    rows: &'a [T],
    make: impl Fn(&'a [T]) -> StoreResult<Statement>,
) -> StoreResult<()> {
    let mut chunks = rows.chunks(CHUNK);
    let mut following = || chunks.next().map(&make).transpose();
    let mut next = following()?;
    while let Some(statement) = next {
        // Polled in this order: the statement is on its way before the next one is begun.
        let written = tx.execute_raw(statement);
        let (outcome, prepared) = join(written, async { following() }).await;
        outcome?;
        next = prepared?;
    }
    Ok(())
}
