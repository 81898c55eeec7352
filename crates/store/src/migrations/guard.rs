//! Triggers that keep the audit append-only, also against whoever has a database shell and no intent.

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;

const SQLITE: [&str; 2] = [
    "CREATE TRIGGER audit_entry_keeps_rows BEFORE DELETE ON audit_entry
     BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END",
    "CREATE TRIGGER audit_entry_keeps_values BEFORE UPDATE ON audit_entry
     BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END",
];

const POSTGRES: [&str; 3] = [
    "CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'audit_entry is append-only'; END $$",
    "CREATE TRIGGER audit_entry_keeps_rows BEFORE UPDATE OR DELETE ON audit_entry
     FOR EACH ROW EXECUTE FUNCTION audit_entry_is_append_only()",
    "CREATE TRIGGER audit_entry_keeps_table BEFORE TRUNCATE ON audit_entry
     FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only()",
];

pub(super) async fn append_only(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let statements: &[&str] = match connection.get_database_backend() {
        DbBackend::Sqlite => &SQLITE,
        DbBackend::Postgres => &POSTGRES,
        other => {
            return Err(DbErr::Custom(format!(
                "{other:?} is not one of our databases"
            )));
        }
    };
    for statement in statements {
        connection.execute_unprepared(statement).await?;
    }
    Ok(())
}
