//! Who printed a review sheet, and over how many people, is recorded.

use domain::access::Permit;
use serde_json::json;
use store::audit::{self, AuditDraft};
use store::projects::project;

use crate::shell::{App, WebResult};

/// Write that the sheet was printed.
pub(crate) async fn record_review_sheet(
    app: &App,
    permit: &Permit,
    project: &project::Model,
    people: usize,
    paper: &[u8],
) -> WebResult<()> {
    let record = json!({ "rows": people, "sha256": store::files::sha256(paper) });
    let tx = app.db.begin().await?;
    let draft = AuditDraft::new(permit, app.clock.now(), "print_registration_review")
        .on("project", project.id.get(), &project.title)
        .project(project.id)
        .change(None, Some(record));
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(())
}
