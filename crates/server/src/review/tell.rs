//! Messages to the people an act concerns, written in its transaction.

use domain::access::Permit;
use domain::ids::AccountId;
use domain::notices::NoticeKind;
use store::Tx;
use store::review::Kept;

use super::actions::author;
use super::{page_of, waits_at};
use crate::notices::{Notice, tell};
use crate::shell::{App, WebResult};

/// Whoever's turn it is hears of it; the one who acted is not told.
pub(super) async fn tell_next(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    kept: &Kept,
    title: &str,
) -> WebResult<()> {
    tell_step(app, tx, permit, kept, (NoticeKind::Task, title)).await
}

/// Whoever's turn it is is reminded, at once.
pub(super) async fn remind_next(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    kept: &Kept,
    title: &str,
) -> WebResult<()> {
    tell_step(app, tx, permit, kept, (NoticeKind::Reminder, title)).await
}

async fn tell_step(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    kept: &Kept,
    (kind, title): (NoticeKind, &str),
) -> WebResult<()> {
    let Some(step) = kept.review.current() else {
        return Ok(());
    };
    let except = author(permit)?;
    let people = waits_at(tx, step, app.clock.today()).await?;
    let people: Vec<AccountId> = people
        .into_iter()
        .map(|(account, _)| account)
        .filter(|account| *account != except)
        .collect();
    let notice = Notice {
        title: format!("{}：{title}", kept.title),
        body: String::new(),
        link: Some(format!("/?open={}", kept.id)),
        kind,
        due: kept.review.due_on,
    };
    tell(app, tx, &people, notice).await
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
    let told = kept.review.submitted.account;
    if told == author(permit)? {
        return Ok(());
    }
    let notice = Notice {
        title: format!("{}：{title}", kept.title),
        body,
        link: Some(page_of(kept)),
        kind: NoticeKind::Outcome,
        due: None,
    };
    tell(app, tx, &[told], notice).await
}
