//! Decisions of the check page: mend, leave out, keep, confirm.

use domain::import::ImportState;
use sea_orm::Set;
use serde_json::Value;
use store::import::{self as rows, batch};

use super::super::decisions::Decisions;
use super::super::record::Import;
use super::{Form, record};
use crate::shell::{App, WebResult};

/// Note decisions; `what` goes into the audit and names rows and fields, never a value.
///
/// They are laid over those of this moment, so that two people may mend different rows at once.
pub(crate) async fn decide(
    app: &App,
    form: &Form<'_>,
    import: &Import,
    (action, what): (&str, Value),
    change: impl FnOnce(&mut Decisions),
) -> WebResult<Import> {
    let tx = app.db.begin().await?;
    let mut import = Import::load(app, &tx, import.id()).await?;
    if form.sent_before(app, &tx).await?.is_some() {
        return Ok(import);
    }
    import.must_be_open(&tx).await?;
    change(&mut import.decisions);
    let fixes = import.decisions.sealed(&app.keys, import.id())?;
    let saved = batch::ActiveModel {
        state: Set(ImportState::Checked),
        fixes: Set(fixes),
        ..Default::default()
    };
    rows::save_batch(&tx, import.id(), import.batch.version, saved).await?;
    form.led_to(&tx, &import.path("check")).await?;
    record(app, &tx, form.permit, &import, action, Some(what)).await?;
    let import = Import::load(app, &tx, import.id()).await?;
    tx.commit().await?;
    Ok(import)
}
