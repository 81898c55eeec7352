//! The schema, one change a file, the same for both databases; a file is never edited after a release.

use sea_orm::DatabaseConnection;
use sea_orm_migration::prelude::*;

use crate::{StoreError, StoreResult};

mod guard;
mod m2026_11_24_0001_create_school;
mod m2026_11_24_0002_create_identity;
mod m2026_11_24_0003_create_audit;
mod m2026_11_24_0004_create_work;
mod m2026_11_24_0005_create_plan;
mod m2026_11_24_0006_create_projects;
mod m2026_11_24_0007_create_reviews;
mod m2026_11_24_0008_create_selection;
mod m2026_11_24_0009_create_registration;
mod m2026_11_24_0010_create_imports;
mod m2026_11_24_0011_create_marks;
mod m2026_11_24_0012_create_selection_papers;
mod m2026_11_24_0013_create_guidance;
mod m2026_11_24_0014_create_people;
mod m2026_11_24_0016_create_outbox;
mod m2026_11_24_0018_index_registrations;
mod table;

/// The list of changes, in order.
struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m2026_11_24_0001_create_school::Change),
            Box::new(m2026_11_24_0002_create_identity::Change),
            Box::new(m2026_11_24_0003_create_audit::Change),
            Box::new(m2026_11_24_0004_create_work::Change),
            Box::new(m2026_11_24_0005_create_plan::Change),
            Box::new(m2026_11_24_0006_create_projects::Change),
            Box::new(m2026_11_24_0007_create_reviews::Change),
            Box::new(m2026_11_24_0008_create_selection::Change),
            Box::new(m2026_11_24_0009_create_registration::Change),
            Box::new(m2026_11_24_0010_create_imports::Change),
            Box::new(m2026_11_24_0011_create_marks::Change),
            Box::new(m2026_11_24_0012_create_selection_papers::Change),
            Box::new(m2026_11_24_0013_create_guidance::Change),
            Box::new(m2026_11_24_0014_create_people::Change),
            Box::new(m2026_11_24_0016_create_outbox::Change),
            Box::new(m2026_11_24_0018_index_registrations::Change),
        ]
    }
}

/// Run what has not run yet; refuses a database that a newer program has changed.
pub(crate) async fn migrate(connection: &DatabaseConnection) -> StoreResult<()> {
    if !pending(connection).await?.is_empty() {
        Migrator::up(connection, None).await?;
    }
    Ok(())
}

/// Names of the changes that have not run, in order.
pub(crate) async fn pending(connection: &DatabaseConnection) -> StoreResult<Vec<String>> {
    let applied = applied(connection).await?;
    let known = known();
    if let Some(newer) = applied.iter().find(|name| !known.contains(name)) {
        return Err(StoreError::Newer(newer.clone()));
    }
    Ok(known
        .into_iter()
        .filter(|name| !applied.contains(name))
        .collect())
}

/// Names of all changes this program knows, in order.
pub(crate) fn known() -> Vec<String> {
    Migrator::migrations()
        .iter()
        .map(|change| change.name().to_owned())
        .collect()
}

async fn applied(connection: &DatabaseConnection) -> StoreResult<Vec<String>> {
    if !SchemaManager::new(connection)
        .has_table("seaql_migrations")
        .await?
    {
        return Ok(Vec::new());
    }
    let models = Migrator::get_migration_models(connection).await?;
    Ok(models.into_iter().map(|model| model.version).collect())
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).to_owned()
}

/// Unique indexes carry their table and columns in the name: PostgreSQL reports nothing else (see `StoreError::Taken`).
async fn unique(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    let name = format!("uq__{table}__{}", columns.join("__"));
    manager
        .create_index(columns_of(table, columns).name(name).unique().to_owned())
        .await
}

async fn index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    let name = format!("ix__{table}__{}", columns.join("__"));
    manager
        .create_index(columns_of(table, columns).name(name).to_owned())
        .await
}

fn columns_of(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().table(table).to_owned();
    for column in columns {
        index.col(*column);
    }
    index
}

fn references(
    table: &'static str,
    column: &'static str,
    to: &'static str,
    key: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk__{table}__{column}"))
        .from(table, column)
        .to(to, key)
        .to_owned()
}
