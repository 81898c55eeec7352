//! The digest of each half-day: what waits for a person, asked of the areas as the desk does, and what was not read yet.

use chrono::TimeDelta;
use domain::access::{Actor, SecondFactor};
use domain::ids::AccountId;
use domain::notices::{Digest, DigestLine, HalfDay, NoticeKind, digest};
use store::identity::{self, account};
use store::notices::{self as rows, NewDelivery};
use store::{Page, messages, settings};

use super::notice::{Way, rules, ways};
use crate::desk;
use crate::shell::{App, Visitor, WebResult};

/// The setting that remembers which digest was made last.
const MADE: &str = "notices_digest";
/// Tries are kept a little longer than the longest limit looks back.
const TRIES_KEPT: TimeDelta = TimeDelta::hours(48);
/// Unread messages that are looked at; the digest counts no further.
const MOST_UNREAD: u64 = 100;

/// Make the digests of the half-day if they are due and not made yet; answers for how many people.
///
/// Broken off half-way or run by two servers at once, nobody gets two: the half-day is the key of the message.
pub async fn gather(app: &App) -> WebResult<usize> {
    let now = app.clock.now();
    let rules = rules(app.db.read(), app.clock.today()).await?;
    let Some(half) = rules.digest_due(now) else {
        return Ok(0);
    };
    if settings::get(app.db.read(), MADE).await? == Some(half.key()) {
        return Ok(0);
    }
    let mut made = 0;
    for number in 1.. {
        let people = identity::accounts(app.db.read(), "", Page::new(number, 1_000)).await?;
        if people.items.is_empty() {
            break;
        }
        made += gather_for(app, &half, &people.items).await?;
    }
    let tx = app.db.begin().await?;
    settings::set(&tx, MADE, &half.key()).await?;
    rows::forget_attempts(&tx, now - TRIES_KEPT).await?;
    tx.commit().await?;
    Ok(made)
}

async fn gather_for(app: &App, half: &HalfDay, people: &[account::Model]) -> WebResult<usize> {
    let ids: Vec<AccountId> = people.iter().map(|person| person.id).collect();
    let ways = ways(app.db.read(), &ids).await?;
    let mut made = 0;
    for person in people {
        let own: Vec<&Way> = ways
            .iter()
            .filter(|way| way.account == person.id && way.digest)
            .collect();
        if own.is_empty() {
            continue;
        }
        // One person's trouble is nobody else's.
        match of_person(app, half, person).await {
            Ok(Some(said)) => {
                queue(app, half, &own, said).await?;
                made += 1;
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!(%error, account = %person.id, "a digest cannot be made");
            }
        }
    }
    Ok(made)
}

async fn of_person(
    app: &App,
    half: &HalfDay,
    person: &account::Model,
) -> WebResult<Option<Digest>> {
    let db = app.db.read();
    let holdings = identity::holdings(db, person.id).await?;
    let actor = Actor::new(
        person.id,
        person.name.clone(),
        holdings,
        SecondFactor::Waived,
        app.clock.today(),
    );
    if actor.holdings().is_empty() {
        return Ok(None);
    }
    let waiting = desk::waiting_for(app, &Visitor::unattended(actor)).await?;
    let waiting: Vec<DigestLine> = waiting
        .into_iter()
        .map(|one| DigestLine {
            text: format!("{}：{}", one.act, one.title),
            since: one.since,
            due: one.due,
        })
        .collect();
    let unread = messages::unread_of(db, person.id, MOST_UNREAD).await?;
    let unread: Vec<DigestLine> = unread
        .into_iter()
        .map(|one| DigestLine {
            text: one.title,
            since: one.created_at,
            due: None,
        })
        .collect();
    Ok(digest(half, &waiting, &unread))
}

async fn queue(app: &App, half: &HalfDay, ways: &[&Way], said: Digest) -> WebResult<()> {
    let now = app.clock.now();
    let out: Vec<NewDelivery> = ways
        .iter()
        .map(|way| NewDelivery {
            account: way.account,
            message: None,
            channel: way.channel,
            kind: NoticeKind::Digest,
            key: half.key(),
            address: way.address.clone(),
            title: said.title.clone(),
            body: said.body.clone(),
            link: Some("/".to_owned()),
            not_before: now,
        })
        .collect();
    let tx = app.db.begin().await?;
    rows::queue(&tx, &out, now).await?;
    Ok(tx.commit().await?)
}
