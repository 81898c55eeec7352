//! Files by hash, background work, messages, operations done once.

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
        file(manager).await?;
        job(manager).await?;
        message(manager).await?;
        operation(manager).await?;
        Ok(())
    }
}

async fn file(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("file")
                .col(text("sha256").primary_key())
                .col(big_integer("size"))
                .col(text("media"))
                .col(timestamp_with_time_zone("created_at"))
                .to_owned(),
        )
        .await?;
    Ok(())
}

async fn job(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("job")
                .col(big_pk_auto("id"))
                .col(text("kind"))
                .col(json_binary("payload"))
                .col(string_len("state", 32))
                .col(big_integer("done"))
                .col(big_integer("total"))
                .col(text_null("note"))
                .col(json_binary_null("result"))
                .col(text_null("error"))
                .col(big_integer_null("created_by"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("started_at"))
                .col(timestamp_with_time_zone_null("finished_at"))
                .col(integer("attempts"))
                .col(timestamp_with_time_zone("run_after"))
                .foreign_key(&mut references("job", "created_by", "account", "id"))
                .to_owned(),
        )
        .await?;
    index(manager, "job", &["state", "run_after"]).await?;
    Ok(())
}

async fn message(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("message")
                .col(big_pk_auto("id"))
                .col(big_integer("account_id"))
                .col(text("title"))
                .col(text("body"))
                .col(text_null("link"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("read_at"))
                .foreign_key(&mut references("message", "account_id", "account", "id"))
                .to_owned(),
        )
        .await?;
    index(manager, "message", &["account_id", "read_at"]).await?;
    Ok(())
}

async fn operation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("operation")
                .col(big_integer("account_id"))
                .col(text("op_id"))
                .col(text("location"))
                .col(timestamp_with_time_zone("at"))
                .primary_key(Index::create().col("account_id").col("op_id"))
                .foreign_key(&mut references("operation", "account_id", "account", "id"))
                .to_owned(),
        )
        .await?;
    Ok(())
}
