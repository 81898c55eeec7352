//! Registration lists, platform workbooks, what was taken out (plan 6.3).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, json_binary, string_len, string_len_null,
    text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
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
        registration_list(manager).await?;
        registration(manager).await?;
        platform_template(manager).await?;
        export_record(manager).await?;
        Ok(())
    }
}

async fn registration_list(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("registration_list")
                .col(big_pk_auto("id"))
                .col(big_integer("project_id"))
                .col(big_integer("class_id"))
                .col(string_len("state", 32))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("submitted_at"))
                .col(integer("version"))
                .foreign_key(&mut references(
                    "registration_list",
                    "project_id",
                    "project",
                    "id",
                ))
                .foreign_key(&mut references(
                    "registration_list",
                    "class_id",
                    "school_class",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    unique(manager, "registration_list", &["project_id", "class_id"]).await?;
    index(manager, "registration_list", &["state"]).await?;
    Ok(())
}

async fn registration(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("registration")
                .col(big_pk_auto("id"))
                .col(big_integer("list_id"))
                .col(big_integer("project_id"))
                .col(big_integer("student_id"))
                .col(string_len("state", 32))
                .col(json_binary("data"))
                .col(json_binary("problems"))
                .col(text_null("reason"))
                .col(string_len_null("field", 32))
                .col(big_integer_null("decided_by"))
                .col(timestamp_with_time_zone_null("decided_at"))
                .col(integer("version"))
                .foreign_key(&mut references(
                    "registration",
                    "list_id",
                    "registration_list",
                    "id",
                ))
                .foreign_key(&mut references(
                    "registration",
                    "project_id",
                    "project",
                    "id",
                ))
                .foreign_key(&mut references(
                    "registration",
                    "student_id",
                    "student",
                    "id",
                ))
                .foreign_key(&mut references(
                    "registration",
                    "decided_by",
                    "account",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    unique(manager, "registration", &["project_id", "student_id"]).await?;
    index(manager, "registration", &["project_id", "state"]).await?;
    index(manager, "registration", &["list_id", "state"]).await?;
    index(manager, "registration", &["student_id"]).await?;
    Ok(())
}

async fn platform_template(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("platform_template")
                .col(big_pk_auto("id"))
                .col(text("name"))
                .col(text("sha256"))
                .col(text("sheet"))
                .col(integer("header_row"))
                .col(json_binary("mapping"))
                .col(big_integer("created_by"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("confirmed_at"))
                .foreign_key(&mut references(
                    "platform_template",
                    "sha256",
                    "file",
                    "sha256",
                ))
                .foreign_key(&mut references(
                    "platform_template",
                    "created_by",
                    "account",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    Ok(())
}

async fn export_record(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("export_record")
                .col(big_pk_auto("id"))
                .col(text("kind"))
                .col(big_integer_null("project_id"))
                .col(big_integer_null("template_id"))
                .col(text("file_sha256"))
                .col(big_integer("rows"))
                .col(json_binary("fields"))
                .col(text("reason"))
                .col(text_null("recipient"))
                .col(big_integer("by_account"))
                .col(timestamp_with_time_zone("at"))
                .foreign_key(&mut references(
                    "export_record",
                    "project_id",
                    "project",
                    "id",
                ))
                .foreign_key(&mut references(
                    "export_record",
                    "template_id",
                    "platform_template",
                    "id",
                ))
                .foreign_key(&mut references(
                    "export_record",
                    "file_sha256",
                    "file",
                    "sha256",
                ))
                .foreign_key(&mut references(
                    "export_record",
                    "by_account",
                    "account",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    index(manager, "export_record", &["project_id"]).await?;
    Ok(())
}
