//! The database: one writer that always begins IMMEDIATE, and a pool of readers.
//!
//! Deferred writers in a pool lose transactions to "database is locked" on SQLite, and no busy timeout helps;
//! therefore every transaction is begun by [`Db::begin`]. On PostgreSQL writer and readers are one pool.

use std::path::Path;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::StoreResult;
use crate::migrations;

/// A transaction; rolled back unless committed.
pub type Tx = DatabaseTransaction;

const READERS: u32 = 8;
/// What the writer may keep in memory of a transaction before it spills half-done pages to the disk, in KiB (SQLite
/// takes a negative number as KiB). Its usual 2 MB make the import of one grade write most pages several times.
const WRITER_CACHE: &str = "-65536";
const POSTGRES_CONNECTIONS: u32 = 16;

/// Where the rows are.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Memory,
    File(String),
    Postgres(String),
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Db {
    writer: DatabaseConnection,
    readers: DatabaseConnection,
    place: Place,
}

impl Db {
    /// Open a PostgreSQL address (`postgres://…`), `:memory:`, or the path of an SQLite file, which is created when missing.
    pub async fn open(url_or_path: &str) -> StoreResult<Self> {
        let place = Place::named(url_or_path);
        let (writer, readers) = match &place {
            Place::Postgres(url) => {
                let pool = Database::connect(postgres(url, POSTGRES_CONNECTIONS)).await?;
                (pool.clone(), pool)
            }
            Place::Memory => {
                let only = Database::connect(sqlite(":memory:", 1)).await?;
                (only.clone(), only)
            }
            Place::File(path) => {
                let writer = Database::connect(sqlite(path, 1)).await?;
                (writer, Database::connect(sqlite(path, READERS)).await?)
            }
        };
        Ok(Self {
            writer,
            readers,
            place,
        })
    }

    /// Open the SQLite file at this path.
    pub async fn open_file(path: &Path) -> StoreResult<Self> {
        Self::open(&path.to_string_lossy()).await
    }

    /// An empty database in memory with the present schema, for tests.
    pub async fn in_memory() -> StoreResult<Self> {
        let db = Self::open(":memory:").await?;
        db.migrate().await?;
        Ok(db)
    }

    /// For queries outside a transaction.
    pub const fn read(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// Which database it is.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// Begin the only kind of transaction there is: one that may write. Waits for the writer before it on SQLite.
    pub async fn begin(&self) -> StoreResult<Tx> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.writer.begin_with_options(options).await?)
    }

    /// Begin a transaction that sees one moment for as long as it lasts and writes nothing; no writer waits for it.
    pub async fn snapshot(&self) -> StoreResult<Tx> {
        let options = match self.backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            // With a write-ahead log a reader keeps seeing what was there at its first query.
            _ => TransactionOptions::default(),
        };
        Ok(self.readers.begin_with_options(options).await?)
    }

    /// Bring the schema to this program's; does nothing when it is there already.
    ///
    /// On a connection of its own: migrations switch pragmas, which must not stay behind in a pool.
    pub async fn migrate(&self) -> StoreResult<()> {
        let (connection, own) = self.single().await?;
        let outcome = migrations::migrate(&connection).await;
        if own {
            connection.close().await?;
        }
        outcome
    }

    /// The names of the migrations that have not run here.
    pub async fn pending(&self) -> StoreResult<Vec<String>> {
        migrations::pending(&self.writer).await
    }

    /// Answers when the database answers; for health checks.
    pub async fn ping(&self) -> StoreResult<()> {
        Ok(self.readers.ping().await?)
    }

    /// Close all connections; on SQLite this folds the write-ahead log into the file.
    pub async fn close(self) -> StoreResult<()> {
        self.readers.close_by_ref().await?;
        Ok(self.writer.close_by_ref().await?)
    }

    async fn single(&self) -> StoreResult<(DatabaseConnection, bool)> {
        match &self.place {
            Place::Memory => Ok((self.writer.clone(), false)),
            Place::File(path) => Ok((Database::connect(sqlite(path, 1)).await?, true)),
            Place::Postgres(url) => Ok((Database::connect(postgres(url, 1)).await?, true)),
        }
    }
}

impl Place {
    fn named(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Self::Postgres(text.to_owned());
        }
        match text {
            ":memory:" | "sqlite::memory:" => Self::Memory,
            path => Self::File(path.strip_prefix("sqlite://").unwrap_or(path).to_owned()),
        }
    }
}

fn sqlite(path: &str, connections: u32) -> ConnectOptions {
    let memory = path == ":memory:";
    let path = path.to_owned();
    let mut options = ConnectOptions::new(if memory {
        "sqlite::memory:"
    } else {
        "sqlite://"
    });
    options
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |given| {
            // The path goes in as it is: in an address a `?` or `%` of a folder's name would be read as syntax.
            let base: SqliteConnectOptions = if memory { given } else { given.filename(&path) };
            // What a statement would undo of itself, and what it sorts, stays in memory: it is little and short-lived.
            let base = base.pragma("temp_store", "memory");
            let base = if connections == 1 {
                base.pragma("cache_size", WRITER_CACHE)
            } else {
                base
            };
            base.create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
        });
    options
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(30))
        .sqlx_logging(false);
    options
}

/// The time as both databases keep it: PostgreSQL has microseconds, SQLite would keep nanoseconds.
pub fn micros(at: chrono::DateTime<chrono::Utc>) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}
