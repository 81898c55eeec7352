//! What is done to a round, each in one transaction with its audit row.

mod change;
mod decide;
mod export;
mod open;
mod paper;
mod progress;
mod record;
mod seal;
mod settle;

pub(crate) use change::{ChangeForm, change};
pub(crate) use decide::{confirm, finalise, not_yet, publish, recipients};
pub(crate) use export::export;
pub(crate) use open::{NewRoundForm, gate_refusal, open, terms_today};
pub(crate) use paper::record_paper;
pub(crate) use progress::Progress;
pub(crate) use record::{ScoreSheetForm, record_scores, save_sheet, stamp, take_pass};
pub(crate) use seal::{SealForm, seal, to_seal_now};
pub(crate) use settle::{Word, open_differences, settle};
pub(crate) use store::selection::ScoreRow;

use domain::access::Permit;
use domain::ids::AccountId;
use store::Tx;

use crate::shell::{App, WebError, WebResult};

/// The account behind a permit; the steps of a round are taken by people, never by the program.
fn person(permit: &Permit) -> WebResult<AccountId> {
    permit
        .account()
        .ok_or_else(|| WebError::internal("a round is decided by a person"))
}

/// Where the same form led when it was sent before; `None` the first time.
async fn sent_before(app: &App, tx: &Tx, by: AccountId, op_id: &str) -> WebResult<Option<String>> {
    Ok(store::operations::first_time(tx, by, op_id, app.clock.now()).await?)
}
