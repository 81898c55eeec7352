//! What people change about channels and their own addresses.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::access::Permit;
use domain::ids::{AccountId, DeliveryId};
use domain::notices::{ChannelKind, ContactState, DeliveryState, NoticeKind, check};
use serde_json::{Map, Value, json};
use store::audit::{self, AuditDraft};
use store::notices::{self as rows, NewDelivery, channel_setting};
use store::{StoreError, Tx, operations};

use super::channels::{cell, seal_row, secrets};
use crate::shell::{App, WebError, WebResult};

/// Who acts; the program itself changes none of this.
pub(super) fn person(permit: &Permit) -> WebResult<AccountId> {
    permit
        .account()
        .ok_or_else(|| WebError::internal("nobody acts"))
}

/// The settings of a channel as typed.
pub(super) struct ChannelForm {
    pub(super) version: i32,
    pub(super) enabled: bool,
    pub(super) values: BTreeMap<String, String>,
    pub(super) op_id: String,
}

/// What is wrong with which setting.
pub(super) type Faults = Vec<(&'static str, String)>;

/// Keep the settings of a channel. Secrets left empty stay as they are.
pub(super) async fn save_channel(
    app: &App,
    permit: &Permit,
    kind: ChannelKind,
    form: ChannelForm,
) -> WebResult<Result<(), Faults>> {
    let (by, now) = (person(permit)?, app.clock.now());
    let tx = app.db.begin().await?;
    let before = rows::channel(&tx, kind).await?;
    let held = |name: &str| {
        let kept = before.as_ref().map(|row| &row.secrets);
        kept.is_some_and(|secrets| secrets.get(name).is_some())
    };
    let kept = match check(kind, &form.values, held) {
        Ok(kept) => kept,
        Err(faults) => return Ok(Err(faults)),
    };
    if operations::first_time(&tx, by, &form.op_id, now)
        .await?
        .is_some()
    {
        return Ok(Ok(()));
    }
    let (settings, secrets, changed) = sorted(app, kind, kept, before.as_ref())?;
    let record = recorded(&settings, form.enabled, &changed);
    let was = before
        .as_ref()
        .map(|row| recorded(&row.settings, row.enabled, &[]));
    rows::save_channel(
        &tx,
        kind,
        form.version,
        (settings, secrets, form.enabled),
        now,
    )
    .await?;
    operations::led_to(&tx, by, &form.op_id, "/channels").await?;
    let draft = AuditDraft::new(permit, now, "set_channel").named("channel", kind.label());
    audit::write(&tx, draft.change(was, Some(record))).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// What is shown apart from what is sealed, and the names of the secrets that are new.
fn sorted(
    app: &App,
    kind: ChannelKind,
    kept: BTreeMap<String, String>,
    before: Option<&channel_setting::Model>,
) -> WebResult<(Value, Value, Vec<&'static str>)> {
    let mut sealed: Map<String, Value> = before
        .and_then(|row| row.secrets.as_object().cloned())
        .unwrap_or_default();
    let (mut plain, mut changed) = (Map::new(), Vec::new());
    for (name, value) in kept {
        match secrets(kind).find(|secret| *secret == name) {
            Some(secret) => {
                let row = seal_row(kind, secret);
                sealed.insert(name, app.keys.seal(cell(&row), &value)?.into());
                changed.push(secret);
            }
            None => {
                plain.insert(name, value.into());
            }
        }
    }
    Ok((plain.into(), sealed.into(), changed))
}

/// For the record: no secret, only that it was changed.
fn recorded(settings: &Value, enabled: bool, secrets: &[&str]) -> Value {
    let mut said = Map::new();
    said.insert("enabled".to_owned(), enabled.into());
    let known = [
        "host", "port", "security", "base_url", "corp_id", "agent_id", "app_key",
    ];
    for name in known {
        if let Some(value) = settings.get(name) {
            said.insert(name.to_owned(), value.clone());
        }
    }
    if !secrets.is_empty() {
        said.insert("secret".to_owned(), "已更换".into());
    }
    said.into()
}

/// Queue a message to an address the administrator names, to see whether the channel works.
pub(super) async fn test_channel(
    app: &App,
    permit: &Permit,
    kind: ChannelKind,
    address: &str,
    op_id: &str,
) -> WebResult<()> {
    let (by, now) = (person(permit)?, app.clock.now());
    let tx = app.db.begin().await?;
    if operations::first_time(&tx, by, op_id, now).await?.is_some() {
        return Ok(());
    }
    let on = rows::channel(&tx, kind)
        .await?
        .is_some_and(|row| row.enabled);
    if !on {
        return Err(WebError::refused(
            "这个渠道还没有启用。请先勾上「启用」保存，再发测试消息",
        ));
    }
    let test = NewDelivery {
        account: by,
        message: None,
        channel: kind,
        kind: NoticeKind::Test,
        key: format!("test/{op_id}"),
        address: address.to_owned(),
        title: "测试消息".to_owned(),
        body: format!(
            "{}从 OneX 发出的测试消息，收到就说明渠道可用。",
            permit.name()
        ),
        link: Some("/".to_owned()),
        not_before: now,
    };
    rows::queue(&tx, &[test], now).await?;
    operations::led_to(&tx, by, op_id, "/deliveries").await?;
    let draft = AuditDraft::new(permit, now, "test_channel").named("channel", kind.label());
    let after = json!({ "address": masked(address) });
    audit::write(&tx, draft.change(None, Some(after))).await?;
    Ok(tx.commit().await?)
}

/// Send a message once more that was given up, to the address that holds now.
pub(super) async fn send_again(
    app: &App,
    permit: &Permit,
    id: DeliveryId,
    op_id: &str,
) -> WebResult<()> {
    let (by, now) = (person(permit)?, app.clock.now());
    let tx = app.db.begin().await?;
    if operations::first_time(&tx, by, op_id, now).await?.is_some() {
        return Ok(());
    }
    let found = rows::delivery_row(&tx, id).await?;
    if found.state != DeliveryState::GivenUp {
        return Err(WebError::refused(format!(
            "这一条现在是「{}」，不用再发",
            found.state.label()
        )));
    }
    let contact = rows::contact_of(&tx, found.account_id, found.channel).await?;
    let address = contact
        .filter(|contact| contact.state == ContactState::Verified)
        .map_or_else(|| found.address.clone(), |contact| contact.address);
    rows::send_again(&tx, &found, &address, now).await?;
    operations::led_to(&tx, by, op_id, "/deliveries").await?;
    let draft = AuditDraft::new(permit, now, "send_again").on("delivery", id.get(), &found.title);
    let after = json!({ "channel": found.channel.label(), "error": found.error });
    audit::write(&tx, draft.change(None, Some(after))).await?;
    Ok(tx.commit().await?)
}

/// Whether somebody changes addresses so often that strangers would be bothered with codes.
pub(super) async fn too_often(app: &App, tx: &Tx, by: AccountId) -> WebResult<bool> {
    let since = app.clock.now() - TimeDelta::hours(1);
    Ok(audit::count_since(tx, by, "set_contact", since).await? >= 5)
}

/// Enough of an address to know it again.
pub(super) fn masked(address: &str) -> String {
    let (name, host) = match address.split_once('@') {
        Some((name, host)) => (name, format!("@{host}")),
        None => (address, String::new()),
    };
    let first: String = name.chars().take(2).collect();
    format!("{first}***{host}")
}

/// A channel that people may use now.
pub(super) async fn in_use(tx: &Tx, kind: ChannelKind) -> WebResult<()> {
    let found = rows::channel(tx, kind).await?;
    if found.is_some_and(|row| row.enabled) {
        Ok(())
    } else {
        Err(StoreError::NotFound.into())
    }
}
