//! The outbox: channels, people's addresses, what goes out, every try; what a message in the inbox is about.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, date_null, integer, json_binary, text, text_null,
};

use super::table::{NewTable, code, create, time, time_null};
use super::unique;

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        message(manager).await?;
        create(
            manager,
            [channel_setting(), contact(), delivery(), attempt()],
        )
        .await
    }
}

/// SQLite adds one column at a time.
async fn message(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut kind = code("kind");
    kind.default("news");
    for column in [kind, date_null("due"), text_null("key")] {
        let change = Table::alter()
            .table("message")
            .add_column(column)
            .to_owned();
        manager.alter_table(change).await?;
    }
    unique(manager, "message", &["account_id", "key"]).await
}

fn channel_setting() -> NewTable {
    NewTable::keyless("channel_setting")
        .col(code("kind"))
        .col(json_binary("settings"))
        .col(json_binary("secrets"))
        .col(boolean("enabled"))
        .col(time_null("rests_until"))
        .col(text_null("rests_for"))
        .col(text_null("problem"))
        .col(time_null("problem_at"))
        .col(time("updated_at"))
        .version()
        .key(&["kind"])
}

fn contact() -> NewTable {
    NewTable::keyless("contact")
        .refers("account_id", "account")
        .col(code("channel"))
        .col(text("address"))
        .col(boolean("at_once"))
        .col(boolean("digest"))
        .col(code("state"))
        .col(text_null("code_hash"))
        .col(time_null("code_until"))
        .col(integer("code_tries"))
        .col(text_null("error"))
        .col(time("updated_at"))
        .version()
        .key(&["account_id", "channel"])
}

fn delivery() -> NewTable {
    NewTable::numbered("delivery")
        .refers("account_id", "account")
        .may_refer("message_id", "message")
        .col(code("channel"))
        .col(code("kind"))
        .col(text("key"))
        .col(text("address"))
        .col(text("title"))
        .col(text("body"))
        .col(text_null("link"))
        .col(code("state"))
        .col(integer("attempts"))
        .col(time("next_at"))
        .col(time_null("tried_at"))
        .col(time_null("unsure_since"))
        .col(time_null("done_at"))
        .col(text_null("remote_id"))
        .col(text_null("error"))
        .col(time("created_at"))
        .version()
        .unique(&["account_id", "channel", "key"])
        .index(&["channel", "state", "next_at"])
        .index(&["created_at"])
}

/// Kept for as long as the longest limit looks back.
fn attempt() -> NewTable {
    NewTable::numbered("delivery_attempt")
        .refers("delivery_id", "delivery")
        .col(code("channel"))
        .col(big_integer("account_id"))
        .col(time("at"))
        .index(&["channel", "at"])
        .index(&["channel", "account_id", "at"])
}
