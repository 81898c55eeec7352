//! Talks, wishes, activities and the incident plan (plan 4.3.1, 4.3.3, 4.3.4).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, integer, text};

use super::table::{NewTable, code, code_null, create, time};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, [talk(), wish(), activity(), incident_step()]).await
    }
}

fn talk() -> NewTable {
    NewTable::numbered("talk")
        .refers("project_id", "project")
        .refers("student_id", "student")
        .col(code("kind"))
        .col(date("held_on"))
        .col(text("said"))
        .refers("by_account", "account")
        .col(time("created_at"))
        .index(&["student_id"])
        .index(&["project_id"])
}

fn wish() -> NewTable {
    NewTable::numbered("wish")
        .refers("project_id", "project")
        .refers("student_id", "student")
        .col(text("said"))
        .col(code("state"))
        .col(code_null("path"))
        .refers("by_account", "account")
        .col(time("created_at"))
        .version()
        .unique(&["project_id", "student_id"])
        .index(&["state"])
}

fn activity() -> NewTable {
    NewTable::numbered("activity")
        .refers("class_id", "school_class")
        .col(code("kind"))
        .col(date("held_on"))
        .col(text("title"))
        .col(integer("people"))
        .col(text("said"))
        .refers("by_account", "account")
        .col(time("created_at"))
        .index(&["class_id"])
}

fn incident_step() -> NewTable {
    NewTable::numbered("incident_step")
        .col(code("kind"))
        .col(integer("number"))
        .col(text("act"))
        .col(text("who"))
        .col(text("phone"))
        .unique(&["kind", "number"])
}
