//! The one chain of approvals.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date_null, integer, text, text_null};

use super::table::{NewTable, code, create, time, time_null};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, [review(), review_step(), review_remind()]).await
    }
}

fn review() -> NewTable {
    NewTable::numbered("review")
        .col(code("kind"))
        .col(big_integer("object_id"))
        .may_refer("project_id", "project")
        .col(text("title"))
        .col(code("state"))
        .col(integer("round"))
        .col(integer("step"))
        .refers("submitted_by", "account")
        .col(time("submitted_at"))
        .col(date_null("due_on"))
        .may_refer("opened_by", "account")
        .col(time_null("opened_at"))
        .col(time_null("decided_at"))
        .version()
        .index(&["state", "kind"])
        .index(&["kind", "object_id"])
        .index(&["project_id"])
        .index(&["submitted_by"])
}

fn review_step() -> NewTable {
    NewTable::numbered("review_step")
        .refers("review_id", "review")
        .col(integer("number"))
        .col(code("post"))
        .may_refer("group_id", "major_group")
        .col(code("state"))
        .may_refer("delegated_to", "account")
        .may_refer("decided_by", "account")
        .col(time_null("decided_at"))
        .col(text_null("reason"))
        .col(text_null("field"))
        .unique(&["review_id", "number"])
}

fn review_remind() -> NewTable {
    NewTable::numbered("review_remind")
        .refers("review_id", "review")
        .refers("by_account", "account")
        .col(time("at"))
        .index(&["review_id"])
}
