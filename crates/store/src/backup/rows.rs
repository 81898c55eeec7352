//! Rows out as lines, lines in as rows.

use futures::TryStreamExt;
use sea_orm::sea_query::{Alias, Expr, Query};
use sea_orm::{ConnectionTrait, DbBackend, Statement, StreamTrait, Value};
use serde_json::Value as Json;

use super::cell::Kind;
use super::table::{Column, Table};
use crate::{StoreError, StoreResult, Tx};

/// Rows of one insert: 25 columns of them stay below SQLite's 32,766 variables.
const CHUNK: usize = 500;

/// Why lines are not the rows of a table.
#[derive(Debug, thiserror::Error)]
pub enum NotRows {
    /// The columns are not those of this program's table.
    #[error("the columns of {0} are not this program's")]
    Columns(String),
    /// A line is no row.
    #[error("line {line} of {table} is not a row")]
    Line {
        /// The table.
        table: String,
        /// Its line, the first row is 2.
        line: usize,
    },
    /// The lines could not be read.
    #[error("the rows of {0} could not be read")]
    Io(String, #[source] std::io::Error),
    /// The database did not take them.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Give every row of the table as a line, after a line with the columns; answers how many rows there are.
/// The transaction decides what moment is seen (`Db::snapshot`).
pub async fn dump(
    tx: &Tx,
    table: &Table,
    mut line: impl FnMut(&str) -> std::io::Result<()>,
) -> Result<u64, NotRows> {
    let unread = |cause| NotRows::Io(table.name.clone(), cause);
    let names: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    line(&Json::from(names).to_string()).map_err(unread)?;
    let statement = Statement::from_string(backend(tx), select(tx, table));
    let mut rows = tx.stream_raw(statement).await.map_err(StoreError::from)?;
    let mut count = 0;
    while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
        let values = table
            .columns
            .iter()
            .map(|column| column.kind.written(&row, &column.name));
        let values: Vec<Json> = values.collect::<Result<_, _>>().map_err(StoreError::from)?;
        line(&Json::Array(values).to_string()).map_err(unread)?;
        count += 1;
    }
    Ok(count)
}

/// Both databases sort texts by their bytes here; PostgreSQL would go by the language of the installation.
fn select(tx: &Tx, table: &Table) -> String {
    let bytes = match backend(tx) {
        DbBackend::Postgres => " COLLATE \"C\"",
        _ => "",
    };
    let quoted = |column: &Column| format!("\"{}\"", column.name);
    let columns: Vec<String> = table.columns.iter().map(quoted).collect();
    let order = table.key.iter().map(|column| match column.kind {
        Kind::Text => format!("{}{bytes}", quoted(column)),
        Kind::Int | Kind::Long | Kind::Flag | Kind::Day | Kind::Time | Kind::Json => quoted(column),
    });
    let order: Vec<String> = order.collect();
    format!(
        "SELECT {} FROM \"{}\" ORDER BY {}",
        columns.join(", "),
        table.name,
        order.join(", ")
    )
}

/// Put the lines of [`dump`] into an empty table; answers how many rows came in.
pub async fn load(
    tx: &Tx,
    table: &Table,
    mut lines: impl Iterator<Item = std::io::Result<String>>,
) -> Result<u64, NotRows> {
    let unread = |cause| NotRows::Io(table.name.clone(), cause);
    let header = lines
        .next()
        .transpose()
        .map_err(unread)?
        .unwrap_or_default();
    let names: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let expected = Json::from(names).to_string();
    if header != expected {
        return Err(NotRows::Columns(table.name.clone()));
    }
    let mut waiting = Vec::with_capacity(CHUNK);
    let mut count = 0;
    for (number, line) in (2..).zip(lines) {
        let not_a_row = || NotRows::Line {
            table: table.name.clone(),
            line: number,
        };
        waiting.push(values(table, &line.map_err(unread)?).ok_or_else(not_a_row)?);
        count += 1;
        if waiting.len() == CHUNK {
            insert(tx, table, std::mem::take(&mut waiting)).await?;
        }
    }
    insert(tx, table, waiting).await?;
    number_on(tx, table).await?;
    Ok(count)
}

fn values(table: &Table, line: &str) -> Option<Vec<Value>> {
    let row: Vec<Json> = serde_json::from_str(line).ok()?;
    if row.len() != table.columns.len() {
        return None;
    }
    table
        .columns
        .iter()
        .zip(&row)
        .map(|(column, json)| column.kind.read(json))
        .collect()
}

async fn insert(tx: &Tx, table: &Table, rows: Vec<Vec<Value>>) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut statement = Query::insert();
    statement
        .into_table(Alias::new(&table.name))
        .columns(table.columns.iter().map(|column| Alias::new(&column.name)));
    for row in rows {
        statement.values_panic(row.into_iter().map(Expr::value));
    }
    tx.execute(&statement).await?;
    Ok(())
}

/// The next new row is numbered after the last one put in; SQLite sees to that by itself.
async fn number_on(tx: &Tx, table: &Table) -> StoreResult<()> {
    let (DbBackend::Postgres, true, Some(key)) = (backend(tx), table.numbered, table.key.first())
    else {
        return Ok(());
    };
    let (name, key) = (&table.name, &key.name);
    let last = format!(
        "SELECT setval(pg_get_serial_sequence('\"{name}\"', '{key}'), COALESCE(MAX(\"{key}\"), 1), \
         MAX(\"{key}\") IS NOT NULL) FROM \"{name}\""
    );
    tx.query_one_raw(Statement::from_string(DbBackend::Postgres, last))
        .await?;
    Ok(())
}

/// Whether no table holds a row, so that rows can be put in.
pub async fn is_empty(tx: &Tx, tables: &[Table]) -> StoreResult<bool> {
    for table in tables {
        let any = format!("SELECT 1 AS found FROM \"{}\" LIMIT 1", table.name);
        let statement = Statement::from_string(backend(tx), any);
        if tx.query_one_raw(statement).await?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn backend(tx: &Tx) -> DbBackend {
    ConnectionTrait::get_database_backend(tx)
}
