//! Many rows written with few statements.

use futures::future::join;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ConnectionTrait, DbBackend, DbErr, EntityTrait, Iterable,
    QueryTrait, Statement, Value,
};

use crate::{StoreResult, Tx};

/// Rows of one statement: 1,000 rows of 22 columns stay below SQLite's 32,766 variables and PostgreSQL's 65,535.
pub(crate) const CHUNK: usize = 1_000;

/// Insert what `make` makes of the rows; it sets the same columns in all of them.
pub(crate) async fn insert<T, A: ActiveModelTrait>(
    tx: &Tx,
    rows: &[T],
    make: impl Fn(&T) -> StoreResult<A>,
) -> StoreResult<()> {
    let mut last = None;
    write(tx, rows, |chunk| {
        let models = chunk.iter().map(&make).collect::<StoreResult<Vec<A>>>()?;
        let statement = match last.take() {
            Some(same) if chunk.len() == CHUNK => again(same, models)?,
            _ => A::Entity::insert_many(models).build(tx.get_database_backend()),
        };
        last = Some(Text::of(&statement));
        Ok(statement)
    })
    .await
}

/// Write all rows chunk by chunk; `make` turns a chunk into a statement.
///
/// While the database works on one statement the next one is made, since making one (sealing, hashing) takes about
/// as long as writing it.
pub(crate) async fn write<'a, T>(
    tx: &Tx,
    rows: &'a [T],
    mut make: impl FnMut(&'a [T]) -> StoreResult<Statement>,
) -> StoreResult<()> {
    let mut chunks = rows.chunks(CHUNK);
    let mut following = || chunks.next().map(&mut make).transpose();
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

/// What statements over full chunks of the same columns have in common.
struct Text {
    backend: DbBackend,
    sql: String,
    values: usize,
}

impl Text {
    fn of(statement: &Statement) -> Self {
        Self {
            backend: statement.db_backend,
            sql: statement.sql.clone(),
            values: statement.values.iter().map(|values| values.0.len()).sum(),
        }
    }
}

/// The same statement with other values: most of what it takes to make one is its text.
fn again<A: ActiveModelTrait>(text: Text, models: Vec<A>) -> StoreResult<Statement> {
    let mut values = Vec::with_capacity(text.values);
    for mut model in models {
        values.extend(
            <A::Entity as EntityTrait>::Column::iter()
                .filter_map(|column| given(model.take(column))),
        );
    }
    if values.len() == text.values {
        Ok(Statement::from_sql_and_values(
            text.backend,
            text.sql,
            values,
        ))
    } else {
        Err(DbErr::Custom("the rows of one insert set different columns".to_owned()).into())
    }
}

fn given(value: ActiveValue<Value>) -> Option<Value> {
    match value {
        ActiveValue::Set(value) | ActiveValue::Unchanged(value) => Some(value),
        ActiveValue::NotSet => None,
    }
}
