//! Projects and the exceptions at their gates (plan 6).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, date_null, integer, text, text_null};

use super::table::{NewTable, code, create, time};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, [project(), project_major(), gate_exception()]).await
    }
}

fn project() -> NewTable {
    NewTable::numbered("project")
        .col(text("code"))
        .refers("certificate_id", "certificate")
        .col(text("level"))
        .col(text("title"))
        .col(date("exam_from"))
        .col(date("exam_to"))
        .col(date_null("registration_deadline"))
        .col(integer("grade"))
        .refers("group_id", "major_group")
        .refers("plan_version_id", "plan_version")
        .col(code("state"))
        .refers("created_by", "account")
        .col(time("created_at"))
        .col(text_null("note"))
        .version()
        .unique(&["code"])
        .index(&["group_id", "state"])
        .index(&["state"])
}

fn project_major() -> NewTable {
    NewTable::keyless("project_major")
        .refers("project_id", "project")
        .refers("major_id", "major")
        .key(&["project_id", "major_id"])
        .index(&["major_id"])
}

fn gate_exception() -> NewTable {
    NewTable::numbered("gate_exception")
        .refers("project_id", "project")
        .col(text("gate"))
        .col(text("reason"))
        .refers("by_account", "account")
        .col(time("at"))
        .index(&["project_id"])
}
