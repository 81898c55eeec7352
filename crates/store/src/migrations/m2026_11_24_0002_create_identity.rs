//! Accounts, sessions and posts with their terms of office (plan 2.1).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, boolean, date, date_null, integer, json_binary_null, text, text_null,
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
        create(manager, [account(), session(), post_holding(), first_run()]).await
    }
}

fn account() -> NewTable {
    NewTable::numbered("account")
        .col(text("login"))
        .col(text("name"))
        .col(text_null("password_hash"))
        .col(text_null("totp_secret"))
        .col(big_integer_null("totp_last_step"))
        .col(json_binary_null("recovery_codes"))
        .col(code("state"))
        .may_refer("student_id", "student")
        .col(boolean("must_change_password"))
        .col(integer("failed_count"))
        .col(time_null("locked_until"))
        .col(time("created_at"))
        .version()
        .unique(&["login"])
        .index(&["student_id"])
}

fn session() -> NewTable {
    NewTable::keyless("session")
        .col(text("token_hash").primary_key())
        .refers("account_id", "account")
        .col(time("created_at"))
        .col(time("last_seen_at"))
        .col(time("expires_at"))
        .col(time_null("second_factor_at"))
        .col(text("client"))
        .index(&["account_id"])
        .index(&["expires_at"])
}

fn post_holding() -> NewTable {
    NewTable::numbered("post_holding")
        .refers("account_id", "account")
        .col(code("post"))
        .may_refer("faculty_id", "faculty")
        .may_refer("group_id", "major_group")
        .may_refer("class_id", "school_class")
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(text_null("end_reason"))
        .index(&["account_id"])
        .index(&["post"])
}

fn first_run() -> NewTable {
    NewTable::keyless("first_run")
        .col(text("token_hash").primary_key())
        .col(time("created_at"))
        .col(time_null("used_at"))
}
