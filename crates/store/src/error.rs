//! What a query can answer instead of rows.

use sea_orm::{DbErr, SqlErr};

/// The answer of every query.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why the rows could not be given or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row.
    #[error("no such record")]
    NotFound,
    /// The row was changed since it was read.
    #[error("the record was changed in the meantime")]
    Stale,
    /// Another row already has this value; `field` names the columns, joined by a comma.
    #[error("already taken: {field}")]
    Taken {
        /// The columns that must be unique together.
        field: String,
    },
    /// A stored ciphertext does not belong to this place or was altered.
    #[error("a protected value cannot be opened: {0}")]
    Sealed(&'static str),
    /// The database was written by a newer program.
    #[error("the database is newer than this program: it has {0}")]
    Newer(String),
    /// The store of files.
    #[error("the file store: {0}")]
    Files(#[from] object_store::Error),
    /// The key file or another local file.
    #[error("{path}: {cause}")]
    Disk {
        /// The file.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// Anything else the database said.
    #[error("the database: {0}")]
    Db(DbErr),
}

/// After a write to one row at the version it was read with: none written means that somebody was quicker.
pub(crate) fn written_once(rows_affected: u64) -> StoreResult<()> {
    if rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if matches!(error, DbErr::RecordNotFound(_)) {
            return Self::NotFound;
        }
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(text)) => Self::Taken {
                field: taken_field(&text),
            },
            Some(_) | None => Self::Db(error),
        }
    }
}

/// SQLite names the columns, PostgreSQL the index: ours are called `uq__table__column__column`.
fn taken_field(text: &str) -> String {
    if let Some((_, columns)) = text.split_once("UNIQUE constraint failed: ") {
        let names = columns
            .split(", ")
            .map(|column| column.rsplit('.').next().unwrap_or(column));
        return names.collect::<Vec<_>>().join(",");
    }
    let Some((_, rest)) = text.split_once("uq__") else {
        return "id".to_owned();
    };
    let name = rest.split('"').next().unwrap_or(rest);
    name.split("__").skip(1).collect::<Vec<_>>().join(",")
}
