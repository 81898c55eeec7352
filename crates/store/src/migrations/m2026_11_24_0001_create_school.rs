//! The school's structure and its students.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, integer, text, text_null};

use super::table::{NewTable, code, create, time};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            [
                setting(),
                faculty(),
                major_group(),
                major(),
                school_class(),
                student(),
            ],
        )
        .await
    }
}

fn setting() -> NewTable {
    NewTable::keyless("setting")
        .col(text("key").primary_key())
        .col(text("value"))
}

fn faculty() -> NewTable {
    NewTable::numbered("faculty")
        .col(text("name"))
        .unique(&["name"])
}

fn major_group() -> NewTable {
    NewTable::numbered("major_group")
        .refers("faculty_id", "faculty")
        .col(text("name"))
        .unique(&["name"])
        .index(&["faculty_id"])
}

fn major() -> NewTable {
    NewTable::numbered("major")
        .refers("group_id", "major_group")
        .col(text("code"))
        .col(text("name"))
        .col(integer("number"))
        .unique(&["code"])
        .index(&["group_id"])
}

fn school_class() -> NewTable {
    NewTable::numbered("school_class")
        .col(text("name"))
        .col(integer("grade"))
        .refers("major_id", "major")
        .unique(&["name"])
        .index(&["major_id", "grade"])
}

fn student() -> NewTable {
    NewTable::numbered("student")
        .col(text("school_number"))
        .col(text_null("roll_number"))
        .col(text_null("roll_hash"))
        .col(text("name"))
        .col(code("sex"))
        .col(text_null("nation"))
        .col(date_null("birth_date"))
        .col(code("id_type"))
        .col(text_null("id_number"))
        .col(text_null("id_hash"))
        .col(text("id_masked"))
        .refers("class_id", "school_class")
        .col(code("state"))
        .col(text_null("phone"))
        .col(text_null("guardian_name"))
        .col(text_null("guardian_phone"))
        .version()
        .col(time("created_at"))
        .col(time("updated_at"))
        .unique(&["school_number"])
        .unique(&["roll_hash"])
        .unique(&["id_hash"])
        .index(&["class_id", "state"])
        .index(&["name"])
}
