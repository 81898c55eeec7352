//! Files by hash, background work, messages, operations done once.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, integer, json_binary, json_binary_null, text, text_null,
};

use super::table::{NewTable, code, create, time, time_null};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, [file(), job(), message(), operation()]).await
    }
}

fn file() -> NewTable {
    NewTable::keyless("file")
        .col(text("sha256").primary_key())
        .col(big_integer("size"))
        .col(text("media"))
        .col(time("created_at"))
}

fn job() -> NewTable {
    NewTable::numbered("job")
        .col(text("kind"))
        .col(json_binary("payload"))
        .col(code("state"))
        .col(big_integer("done"))
        .col(big_integer("total"))
        .col(text_null("note"))
        .col(json_binary_null("result"))
        .col(text_null("error"))
        .may_refer("created_by", "account")
        .col(time("created_at"))
        .col(time_null("started_at"))
        .col(time_null("finished_at"))
        .col(integer("attempts"))
        .col(time("run_after"))
        .index(&["state", "run_after"])
}

fn message() -> NewTable {
    NewTable::numbered("message")
        .refers("account_id", "account")
        .col(text("title"))
        .col(text("body"))
        .col(text_null("link"))
        .col(time("created_at"))
        .col(time_null("read_at"))
        .index(&["account_id", "read_at"])
}

fn operation() -> NewTable {
    NewTable::keyless("operation")
        .refers("account_id", "account")
        .col(text("op_id"))
        .col(text("location"))
        .col(time("at"))
        .key(&["account_id", "op_id"])
}
