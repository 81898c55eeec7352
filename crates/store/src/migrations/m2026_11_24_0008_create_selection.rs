//! Rounds of selection and their candidates (plan 4.2, 4.3).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, date_null, integer, integer_null,
    json_binary, json_binary_null, string_len, string_len_null, text_null,
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
        selection_round(manager).await?;
        selection_entry(manager).await?;
        Ok(())
    }
}

async fn selection_round(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("selection_round")
                .col(big_pk_auto("id"))
                .col(big_integer("project_id"))
                .col(integer("number"))
                .col(big_integer("snapshot_id"))
                .col(big_integer("plan_version_id"))
                .col(json_binary("parameters"))
                .col(integer_null("approved_number"))
                .col(integer_null("seats"))
                .col(string_len("state", 32))
                .col(date_null("test_on"))
                .col(timestamp_with_time_zone_null("sealed_at"))
                .col(big_integer_null("sealed_by"))
                .col(text_null("seal_hash"))
                .col(json_binary_null("result"))
                .col(timestamp_with_time_zone_null("computed_at"))
                .col(timestamp_with_time_zone_null("confirmed_at"))
                .col(big_integer_null("confirmed_by"))
                .col(timestamp_with_time_zone_null("published_at"))
                .col(big_integer_null("published_by"))
                .col(big_integer("created_by"))
                .col(timestamp_with_time_zone("created_at"))
                .col(integer("version"))
                .foreign_key(&mut references(
                    "selection_round",
                    "project_id",
                    "project",
                    "id",
                ))
                .foreign_key(&mut references(
                    "selection_round",
                    "snapshot_id",
                    "roll_snapshot",
                    "id",
                ))
                .foreign_key(&mut references(
                    "selection_round",
                    "plan_version_id",
                    "plan_version",
                    "id",
                ))
                .foreign_key(&mut references(
                    "selection_round",
                    "sealed_by",
                    "account",
                    "id",
                ))
                .foreign_key(&mut references(
                    "selection_round",
                    "confirmed_by",
                    "account",
                    "id",
                ))
                .foreign_key(&mut references(
                    "selection_round",
                    "published_by",
                    "account",
                    "id",
                ))
                .foreign_key(&mut references(
                    "selection_round",
                    "created_by",
                    "account",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    unique(manager, "selection_round", &["project_id", "number"]).await?;
    index(manager, "selection_round", &["state"]).await?;
    Ok(())
}

async fn selection_entry(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("selection_entry")
                .col(big_pk_auto("id"))
                .col(big_integer("round_id"))
                .col(big_integer("student_id"))
                .col(big_integer("class_id"))
                .col(boolean("in_base"))
                .col(json_binary("scores"))
                .col(string_len_null("absence", 32))
                .col(text_null("note"))
                .col(big_integer_null("total"))
                .col(integer_null("rank"))
                .col(string_len_null("verdict", 32))
                .col(text_null("reason"))
                .col(integer("version"))
                .foreign_key(&mut references(
                    "selection_entry",
                    "round_id",
                    "selection_round",
                    "id",
                ))
                .foreign_key(&mut references(
                    "selection_entry",
                    "student_id",
                    "student",
                    "id",
                ))
                .foreign_key(&mut references(
                    "selection_entry",
                    "class_id",
                    "school_class",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    unique(manager, "selection_entry", &["round_id", "student_id"]).await?;
    index(manager, "selection_entry", &["student_id"]).await?;
    Ok(())
}
