//! Projects and the exceptions at their gates (plan 6).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, date, date_null, integer, string_len, text, text_null,
    timestamp_with_time_zone,
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
        project(manager).await?;
        project_major(manager).await?;
        gate_exception(manager).await?;
        Ok(())
    }
}

async fn project(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("project")
                .col(big_pk_auto("id"))
                .col(text("code"))
                .col(big_integer("certificate_id"))
                .col(text("level"))
                .col(text("title"))
                .col(date("exam_from"))
                .col(date("exam_to"))
                .col(date_null("registration_deadline"))
                .col(integer("grade"))
                .col(big_integer("group_id"))
                .col(big_integer("plan_version_id"))
                .col(string_len("state", 32))
                .col(big_integer("created_by"))
                .col(timestamp_with_time_zone("created_at"))
                .col(text_null("note"))
                .col(integer("version"))
                .foreign_key(&mut references(
                    "project",
                    "certificate_id",
                    "certificate",
                    "id",
                ))
                .foreign_key(&mut references("project", "group_id", "major_group", "id"))
                .foreign_key(&mut references(
                    "project",
                    "plan_version_id",
                    "plan_version",
                    "id",
                ))
                .foreign_key(&mut references("project", "created_by", "account", "id"))
                .to_owned(),
        )
        .await?;
    unique(manager, "project", &["code"]).await?;
    index(manager, "project", &["group_id", "state"]).await?;
    index(manager, "project", &["state"]).await?;
    Ok(())
}

async fn project_major(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("project_major")
                .col(big_integer("project_id"))
                .col(big_integer("major_id"))
                .primary_key(Index::create().col("project_id").col("major_id"))
                .foreign_key(&mut references(
                    "project_major",
                    "project_id",
                    "project",
                    "id",
                ))
                .foreign_key(&mut references("project_major", "major_id", "major", "id"))
                .to_owned(),
        )
        .await?;
    index(manager, "project_major", &["major_id"]).await?;
    Ok(())
}

async fn gate_exception(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("gate_exception")
                .col(big_pk_auto("id"))
                .col(big_integer("project_id"))
                .col(text("gate"))
                .col(text("reason"))
                .col(big_integer("by_account"))
                .col(timestamp_with_time_zone("at"))
                .foreign_key(&mut references(
                    "gate_exception",
                    "project_id",
                    "project",
                    "id",
                ))
                .foreign_key(&mut references(
                    "gate_exception",
                    "by_account",
                    "account",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    index(manager, "gate_exception", &["project_id"]).await?;
    Ok(())
}
