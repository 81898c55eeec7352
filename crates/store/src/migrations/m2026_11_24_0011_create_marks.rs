//! Marks entered twice, sealed versions, the public notice and appeals (plan 4.3.2, 2.2.2c).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, boolean, date, date_null, integer, integer_null, json_binary, text, text_null,
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
        columns(manager).await?;
        let marks = [marker(), mark(), settlement(), seal()];
        create(manager, marks).await?;
        create(manager, [appeal(), appeal_recheck()]).await
    }
}

async fn columns(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for column in [
        date_null("notice_until"),
        time_null("final_at"),
        big_integer_null("final_by"),
    ] {
        add(manager, "selection_round", column).await?;
    }
    add(manager, "selection_entry", text_null("record")).await?;
    let retained = boolean("retained").default(false).to_owned();
    add(manager, "selection_entry", retained).await?;
    // What was published before there was a notice has been final ever since.
    let stood = "UPDATE selection_round SET state = 'final', final_at = published_at, \
                 final_by = published_by WHERE state = 'published'";
    manager.get_connection().execute_unprepared(stood).await?;
    Ok(())
}

async fn add(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    let change = Table::alter().table(table).add_column(column).to_owned();
    manager.alter_table(change).await
}

fn marker() -> NewTable {
    NewTable::keyless("selection_marker")
        .refers("round_id", "selection_round")
        .refers("account_id", "account")
        .col(code("pass"))
        .col(time("at"))
        .key(&["round_id", "account_id"])
}

/// What is said of one part of one student's test, and who said it.
fn of_student(name: &'static str) -> NewTable {
    NewTable::numbered(name)
        .refers("round_id", "selection_round")
        .refers("student_id", "student")
        .col(code("part"))
        .col(integer_null("value"))
        .col(code_null("absence"))
        .col(text_null("record"))
        .refers("account_id", "account")
        .col(time("at"))
        .version()
}

fn mark() -> NewTable {
    of_student("selection_mark")
        .col(code("pass"))
        .col(text_null("note"))
        .unique(&["round_id", "pass", "student_id", "part"])
}

fn settlement() -> NewTable {
    of_student("selection_settlement")
        .col(text("reason"))
        .unique(&["round_id", "student_id", "part"])
}

fn seal() -> NewTable {
    NewTable::numbered("selection_seal")
        .refers("round_id", "selection_round")
        .col(integer("number"))
        .col(text("hash"))
        .col(text("content"))
        .col(json_binary("result"))
        .col(json_binary("verdicts"))
        .col(time("sealed_at"))
        .refers("sealed_by", "account")
        .col(big_integer_null("appeal_id"))
        .unique(&["round_id", "number"])
}

fn appeal() -> NewTable {
    NewTable::numbered("appeal")
        .refers("round_id", "selection_round")
        .refers("student_id", "student")
        .col(text("reason"))
        .col(code("state"))
        .refers("filed_by", "account")
        .col(time("filed_at"))
        .col(date("due_on"))
        .col(text_null("decision"))
        .may_refer("decided_by", "account")
        .col(time_null("decided_at"))
        .col(integer_null("seal_number"))
        .version()
        .index(&["round_id", "state"])
        .index(&["student_id"])
}

fn appeal_recheck() -> NewTable {
    NewTable::numbered("appeal_recheck")
        .refers("appeal_id", "appeal")
        .refers("account_id", "account")
        .col(json_binary("scores"))
        .col(code_null("absence"))
        .col(text_null("note"))
        .col(time("at"))
        .unique(&["appeal_id", "account_id"])
}
