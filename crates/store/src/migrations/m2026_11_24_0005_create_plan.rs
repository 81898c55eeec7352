//! Versions of the plan, certificates, snapshots of the roll.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, date_null, integer, json_binary, text};

use super::table::{NewTable, code, create, time};

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
                plan_version(),
                organisation(),
                certificate(),
                roll_snapshot(),
                roll_snapshot_entry(),
            ],
        )
        .await
    }
}

fn plan_version() -> NewTable {
    NewTable::numbered("plan_version")
        .col(text("name"))
        .col(date("in_force_from"))
        .col(date_null("in_force_to"))
        .col(json_binary("parameters"))
}

fn organisation() -> NewTable {
    NewTable::numbered("organisation")
        .col(text("name"))
        .unique(&["name"])
}

fn certificate() -> NewTable {
    NewTable::numbered("certificate")
        .refers("organisation_id", "organisation")
        .col(text("name"))
        .col(code("regime"))
        .col(json_binary("levels"))
        .col(json_binary("major_codes"))
        .col(json_binary("parts"))
        .unique(&["name"])
}

fn roll_snapshot() -> NewTable {
    NewTable::numbered("roll_snapshot")
        .col(integer("grade"))
        .col(json_binary("major_ids"))
        .col(time("taken_at"))
        .may_refer("taken_by", "account")
        .col(text("purpose"))
}

fn roll_snapshot_entry() -> NewTable {
    NewTable::numbered("roll_snapshot_entry")
        .refers("snapshot_id", "roll_snapshot")
        .refers("student_id", "student")
        .refers("class_id", "school_class")
        .refers("major_id", "major")
        .col(code("state"))
        .unique(&["snapshot_id", "student_id"])
}
