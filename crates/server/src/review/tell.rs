//! Messages to the people an act concerns, written in its transaction.

use chrono::{DateTime, Utc};
use domain::access::Permit;
use domain::ids::AccountId;
use store::Tx;
use store::messages::{self, MessageDraft};
use store::review::Kept;

use super::actions::author;
use super::{page_of, waits_at};
use crate::shell::{App, WebResult};

/// What is told.
struct Telling<'a> {
    title: String,
    body: String,
    link: &'a str,
}

/// Put it into every inbox once; the one who acted is not told.
async fn tell(
    tx: &Tx,
    to: impl IntoIterator<Item = AccountId>,
    except: AccountId,
    telling: &Telling<'_>,
    now: DateTime<Utc>,
) -> WebResult<()> {
    let to: std::collections::BTreeSet<AccountId> =
        to.into_iter().filter(|one| *one != except).collect();
    for account in to {
        let draft = MessageDraft {
            account,
            title: &telling.title,
            body: &telling.body,
            link: Some(telling.link),
        };
        messages::send(tx, &draft, now).await?;
    }
    Ok(())
}

/// Whoever's turn it is hears of it.
pub(super) async fn tell_next(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    kept: &Kept,
    title: &str,
) -> WebResult<()> {
    let Some(step) = kept.review.current() else {
        return Ok(());
    };
    let people = waits_at(tx, step, app.clock.today()).await?;
    let link = format!("/?open={}", kept.id);
    let telling = Telling {
        title: format!("{}：{title}", kept.title),
        body: String::new(),
        link: &link,
    };
    tell(
        tx,
        people.into_iter().map(|(account, _)| account),
        author(permit)?,
        &telling,
        app.clock.now(),
    )
    .await
}

/// Whoever handed it in hears of it.
pub(super) async fn tell_author(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    kept: &Kept,
    title: String,
    body: String,
) -> WebResult<()> {
    let link = page_of(kept);
    let telling = Telling {
        title: format!("{}：{title}", kept.title),
        body,
        link: &link,
    };
    tell(
        tx,
        [kept.review.submitted.account],
        author(permit)?,
        &telling,
        app.clock.now(),
    )
    .await
}
