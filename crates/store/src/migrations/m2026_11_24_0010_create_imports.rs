//! Imports from upload to undo.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, json_binary, json_binary_null, string_len,
    text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

use super::{index, references, table};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        import_batch(manager).await?;
        import_change(manager).await?;
        header_memory(manager).await?;
        Ok(())
    }
}

async fn import_batch(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("import_batch")
                .col(big_pk_auto("id"))
                .col(text("kind"))
                .col(text("file_sha256"))
                .col(text("file_name"))
                .col(string_len("state", 32))
                .col(json_binary("options"))
                .col(json_binary_null("mapping"))
                .col(json_binary("fixes"))
                .col(json_binary_null("counts"))
                .col(big_integer_null("job_id"))
                .col(big_integer_null("created_by"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("done_at"))
                .col(timestamp_with_time_zone_null("undone_at"))
                .col(integer("version"))
                .foreign_key(&mut references(
                    "import_batch",
                    "file_sha256",
                    "file",
                    "sha256",
                ))
                .foreign_key(&mut references("import_batch", "job_id", "job", "id"))
                .foreign_key(&mut references(
                    "import_batch",
                    "created_by",
                    "account",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    index(manager, "import_batch", &["created_by", "state"]).await?;
    index(manager, "import_batch", &["file_sha256"]).await?;
    Ok(())
}

async fn import_change(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("import_change")
                .col(big_pk_auto("id"))
                .col(big_integer("batch_id"))
                .col(integer("row"))
                .col(string_len("kind", 32))
                .col(text("object"))
                .col(big_integer("object_id"))
                .col(text_null("before"))
                .foreign_key(&mut references(
                    "import_change",
                    "batch_id",
                    "import_batch",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    index(manager, "import_change", &["batch_id"]).await?;
    Ok(())
}

async fn header_memory(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("header_memory")
                .col(text("kind"))
                .col(text("header_hash"))
                .col(json_binary("mapping"))
                .primary_key(Index::create().col("kind").col("header_hash"))
                .to_owned(),
        )
        .await?;
    Ok(())
}
