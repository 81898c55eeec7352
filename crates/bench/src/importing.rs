//! Importing a roster of 10,000 students to disk, the child process included, against calamine reading the file and
//! bare SQL inserting the same cells.

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection};

use crate::measure::{figures, middle, ratio, run, say, this};
use crate::{Outcome, people};

const STUDENTS: u32 = 10_000;
const RUNS: u32 = 3;
const GOAL: f64 = 2.0;
/// 500 rows of 17 cells stay below SQLite's 32,766 variables.
const CHUNK: usize = 500;

pub(crate) fn measure(folder: &Path) -> Outcome {
    let roster = folder.join("roster.xlsx");
    people::roster(&roster, STUDENTS)?;
    let roster = roster.to_string_lossy();
    let (mut own, mut bare) = (Vec::new(), Vec::new());
    for nth in 0..RUNS {
        let data = folder.join(format!("school-{nth}"));
        let data = data.to_string_lossy();
        // An empty school exists before anybody imports: its tables are not part of the work.
        run(this(&[
            "import",
            "students",
            &roster,
            "--data",
            &data,
            "--create-structure",
            "--dry-run",
            "--json",
        ])?)?;
        own.push(run(this(&[
            "import",
            "students",
            &roster,
            "--data",
            &data,
            "--create-structure",
            "--json",
        ])?)?);
        let database = folder.join(format!("bare-{nth}.db"));
        bare.push(run(this(&[
            "work",
            "import",
            &roster,
            &database.to_string_lossy(),
        ])?)?);
    }
    let (own, bare) = (middle(own)?, middle(bare)?);
    say(&format!(
        "import: {STUDENTS} students × {} cells from .xlsx to disk",
        people::HEADER.len()
    ));
    say(&figures("onex", &own));
    say(&figures("bare", &bare));
    say(&ratio(own.time, bare.time, GOAL));
    Ok(())
}

/// The least that has to be done: read the file, insert every cell, be on the disk.
pub(crate) fn reference(roster: &Path, database: &Path) -> Outcome {
    let mut book: Xlsx<_> = open_workbook(roster)?;
    let sheet = book
        .worksheet_range_at(0)
        .ok_or("the roster has no sheet")??;
    let rows: Vec<Vec<String>> = sheet
        .rows()
        .skip(1)
        .map(|row| row.iter().map(Data::to_string).collect())
        .collect();
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(insert(database, &rows))
}

async fn insert(database: &Path, rows: &[Vec<String>]) -> Outcome {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let columns: Vec<String> = (1..=people::HEADER.len())
        .map(|at| format!("c{at} TEXT"))
        .collect();
    let table = format!(
        "CREATE TABLE roster (id INTEGER PRIMARY KEY, {})",
        columns.join(", ")
    );
    connection.execute(AssertSqlSafe(table)).await?;
    let names: Vec<String> = (1..=people::HEADER.len())
        .map(|at| format!("c{at}"))
        .collect();
    let one = format!("({})", vec!["?"; people::HEADER.len()].join(", "));
    let mut transaction = connection.begin().await?;
    for chunk in rows.chunks(CHUNK) {
        let places = vec![one.as_str(); chunk.len()].join(", ");
        let statement = format!("INSERT INTO roster ({}) VALUES {places}", names.join(", "));
        let mut query = sqlx::query(AssertSqlSafe(statement));
        for cell in chunk.iter().flatten() {
            query = query.bind(cell);
        }
        query.execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(connection.close().await?)
}
