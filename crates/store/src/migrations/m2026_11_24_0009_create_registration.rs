//! Registration lists, platform workbooks, what was taken out (plan 6.3).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, json_binary, text, text_null};

use super::table::{NewTable, code, code_null, create, time, time_null};

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
                registration_list(),
                registration(),
                platform_template(),
                export_record(),
            ],
        )
        .await
    }
}

fn registration_list() -> NewTable {
    NewTable::numbered("registration_list")
        .refers("project_id", "project")
        .refers("class_id", "school_class")
        .col(code("state"))
        .col(time("created_at"))
        .col(time_null("submitted_at"))
        .version()
        .unique(&["project_id", "class_id"])
        .index(&["state"])
}

fn registration() -> NewTable {
    NewTable::numbered("registration")
        .refers("list_id", "registration_list")
        .refers("project_id", "project")
        .refers("student_id", "student")
        .col(code("state"))
        .col(json_binary("data"))
        .col(json_binary("problems"))
        .col(text_null("reason"))
        .col(code_null("field"))
        .may_refer("decided_by", "account")
        .col(time_null("decided_at"))
        .version()
        .unique(&["project_id", "student_id"])
        .index(&["project_id", "state"])
        .index(&["list_id", "state"])
        .index(&["student_id"])
}

fn platform_template() -> NewTable {
    NewTable::numbered("platform_template")
        .col(text("name"))
        .file("sha256")
        .col(text("sheet"))
        .col(integer("header_row"))
        .col(json_binary("mapping"))
        .refers("created_by", "account")
        .col(time("created_at"))
        .col(time_null("confirmed_at"))
}

fn export_record() -> NewTable {
    NewTable::numbered("export_record")
        .col(text("kind"))
        .may_refer("project_id", "project")
        .may_refer("template_id", "platform_template")
        .file("file_sha256")
        .col(big_integer("rows"))
        .col(json_binary("fields"))
        .col(text("reason"))
        .col(text_null("recipient"))
        .refers("by_account", "account")
        .col(time("at"))
        .index(&["project_id"])
}
