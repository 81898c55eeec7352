//! Versions of the plan, certificates, snapshots of the roll.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, date, date_null, integer, json_binary, string_len,
    text, timestamp_with_time_zone,
};

use super::{references, table, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        plan_version(manager).await?;
        organisation(manager).await?;
        certificate(manager).await?;
        roll_snapshot(manager).await?;
        roll_snapshot_entry(manager).await?;
        Ok(())
    }
}

async fn plan_version(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("plan_version")
                .col(big_pk_auto("id"))
                .col(text("name"))
                .col(date("in_force_from"))
                .col(date_null("in_force_to"))
                .col(json_binary("parameters"))
                .to_owned(),
        )
        .await?;
    Ok(())
}

async fn organisation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("organisation")
                .col(big_pk_auto("id"))
                .col(text("name"))
                .to_owned(),
        )
        .await?;
    unique(manager, "organisation", &["name"]).await?;
    Ok(())
}

async fn certificate(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("certificate")
                .col(big_pk_auto("id"))
                .col(big_integer("organisation_id"))
                .col(text("name"))
                .col(string_len("regime", 32))
                .col(json_binary("levels"))
                .col(json_binary("major_codes"))
                .col(json_binary("parts"))
                .foreign_key(&mut references(
                    "certificate",
                    "organisation_id",
                    "organisation",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    unique(manager, "certificate", &["name"]).await?;
    Ok(())
}

async fn roll_snapshot(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("roll_snapshot")
                .col(big_pk_auto("id"))
                .col(integer("grade"))
                .col(json_binary("major_ids"))
                .col(timestamp_with_time_zone("taken_at"))
                .col(big_integer_null("taken_by"))
                .col(text("purpose"))
                .foreign_key(&mut references(
                    "roll_snapshot",
                    "taken_by",
                    "account",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    Ok(())
}

async fn roll_snapshot_entry(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("roll_snapshot_entry")
                .col(big_pk_auto("id"))
                .col(big_integer("snapshot_id"))
                .col(big_integer("student_id"))
                .col(big_integer("class_id"))
                .col(big_integer("major_id"))
                .col(string_len("state", 32))
                .foreign_key(&mut references(
                    "roll_snapshot_entry",
                    "snapshot_id",
                    "roll_snapshot",
                    "id",
                ))
                .foreign_key(&mut references(
                    "roll_snapshot_entry",
                    "student_id",
                    "student",
                    "id",
                ))
                .foreign_key(&mut references(
                    "roll_snapshot_entry",
                    "class_id",
                    "school_class",
                    "id",
                ))
                .foreign_key(&mut references(
                    "roll_snapshot_entry",
                    "major_id",
                    "major",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    unique(
        manager,
        "roll_snapshot_entry",
        &["snapshot_id", "student_id"],
    )
    .await?;
    Ok(())
}
