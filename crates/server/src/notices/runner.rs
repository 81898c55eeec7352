//! Sends what is due. Each channel has its own loop, so that a slow service holds up nobody else's messages; what may be
//! sent is asked of the store, so that limits hold for several servers together and after a restart.
//!
//! A message is marked and its try counted before it goes out, and recorded afterwards. When the program is stopped in
//! between, nobody knows whether it went out: it is sent again only to a service that knows it again (Message-ID,
//! duplicate check), and otherwise listed as not delivered.

use std::time::Duration;

use chrono::TimeDelta;
use domain::ids::DeliveryId;
use domain::notices::{ChannelKind, DeliveryState, Next, Receipt, SendError, Tried};
use futures::StreamExt;
use store::notices::{self as rows, Done, channel_setting, delivery};
use store::{Tx, messages};

use super::channels::{Outgoing, Settings};
use super::notice::rules;
use super::{digests, failed};
use crate::shell::{App, WebResult};

/// How often an idle channel looks.
const PAUSE: Duration = Duration::from_secs(2);
/// Taken at once where a message can be repeated; where it cannot, one at a time, so that a crash leaves one in doubt.
const BATCH: u64 = 40;
/// Sent at the same time through one channel.
const TOGETHER: usize = 8;
/// A sender that has not recorded anything for so long is gone: no try lasts longer than a minute and a half.
const LEASE: TimeDelta = TimeDelta::minutes(5);
const PATIENCE: Duration = Duration::from_secs(90);

/// Sends for as long as the program serves.
pub(crate) async fn run(app: App) {
    let channels = ChannelKind::ALL.iter().map(|kind| send_on(&app, *kind));
    futures::join!(futures::future::join_all(channels), gather_on(&app));
}

async fn send_on(app: &App, kind: ChannelKind) {
    loop {
        match send_due(app, kind).await {
            Ok(0) => tokio::time::sleep(PAUSE).await,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, channel = kind.value(), "the outbox cannot be worked on");
                tokio::time::sleep(PAUSE * 10).await;
            }
        }
    }
}

async fn gather_on(app: &App) {
    loop {
        if let Err(error) = digests::gather(app).await {
            tracing::error!(%error, "the digests cannot be made");
        }
        tokio::time::sleep(PAUSE * 30).await;
    }
}

/// Send what is due on a channel now, up to one batch; answers how many were tried.
pub async fn send_due(app: &App, kind: ChannelKind) -> WebResult<usize> {
    let Some(channel) = rows::channel(app.db.read(), kind).await? else {
        return Ok(0);
    };
    give_up_old(app, &channel).await?;
    if !channel.enabled {
        return Ok(0);
    }
    take_over(app, kind).await?;
    let settings = Settings::of(&app.keys, &channel)?;
    let (limits, now) = (kind.limits(settings.size()), app.clock.now());
    let batch = if kind.repeats_until(now).is_some() {
        BATCH
    } else {
        1
    };
    let taken = rows::claim(&app.db, kind, &limits, batch, now).await?;
    if taken.is_empty() {
        return Ok(0);
    }
    let tried = taken.len();
    let answers = send_all(app, &channel, &settings, taken).await?;
    record(app, &channel, answers).await?;
    Ok(tried)
}

type Answered = (delivery::Model, Option<Result<Receipt, SendError>>);

/// Try each; what the person has read meanwhile is not sent any more (`None`).
async fn send_all(
    app: &App,
    channel: &channel_setting::Model,
    settings: &Settings,
    taken: Vec<delivery::Model>,
) -> WebResult<Vec<Answered>> {
    let about: Vec<_> = taken.iter().filter_map(|one| one.message_id).collect();
    let read = messages::read_ones(app.db.read(), &about).await?;
    let outlet = app.outlets.outlet(settings, channel.version).await;
    let tries = taken.into_iter().map(|one| {
        let outlet = &outlet;
        let seen = one.message_id.is_some_and(|id| read.contains(&id));
        async move {
            // After a try whose end nobody knows it may be there already: then the answer still matters.
            if seen && one.unsure_since.is_none() {
                return (one, None);
            }
            let answer = match outlet {
                Err(error) => Err(error.clone()),
                Ok(outlet) => {
                    let out = outgoing(app, &one);
                    let sent = tokio::time::timeout(PATIENCE, outlet.send(&out)).await;
                    sent.unwrap_or_else(|_| {
                        Err(SendError::Unknown {
                            why: "没有在规定时间内应答".to_owned(),
                        })
                    })
                }
            };
            (one, Some(answer))
        }
    });
    Ok(futures::stream::iter(tries)
        .buffer_unordered(TOGETHER)
        .collect()
        .await)
}

/// The mark names this sending: the same for every automatic try, another one when a person sends it again.
fn outgoing(app: &App, one: &delivery::Model) -> Outgoing {
    let mark = format!("onex.{}.{}", one.id, one.created_at.timestamp_micros());
    let path = one.link.as_deref().unwrap_or("/messages");
    let path = path.split('#').next().unwrap_or_default();
    Outgoing {
        link: format!("{}{path}#{mark}", app.config.public_url),
        to: one.address.clone(),
        title: one.title.clone(),
        body: one.body.clone(),
        at: app.clock.now(),
        mark,
    }
}

/// Write down what came of a batch, and what it says about the channel.
async fn record(
    app: &App,
    channel: &channel_setting::Model,
    answers: Vec<Answered>,
) -> WebResult<()> {
    let now = app.clock.now();
    let keep = rules(app.db.read(), app.clock.today()).await?.keep();
    let tx = app.db.begin().await?;
    let (mut worked, mut problem) = (false, None);
    for (one, answer) in answers {
        let Some(answer) = answer else {
            settle(&tx, &one, read_already(&one, now), None, now).await?;
            continue;
        };
        let next = tried(&one, now).then(&answer, now, keep);
        match &answer {
            Ok(_) => worked = true,
            Err(SendError::Rest { wait, limit, why }) => {
                rows::rest(&tx, channel.kind, now + *wait, why).await?;
                problem = (!limit).then(|| why.clone()).or(problem);
            }
            Err(SendError::Permanent { address: true, why }) => {
                worked = true;
                failed::note(app, &tx, &one, why).await?;
            }
            Err(SendError::Retry { why, .. } | SendError::Unknown { why }) => {
                problem = problem.or_else(|| Some(why.clone()));
            }
            Err(SendError::Permanent { address: false, .. }) => {}
        }
        let remote = answer.ok().and_then(|receipt| receipt.remote_id);
        settle(&tx, &one, next, remote, now).await?;
    }
    if worked && channel.problem.is_some() {
        rows::problem(&tx, channel.kind, None, now).await?;
    } else if let Some(why) = problem.filter(|_| !worked) {
        rows::problem(&tx, channel.kind, Some(&why), now).await?;
    }
    Ok(tx.commit().await?)
}

async fn settle(
    tx: &Tx,
    one: &delivery::Model,
    next: Next,
    remote_id: Option<String>,
    now: chrono::DateTime<chrono::Utc>,
) -> WebResult<()> {
    let done = Done {
        id: one.id,
        version: one.version,
        next,
        remote_id,
    };
    if !rows::record(tx, &done, now).await? {
        tracing::warn!(delivery = %one.id, "somebody else has taken this message over");
    }
    Ok(())
}

fn tried(one: &delivery::Model, now: chrono::DateTime<chrono::Utc>) -> Tried {
    Tried {
        channel: one.channel,
        attempts: u32::try_from(one.attempts).unwrap_or_default(),
        created_at: one.created_at,
        unsure_since: one.unsure_since,
        tried_at: one.tried_at.unwrap_or(now),
    }
}

fn read_already(one: &delivery::Model, now: chrono::DateTime<chrono::Utc>) -> Next {
    Next {
        state: DeliveryState::Suppressed,
        next_at: now,
        attempts: u32::try_from(one.attempts).unwrap_or_default(),
        unsure_since: None,
        error: Some("本人已经在系统里看过".to_owned()),
    }
}

/// What a sender left behind that was stopped between sending and writing.
async fn take_over(app: &App, kind: ChannelKind) -> WebResult<()> {
    let now = app.clock.now();
    let lapsed = rows::lapsed(app.db.read(), kind, now - LEASE).await?;
    if lapsed.is_empty() {
        return Ok(());
    }
    let keep = rules(app.db.read(), app.clock.today()).await?.keep();
    let ids: Vec<DeliveryId> = lapsed.iter().map(|one| one.id).collect();
    tracing::warn!(?ids, "messages whose sending was broken off");
    let why = Err(SendError::Unknown {
        why: "程序在发送中停过".to_owned(),
    });
    let tx = app.db.begin().await?;
    for one in lapsed {
        let next = tried(&one, now).then(&why, now, keep);
        settle(&tx, &one, next, None, now).await?;
    }
    Ok(tx.commit().await?)
}

/// What has waited too long is listed as not delivered, with what it waited for.
async fn give_up_old(app: &App, channel: &channel_setting::Model) -> WebResult<()> {
    let now = app.clock.now();
    let keep = rules(app.db.read(), app.clock.today()).await?.keep();
    loop {
        let old = rows::expired(app.db.read(), channel.kind, now - keep).await?;
        if old.is_empty() {
            return Ok(());
        }
        let tx = app.db.begin().await?;
        for one in &old {
            let own = one.error.as_deref();
            let why = match own.or(channel.rests_for.as_deref()) {
                _ if !channel.enabled => "这个渠道停用了",
                Some(why) => why,
                None => "一直没有轮到",
            };
            let why = format!("{} 小时内没有发出：{why}", keep.num_hours());
            rows::give_up(&tx, one, &why, now).await?;
        }
        tx.commit().await?;
    }
}
