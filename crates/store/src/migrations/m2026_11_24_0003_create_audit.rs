//! What was done, chained by hashes; rows are only ever added.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, text, text_null};

use super::guard;
use super::table::{NewTable, create, time};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, [audit_entry()]).await?;
        guard::append_only(manager).await
    }
}

fn audit_entry() -> NewTable {
    NewTable::keyless("audit_entry")
        .col(big_integer("seq").primary_key())
        .col(time("at"))
        .col(big_integer_null("actor_id"))
        .col(text("actor"))
        .col(text("action"))
        .col(text("object_kind"))
        .col(big_integer_null("object_id"))
        .col(text("object_name"))
        .col(big_integer_null("project_id"))
        .col(text_null("before"))
        .col(text_null("after"))
        .col(text_null("reason"))
        .col(text("prev_hash"))
        .col(text("hash"))
        .index(&["object_kind", "object_id"])
        .index(&["project_id"])
        .index(&["actor_id"])
        .index(&["at"])
}
