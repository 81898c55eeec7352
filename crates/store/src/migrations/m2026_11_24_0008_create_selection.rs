//! Rounds of selection and their candidates (plan 4.2, 4.3).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, boolean, date_null, integer, integer_null, json_binary, json_binary_null,
    text_null,
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
        create(manager, [selection_round(), selection_entry()]).await
    }
}

fn selection_round() -> NewTable {
    NewTable::numbered("selection_round")
        .refers("project_id", "project")
        .col(integer("number"))
        .refers("snapshot_id", "roll_snapshot")
        .refers("plan_version_id", "plan_version")
        .col(json_binary("parameters"))
        .col(integer_null("approved_number"))
        .col(integer_null("seats"))
        .col(code("state"))
        .col(date_null("test_on"))
        .col(time_null("sealed_at"))
        .may_refer("sealed_by", "account")
        .col(text_null("seal_hash"))
        .col(json_binary_null("result"))
        .col(time_null("computed_at"))
        .col(time_null("confirmed_at"))
        .may_refer("confirmed_by", "account")
        .col(time_null("published_at"))
        .may_refer("published_by", "account")
        .refers("created_by", "account")
        .col(time("created_at"))
        .version()
        .unique(&["project_id", "number"])
        .index(&["state"])
}

fn selection_entry() -> NewTable {
    NewTable::numbered("selection_entry")
        .refers("round_id", "selection_round")
        .refers("student_id", "student")
        .refers("class_id", "school_class")
        .col(boolean("in_base"))
        .col(json_binary("scores"))
        .col(code_null("absence"))
        .col(text_null("note"))
        .col(big_integer_null("total"))
        .col(integer_null("rank"))
        .col(code_null("verdict"))
        .col(text_null("reason"))
        .version()
        .unique(&["round_id", "student_id"])
        .index(&["student_id"])
}
