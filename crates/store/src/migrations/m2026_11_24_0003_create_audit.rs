//! What was done, chained by hashes; rows are only ever added.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, text, text_null, timestamp_with_time_zone,
};

use super::{guard, index, table};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        audit_entry(manager).await?;
        guard::append_only(manager).await?;
        Ok(())
    }
}

async fn audit_entry(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("audit_entry")
                .col(big_integer("seq").primary_key())
                .col(timestamp_with_time_zone("at"))
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
                .to_owned(),
        )
        .await?;
    index(manager, "audit_entry", &["object_kind", "object_id"]).await?;
    index(manager, "audit_entry", &["project_id"]).await?;
    index(manager, "audit_entry", &["actor_id"]).await?;
    index(manager, "audit_entry", &["at"]).await?;
    Ok(())
}
