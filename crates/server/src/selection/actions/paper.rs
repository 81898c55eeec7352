//! Who printed a paper of a round, and of how many people, is recorded.

use domain::access::Permit;
use serde_json::json;
use store::audit::{self, AuditDraft};
use store::projects::project;
use store::selection::round;

use crate::shell::{App, WebResult};

/// Write that the paper was printed: `print_notice` and its like.
pub(crate) async fn record_paper(
    app: &App,
    permit: &Permit,
    verb: &'static str,
    (round, project): (&round::Model, &project::Model),
    (people, paper): (usize, &[u8]),
) -> WebResult<()> {
    let record = json!({ "rows": people, "sha256": store::files::sha256(paper) });
    let tx = app.db.begin().await?;
    let draft = AuditDraft::new(permit, app.clock.now(), verb)
        .on("selection_round", round.id.get(), &project.title)
        .project(project.id)
        .change(None, Some(record));
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(())
}
