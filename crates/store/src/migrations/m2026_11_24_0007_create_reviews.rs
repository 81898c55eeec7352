//! The one chain of approvals.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, date_null, integer, string_len, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
};

use super::{index, references, table, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        review(manager).await?;
        review_step(manager).await?;
        review_remind(manager).await?;
        Ok(())
    }
}

async fn review(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("review")
                .col(big_pk_auto("id"))
                .col(string_len("kind", 32))
                .col(big_integer("object_id"))
                .col(big_integer_null("project_id"))
                .col(text("title"))
                .col(string_len("state", 32))
                .col(integer("round"))
                .col(integer("step"))
                .col(big_integer("submitted_by"))
                .col(timestamp_with_time_zone("submitted_at"))
                .col(date_null("due_on"))
                .col(big_integer_null("opened_by"))
                .col(timestamp_with_time_zone_null("opened_at"))
                .col(timestamp_with_time_zone_null("decided_at"))
                .col(integer("version"))
                .foreign_key(&mut references("review", "project_id", "project", "id"))
                .foreign_key(&mut references("review", "submitted_by", "account", "id"))
                .foreign_key(&mut references("review", "opened_by", "account", "id"))
                .to_owned(),
        )
        .await?;
    index(manager, "review", &["state", "kind"]).await?;
    index(manager, "review", &["kind", "object_id"]).await?;
    index(manager, "review", &["project_id"]).await?;
    index(manager, "review", &["submitted_by"]).await?;
    Ok(())
}

async fn review_step(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("review_step")
                .col(big_pk_auto("id"))
                .col(big_integer("review_id"))
                .col(integer("number"))
                .col(string_len("post", 32))
                .col(big_integer_null("group_id"))
                .col(string_len("state", 32))
                .col(big_integer_null("delegated_to"))
                .col(big_integer_null("decided_by"))
                .col(timestamp_with_time_zone_null("decided_at"))
                .col(text_null("reason"))
                .col(text_null("field"))
                .foreign_key(&mut references("review_step", "review_id", "review", "id"))
                .foreign_key(&mut references(
                    "review_step",
                    "group_id",
                    "major_group",
                    "id",
                ))
                .foreign_key(&mut references(
                    "review_step",
                    "delegated_to",
                    "account",
                    "id",
                ))
                .foreign_key(&mut references(
                    "review_step",
                    "decided_by",
                    "account",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    unique(manager, "review_step", &["review_id", "number"]).await?;
    Ok(())
}

async fn review_remind(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("review_remind")
                .col(big_pk_auto("id"))
                .col(big_integer("review_id"))
                .col(big_integer("by_account"))
                .col(timestamp_with_time_zone("at"))
                .foreign_key(&mut references(
                    "review_remind",
                    "review_id",
                    "review",
                    "id",
                ))
                .foreign_key(&mut references(
                    "review_remind",
                    "by_account",
                    "account",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    index(manager, "review_remind", &["review_id"]).await?;
    Ok(())
}
