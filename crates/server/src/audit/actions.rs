//! The history of one record, and the wish to have the chain verified.

use domain::access::{Actor, Permit};
use domain::ids::JobId;
use store::audit::{self, AuditDraft, AuditFilter};
use store::{Page, Paged, jobs};

use super::Line;
use super::jobs::VERIFY;
use crate::shell::{App, WebResult};

/// What was done to one record, the latest first, as sentences for whoever reads them.
pub(crate) async fn history(
    app: &App,
    reader: &Actor,
    filter: &AuditFilter,
    page: Page,
) -> WebResult<Paged<Line>> {
    let now = app.clock.now();
    let found = audit::entries(app.db.read(), filter, page).await?;
    Ok(found.map(|entry| Line::of(&entry, now).for_reader(reader)))
}

/// Have the whole chain verified in the background.
pub(super) async fn verify(app: &App, permit: &Permit) -> WebResult<JobId> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let payload = serde_json::json!({ "title": "核验操作日志", "result": "/audit" });
    let job = jobs::enqueue(&tx, VERIFY, payload, permit.account(), now).await?;
    audit::write(&tx, AuditDraft::new(permit, now, "verify_audit")).await?;
    tx.commit().await?;
    Ok(job)
}
