//! What the people themselves bring to a registration: portraits, consents, links for guardians, words about a wrong
//! roll, reminders (plan 6.3).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, integer, json_binary, json_binary_null, string_len, text, text_null,
};

use super::table::{NewTable, code, code_null, create, time, time_null};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            student_photo(),
            photo_batch(),
            consent_text(),
            consent(),
            guardian_link(),
            correction(),
            reminder(),
        ];
        create(manager, tables).await?;
        let held_at = Table::alter()
            .table("registration")
            .add_column(time_null("held_at"))
            .to_owned();
        manager.alter_table(held_at).await
    }
}

fn student_photo() -> NewTable {
    NewTable::numbered("student_photo")
        .refers("student_id", "student")
        .file("sha256")
        .col(json_binary("measure"))
        .may_refer("by_account", "account")
        .col(time("at"))
        .col(time_null("replaced_at"))
        .index(&["student_id", "replaced_at"])
}

fn photo_batch() -> NewTable {
    NewTable::numbered("photo_batch")
        .refers("project_id", "project")
        .col(text("file_sha256"))
        .col(text("file_name"))
        .refers("by_account", "account")
        .col(time("at"))
        .col(time_null("done_at"))
        .col(json_binary_null("lines"))
}

fn consent_text() -> NewTable {
    NewTable::keyless("consent_text")
        .col(string_len("sha256", 64))
        .col(code("kind"))
        .col(integer("number"))
        .col(text("body"))
        .col(time("since"))
        .key(&["sha256"])
        .unique(&["kind", "number"])
}

fn consent() -> NewTable {
    NewTable::numbered("consent")
        .refers("project_id", "project")
        .refers("student_id", "student")
        .col(code("party"))
        .col(code("kind"))
        .col(code("answer"))
        .col(string_len("text_sha256", 64))
        .foreign("text_sha256", "consent_text", "sha256")
        .col(code("way"))
        .col(text("signer"))
        .col(text_null("relation"))
        .may_refer("by_account", "account")
        .col(big_integer_null("link_id"))
        .col(time("at"))
        .col(code_null("ended"))
        .col(time_null("ended_at"))
        .col(text_null("ended_because"))
        .index(&["project_id", "student_id"])
        .index(&["student_id"])
}

fn guardian_link() -> NewTable {
    NewTable::numbered("guardian_link")
        .refers("project_id", "project")
        .refers("student_id", "student")
        .col(text("token_hash"))
        .col(text("code_mark"))
        .refers("by_account", "account")
        .col(time("at"))
        .col(time("expires_at"))
        .col(time_null("opened_at"))
        .col(time_null("used_at"))
        .col(time_null("ended_at"))
        .col(integer("failures"))
        .unique(&["token_hash"])
        .index(&["project_id", "student_id"])
}

fn correction() -> NewTable {
    NewTable::numbered("correction")
        .refers("student_id", "student")
        .col(code("field"))
        .col(text("said"))
        .refers("by_account", "account")
        .col(time("at"))
        .col(code("state"))
        .col(text_null("answer"))
        .may_refer("answered_by", "account")
        .col(time_null("answered_at"))
        .version()
        .index(&["student_id", "state"])
}

fn reminder() -> NewTable {
    NewTable::numbered("registration_reminder")
        .refers("project_id", "project")
        .refers("student_id", "student")
        .col(code("need"))
        .refers("by_account", "account")
        .col(time("at"))
        .index(&["project_id", "student_id"])
}
