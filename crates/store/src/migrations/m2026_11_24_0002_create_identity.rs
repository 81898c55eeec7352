//! Accounts, sessions and posts with their terms of office (plan 2.1).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, date, date_null, integer,
    json_binary_null, string_len, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
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
        account(manager).await?;
        session(manager).await?;
        post_holding(manager).await?;
        first_run(manager).await?;
        Ok(())
    }
}

async fn account(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("account")
                .col(big_pk_auto("id"))
                .col(text("login"))
                .col(text("name"))
                .col(text_null("password_hash"))
                .col(text_null("totp_secret"))
                .col(big_integer_null("totp_last_step"))
                .col(json_binary_null("recovery_codes"))
                .col(string_len("state", 32))
                .col(big_integer_null("student_id"))
                .col(boolean("must_change_password"))
                .col(integer("failed_count"))
                .col(timestamp_with_time_zone_null("locked_until"))
                .col(timestamp_with_time_zone("created_at"))
                .col(integer("version"))
                .foreign_key(&mut references("account", "student_id", "student", "id"))
                .to_owned(),
        )
        .await?;
    unique(manager, "account", &["login"]).await?;
    index(manager, "account", &["student_id"]).await?;
    Ok(())
}

async fn session(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("session")
                .col(text("token_hash").primary_key())
                .col(big_integer("account_id"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("last_seen_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("second_factor_at"))
                .col(text("client"))
                .foreign_key(&mut references("session", "account_id", "account", "id"))
                .to_owned(),
        )
        .await?;
    index(manager, "session", &["account_id"]).await?;
    index(manager, "session", &["expires_at"]).await?;
    Ok(())
}

async fn post_holding(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("post_holding")
                .col(big_pk_auto("id"))
                .col(big_integer("account_id"))
                .col(string_len("post", 32))
                .col(big_integer_null("faculty_id"))
                .col(big_integer_null("group_id"))
                .col(big_integer_null("class_id"))
                .col(date("valid_from"))
                .col(date_null("valid_to"))
                .col(text_null("end_reason"))
                .foreign_key(&mut references(
                    "post_holding",
                    "account_id",
                    "account",
                    "id",
                ))
                .foreign_key(&mut references(
                    "post_holding",
                    "faculty_id",
                    "faculty",
                    "id",
                ))
                .foreign_key(&mut references(
                    "post_holding",
                    "group_id",
                    "major_group",
                    "id",
                ))
                .foreign_key(&mut references(
                    "post_holding",
                    "class_id",
                    "school_class",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    index(manager, "post_holding", &["account_id"]).await?;
    index(manager, "post_holding", &["post"]).await?;
    Ok(())
}

async fn first_run(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("first_run")
                .col(text("token_hash").primary_key())
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("used_at"))
                .to_owned(),
        )
        .await?;
    Ok(())
}
