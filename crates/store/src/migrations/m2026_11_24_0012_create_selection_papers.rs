//! Selection papers under lock and the seats of the selection test (plan 4.3.2).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, text, text_null};

use super::table::{NewTable, code, create, time, time_null};

#[derive(DeriveMigrationName)]
pub(super) struct Change;

#[async_trait::async_trait]
impl MigrationTrait for Change {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let papers = [selection_paper(), paper_opening(), paper_copy()];
        create(manager, papers).await?;
        let seats = [selection_room(), selection_seat(), selection_seating()];
        create(manager, seats).await
    }
}

fn selection_paper() -> NewTable {
    NewTable::numbered("selection_paper")
        .refers("round_id", "selection_round")
        .col(text("name"))
        .col(integer("number"))
        .file("sha256")
        .col(big_integer("size"))
        .refers("created_by", "account")
        .col(time("created_at"))
        .unique(&["round_id", "name", "number"])
}

fn paper_opening() -> NewTable {
    NewTable::numbered("paper_opening")
        .refers("paper_id", "selection_paper")
        .col(text("reason"))
        .col(time("window_from"))
        .col(time("window_to"))
        .refers("first_by", "account")
        .refers("second_by", "account")
        .col(time("asked_at"))
        .col(time_null("joined_at"))
        .col(time_null("closed_at"))
        .col(integer("views"))
        .version()
        .index(&["paper_id"])
        .index(&["second_by"])
}

fn paper_copy() -> NewTable {
    NewTable::numbered("paper_copy")
        .refers("paper_id", "selection_paper")
        .refers("opening_id", "paper_opening")
        .col(integer("number"))
        .col(code("state"))
        .col(text_null("holder"))
        .refers("changed_by", "account")
        .may_refer("witness", "account")
        .col(time("changed_at"))
        .unique(&["paper_id", "number"])
}

fn selection_room() -> NewTable {
    NewTable::numbered("selection_room")
        .refers("round_id", "selection_round")
        .col(text("name"))
        .col(integer("capacity"))
        .col(integer("spare"))
        .unique(&["round_id", "name"])
}

fn selection_seat() -> NewTable {
    NewTable::keyless("selection_seat")
        .refers("entry_id", "selection_entry")
        .refers("room_id", "selection_room")
        .col(integer("number"))
        .key(&["entry_id"])
        .unique(&["room_id", "number"])
}

fn selection_seating() -> NewTable {
    NewTable::keyless("selection_seating")
        .refers("round_id", "selection_round")
        .col(text("seed"))
        .col(integer("classmates"))
        .refers("made_by", "account")
        .col(time("made_at"))
        .key(&["round_id"])
}
