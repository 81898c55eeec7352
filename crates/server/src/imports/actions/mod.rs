//! What is done to an import, each in one transaction with its audit row. Nothing touches the school before
//! [`run`] or [`write_all`].

mod begin;
mod decide;
mod finish;
mod settle;
mod take_back;
mod write;

pub(crate) use begin::{Begun, again, begin, begin_quietly};
pub(crate) use decide::decide;
pub(crate) use finish::{abandon, confirm, give_up_left_lying, note_download};
pub(crate) use settle::{choose_sheet, map_columns};
pub(crate) use take_back::undo;
pub(crate) use write::{run, write_all};

use domain::access::Permit;
use domain::ids::AccountId;
use serde_json::Value;
use store::Tx;
use store::audit::{self, AuditDraft};

use super::record::Import;
use crate::shell::{App, WebError, WebResult};

/// A form that was sent: the second sending is shown where the first one led.
pub(crate) struct Form<'a> {
    pub(crate) permit: &'a Permit,
    pub(crate) op_id: &'a str,
}

impl Form<'_> {
    fn account(&self) -> WebResult<AccountId> {
        self.permit
            .account()
            .ok_or_else(|| WebError::internal("the wizard is for people"))
    }

    /// Where the same form led before.
    async fn sent_before(&self, app: &App, tx: &Tx) -> WebResult<Option<String>> {
        Ok(store::operations::first_time(tx, self.account()?, self.op_id, app.clock.now()).await?)
    }

    async fn led_to(&self, tx: &Tx, location: &str) -> WebResult<()> {
        Ok(store::operations::led_to(tx, self.account()?, self.op_id, location).await?)
    }
}

/// The audit row of something done to an import; `what` holds counts and choices, never a cell.
async fn record(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    import: &Import,
    action: &str,
    what: Option<Value>,
) -> WebResult<()> {
    let draft = AuditDraft::new(permit, app.clock.now(), action);
    let draft = draft
        .on("import", import.id().into(), &import.batch.file_name)
        .change(None, what);
    audit::write(tx, draft).await?;
    Ok(())
}
