//! What was written into a platform's workbook and taken out, and whether it still says what the rows say.

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, ExportId, ProjectId, RegistrationId, TemplateId};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};
use serde::{Deserialize, Serialize};

use super::export::{self};
use super::rows::{RowOf, approved_versions};
use crate::files::sha256;
use crate::{Page, Paged, StoreError, StoreResult, Tx, micros, page};

/// The kind of a filled workbook among the exports.
pub(super) const FILLED: &str = "filled_template";

/// What went out: which columns, whose rows, and a fingerprint of what they said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contents {
    pub file_name: String,
    /// The template's header and what filled it.
    pub columns: Vec<(String, String)>,
    pub rows: Vec<RegistrationId>,
    pub fingerprint: String,
    pub warnings: Vec<String>,
    /// The job that made it: a job that runs twice makes one file.
    pub job: i64,
}

/// A file to be recorded.
#[derive(Clone, Debug)]
pub struct NewExport<'a> {
    pub project: ProjectId,
    pub template: TemplateId,
    pub sha256: &'a str,
    pub contents: &'a Contents,
    pub reason: &'a str,
    pub recipient: Option<&'a str>,
    pub by: AccountId,
}

/// Record a filled workbook.
pub async fn record_export(
    tx: &Tx,
    new: &NewExport<'_>,
    now: DateTime<Utc>,
) -> StoreResult<ExportId> {
    let row = export::ActiveModel {
        kind: Set(FILLED.to_owned()),
        project_id: Set(Some(new.project)),
        template_id: Set(Some(new.template)),
        file_sha256: Set(new.sha256.to_owned()),
        rows: Set(i64::try_from(new.contents.rows.len()).unwrap_or(i64::MAX)),
        fields: Set(serde_json::to_value(new.contents).unwrap_or_default()),
        reason: Set(new.reason.to_owned()),
        recipient: Set(new.recipient.map(str::to_owned)),
        by_account: Set(new.by),
        at: Set(micros(now)),
        ..Default::default()
    };
    Ok(export::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// One export.
pub async fn export(db: &impl ConnectionTrait, id: ExportId) -> StoreResult<export::Model> {
    export::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// One page of the filled workbooks of a project, the newest first.
pub async fn exports(
    db: &impl ConnectionTrait,
    project: ProjectId,
    page: Page,
) -> StoreResult<Paged<export::Model>> {
    let query = export::Entity::find()
        .filter(export::COLUMN.project_id.eq(project))
        .filter(export::COLUMN.kind.eq(FILLED))
        .order_by_desc(export::Column::Id);
    page::fetch(db, query, page).await
}

/// What an export holds, as it was recorded.
pub fn contents(export: &export::Model) -> Contents {
    serde_json::from_value(export.fields.clone()).unwrap_or_default()
}

/// A fingerprint of what the rows say now: it differs once a row or its student was changed, left or came.
pub fn fingerprint(rows: &[RowOf]) -> String {
    let rows = rows.iter();
    let versions = rows.map(|one| (one.row.id, one.row.version, one.student.version));
    fingerprint_of(versions.collect())
}

fn fingerprint_of(mut versions: Vec<(RegistrationId, i32, i32)>) -> String {
    use std::fmt::Write;
    versions.sort_by_key(|(row, ..)| *row);
    let mut text = String::new();
    for (row, version, student) in versions {
        let _ = write!(text, "{row}:{version}:{student};");
    }
    sha256(text.as_bytes())
}

/// Whether the approved rows still say what the file says.
pub async fn is_current(db: &impl ConnectionTrait, export: &export::Model) -> StoreResult<bool> {
    let Some(project) = export.project_id else {
        return Ok(true);
    };
    let now = approved_versions(db, project).await?;
    Ok(contents(export).fingerprint == fingerprint_of(now))
}
