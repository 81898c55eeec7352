//! The school's structure and its students.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, date_null, integer, string_len, text, text_null,
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
        setting(manager).await?;
        faculty(manager).await?;
        major_group(manager).await?;
        major(manager).await?;
        school_class(manager).await?;
        student(manager).await?;
        Ok(())
    }
}

async fn setting(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("setting")
                .col(text("key").primary_key())
                .col(text("value"))
                .to_owned(),
        )
        .await?;
    Ok(())
}

async fn faculty(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("faculty")
                .col(big_pk_auto("id"))
                .col(text("name"))
                .to_owned(),
        )
        .await?;
    unique(manager, "faculty", &["name"]).await?;
    Ok(())
}

async fn major_group(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("major_group")
                .col(big_pk_auto("id"))
                .col(big_integer("faculty_id"))
                .col(text("name"))
                .foreign_key(&mut references(
                    "major_group",
                    "faculty_id",
                    "faculty",
                    "id",
                ))
                .to_owned(),
        )
        .await?;
    unique(manager, "major_group", &["name"]).await?;
    index(manager, "major_group", &["faculty_id"]).await?;
    Ok(())
}

async fn major(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("major")
                .col(big_pk_auto("id"))
                .col(big_integer("group_id"))
                .col(text("code"))
                .col(text("name"))
                .col(integer("number"))
                .foreign_key(&mut references("major", "group_id", "major_group", "id"))
                .to_owned(),
        )
        .await?;
    unique(manager, "major", &["code"]).await?;
    index(manager, "major", &["group_id"]).await?;
    Ok(())
}

async fn school_class(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("school_class")
                .col(big_pk_auto("id"))
                .col(text("name"))
                .col(integer("grade"))
                .col(big_integer("major_id"))
                .foreign_key(&mut references("school_class", "major_id", "major", "id"))
                .to_owned(),
        )
        .await?;
    unique(manager, "school_class", &["name"]).await?;
    index(manager, "school_class", &["major_id", "grade"]).await?;
    Ok(())
}

async fn student(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("student")
                .col(big_pk_auto("id"))
                .col(text("school_number"))
                .col(text_null("roll_number"))
                .col(text_null("roll_hash"))
                .col(text("name"))
                .col(string_len("sex", 32))
                .col(text_null("nation"))
                .col(date_null("birth_date"))
                .col(string_len("id_type", 32))
                .col(text_null("id_number"))
                .col(text_null("id_hash"))
                .col(text("id_masked"))
                .col(big_integer("class_id"))
                .col(string_len("state", 32))
                .col(text_null("phone"))
                .col(text_null("guardian_name"))
                .col(text_null("guardian_phone"))
                .col(integer("version"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .foreign_key(&mut references("student", "class_id", "school_class", "id"))
                .to_owned(),
        )
        .await?;
    unique(manager, "student", &["school_number"]).await?;
    unique(manager, "student", &["roll_hash"]).await?;
    unique(manager, "student", &["id_hash"]).await?;
    index(manager, "student", &["class_id", "state"]).await?;
    index(manager, "student", &["name"]).await?;
    Ok(())
}
