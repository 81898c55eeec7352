//! The list as a workbook: who took it out, and of whom, is recorded.

use documents::sheets::list::{List, workbook};
use domain::access::Permit;
use serde_json::json;
use store::audit::{self, AuditDraft};
use store::projects::project;
use store::selection::round;

use crate::shell::{App, WebError, WebResult};

/// Write the list and the record of it.
pub(crate) async fn export(
    app: &App,
    permit: &Permit,
    round: &round::Model,
    project: &project::Model,
    list: &List,
) -> WebResult<Vec<u8>> {
    let bytes = workbook(list).map_err(WebError::internal)?;
    let record = json!({ "rows": list.rows.len(), "sha256": store::files::sha256(&bytes), "filter": list.note });
    let tx = app.db.begin().await?;
    let draft = AuditDraft::new(permit, app.clock.now(), "export_selection")
        .on("selection_round", round.id.get(), &project.title)
        .project(project.id)
        .change(None, Some(record));
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(bytes)
}
