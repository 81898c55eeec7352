//! Messages to the people an act concerns, written in its transaction.

use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use store::Tx;
use store::messages::{self, MessageDraft};

use crate::shell::WebResult;

/// What is told.
pub(super) struct Telling<'a> {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) link: &'a str,
}

/// Put it into every inbox once; the one who acted is not told.
pub(super) async fn tell(
    tx: &Tx,
    to: impl IntoIterator<Item = AccountId>,
    except: AccountId,
    telling: &Telling<'_>,
    now: DateTime<Utc>,
) -> WebResult<()> {
    let to: std::collections::BTreeSet<AccountId> = to.into_iter().filter(|one| *one != except).collect();
    for account in to {
        let draft = MessageDraft { account, title: &telling.title, body: &telling.body, link: Some(telling.link) };
        messages::send(tx, &draft, now).await?;
    }
    Ok(())
}
