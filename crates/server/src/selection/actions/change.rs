//! The limits and the day of a round, as long as no score is sealed (plan 4.2): the plan's number or the hall may
//! change while people still type. The reason stands in the record for ever.

use domain::access::Permit;
use domain::ids::RoundId;
use serde_json::{Value, json};
use store::audit::{self, AuditDraft};
use store::selection::{self as rows, Limits};

use super::record::still_open;
use super::{person, sent_before};
use crate::shell::{App, WebError, WebResult};

/// What the page sent back.
pub(crate) struct ChangeForm {
    pub(crate) op_id: String,
    /// The version of the round the page showed.
    pub(crate) version: i32,
    pub(crate) limits: Limits,
    pub(crate) reason: String,
}

/// Change them; answers where the round is.
pub(crate) async fn change(
    app: &App,
    permit: &Permit,
    id: RoundId,
    form: &ChangeForm,
) -> WebResult<String> {
    let by = person(permit)?;
    let tx = app.db.begin().await?;
    if let Some(location) = sent_before(app, &tx, by, &form.op_id).await? {
        return Ok(location);
    }
    let round = rows::locked(&tx, id).await?;
    still_open(&round)?;
    let (before, after) = (Limits::of(&round), form.limits);
    if before == after && round.version == form.version {
        return Err(WebError::refused(
            "没有改动。要改批准人数、机位数或测试日期，请填上新的再保存",
        ));
    }
    let project = store::projects::project(&tx, round.project_id).await?;
    rows::change_limits(&tx, round, form.version, after).await?;
    let location = format!("/selection/{id}");
    store::operations::led_to(&tx, by, &form.op_id, &location).await?;
    let draft = AuditDraft::new(permit, app.clock.now(), "change_selection")
        .on("selection_round", id.get(), &project.title)
        .project(project.id)
        .change(Some(said(before)), Some(said(after)))
        .because(&form.reason);
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(location)
}

fn said(limits: Limits) -> Value {
    json!({ "test_on": limits.test_on, "approved": limits.approved, "seats": limits.seats })
}
