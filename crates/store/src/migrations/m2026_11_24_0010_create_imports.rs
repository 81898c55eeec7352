//! Imports from upload to undo.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, integer, json_binary, json_binary_null, text, text_null,
};

use super::table::{NewTable, code, create, time, time_null};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, [import_batch(), import_change(), header_memory()]).await
    }
}

fn import_batch() -> NewTable {
    NewTable::numbered("import_batch")
        .col(text("kind"))
        .file("file_sha256")
        .col(text("file_name"))
        .col(code("state"))
        .col(json_binary("options"))
        .col(json_binary_null("mapping"))
        .col(json_binary("fixes"))
        .col(json_binary_null("counts"))
        .may_refer("job_id", "job")
        .may_refer("created_by", "account")
        .col(time("created_at"))
        .col(time_null("done_at"))
        .col(time_null("undone_at"))
        .version()
        .index(&["created_by", "state"])
        .index(&["file_sha256"])
}

fn import_change() -> NewTable {
    NewTable::numbered("import_change")
        .refers("batch_id", "import_batch")
        .col(integer("row"))
        .col(code("kind"))
        .col(text("object"))
        .col(big_integer("object_id"))
        .col(text_null("before"))
        .index(&["batch_id"])
}

fn header_memory() -> NewTable {
    NewTable::keyless("header_memory")
        .col(text("kind"))
        .col(text("header_hash"))
        .col(json_binary("mapping"))
        .key(&["kind", "header_hash"])
}
