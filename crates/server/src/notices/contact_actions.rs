//! A person's own addresses: written, confirmed by a code that was sent there, taken out.

use chrono::TimeDelta;
use domain::access::Permit;
use domain::notices::{ChannelKind, ContactState, NoticeKind, address};
use serde_json::json;
use store::audit::{self, AuditDraft};
use store::notices::{self as rows, NewDelivery, contact};
use store::{StoreError, Tx};

use super::actions::{in_use, masked, person, too_often};
use crate::shell::{App, WebResult, op_id};

const CODE_LASTS: TimeDelta = TimeDelta::minutes(30);
const MOST_TRIES: i32 = 5;

/// What was typed.
pub(super) struct ContactForm<'a> {
    pub(super) address: &'a str,
    pub(super) at_once: bool,
    pub(super) digest: bool,
    pub(super) version: i32,
}

/// Keep an address. A new one gets a code first; what goes to a group tells nothing and needs none.
pub(super) async fn set_contact(
    app: &App,
    permit: &Permit,
    kind: ChannelKind,
    form: &ContactForm<'_>,
) -> WebResult<Result<ContactState, String>> {
    let (by, now) = (person(permit)?, app.clock.now());
    let tx = app.db.begin().await?;
    in_use(&tx, kind).await?;
    let wanted = match address(kind, form.address) {
        Ok(wanted) => wanted,
        Err(why) => return Ok(Err(why.to_string())),
    };
    let found = rows::contact_of(&tx, by, kind).await?;
    if found.as_ref().map_or(0, |row| row.version) != form.version {
        return Err(StoreError::Stale.into());
    }
    let known = found
        .as_ref()
        .is_some_and(|row| row.address == wanted && row.state == ContactState::Verified);
    if !known && too_often(app, &tx, by).await? {
        return Ok(Err("一小时内最多改 5 次，请过一会儿再改".to_owned()));
    }
    let in_group = kind.repeats_until(now).is_none();
    let state = if known || in_group {
        ContactState::Verified
    } else {
        ContactState::New
    };
    let code = (state == ContactState::New).then(code);
    let row = contact::Model {
        account_id: by,
        channel: kind,
        code_hash: code.as_ref().map(|code| hash(app, by.get(), &wanted, code)),
        code_until: code.as_ref().map(|_| now + CODE_LASTS),
        address: wanted.clone(),
        at_once: form.at_once,
        digest: form.digest,
        state,
        code_tries: 0,
        error: None,
        updated_at: now,
        version: form.version,
    };
    rows::save_contact(&tx, row).await?;
    if let Some(code) = code {
        send_code(app, &tx, (by, kind), &wanted, &code).await?;
    }
    let after = json!({
        "channel": kind.label(), "address": masked(&wanted), "at_once": form.at_once, "digest": form.digest,
    });
    record(
        &tx,
        permit,
        AuditDraft::new(permit, now, "set_contact"),
        after,
    )
    .await?;
    tx.commit().await?;
    Ok(Ok(state))
}

/// Confirm an address with the code that came there.
pub(super) async fn confirm_contact(
    app: &App,
    permit: &Permit,
    kind: ChannelKind,
    typed: &str,
) -> WebResult<Result<(), String>> {
    let (by, now) = (person(permit)?, app.clock.now());
    let tx = app.db.begin().await?;
    let found = rows::contact_of(&tx, by, kind).await?;
    let found = found.ok_or(StoreError::NotFound)?;
    let usable = found.code_until.is_some_and(|until| until > now) && found.code_tries < MOST_TRIES;
    if !usable {
        return Ok(Err(
            "确认码过期了，或输错了 5 次。请把地址再保存一次，系统会发新的".to_owned(),
        ));
    }
    let right = found.code_hash == Some(hash(app, by.get(), &found.address, typed));
    let changed = contact::Model {
        state: if right {
            ContactState::Verified
        } else {
            found.state
        },
        code_hash: found.code_hash.clone().filter(|_| !right),
        code_until: found.code_until.filter(|_| !right),
        code_tries: found.code_tries + 1,
        updated_at: now,
        ..found
    };
    let after = json!({ "channel": kind.label(), "address": masked(&changed.address) });
    rows::save_contact(&tx, changed).await?;
    let draft = if right {
        AuditDraft::new(permit, now, "confirm_contact")
    } else {
        AuditDraft::new(permit, now, "confirm_contact_refused")
    };
    record(&tx, permit, draft, after).await?;
    tx.commit().await?;
    Ok(if right {
        Ok(())
    } else {
        Err("确认码不对，请核对后再填".to_owned())
    })
}

/// Take an address out.
pub(super) async fn remove_contact(app: &App, permit: &Permit, kind: ChannelKind) -> WebResult<()> {
    let by = person(permit)?;
    let tx = app.db.begin().await?;
    rows::remove_contact(&tx, by, kind).await?;
    let after = json!({ "channel": kind.label() });
    let draft = AuditDraft::new(permit, app.clock.now(), "remove_contact");
    record(&tx, permit, draft, after).await?;
    Ok(tx.commit().await?)
}

async fn record(
    tx: &Tx,
    permit: &Permit,
    draft: AuditDraft,
    after: serde_json::Value,
) -> WebResult<()> {
    let draft = draft.on("account", person(permit)?.get(), permit.name());
    audit::write(tx, draft.change(None, Some(after))).await?;
    Ok(())
}

fn code() -> String {
    format!("{:06}", rand::random::<u32>() % 1_000_000)
}

/// Bound to the person and the address: a code for one opens no other.
fn hash(app: &App, account: i64, address: &str, code: &str) -> String {
    app.keys
        .lookup("contact_code", &format!("{account}/{address}/{code}"))
}

async fn send_code(
    app: &App,
    tx: &Tx,
    (account, channel): (domain::ids::AccountId, ChannelKind),
    address: &str,
    code: &str,
) -> WebResult<()> {
    let now = app.clock.now();
    let out = NewDelivery {
        account,
        message: None,
        channel,
        kind: NoticeKind::Code,
        key: format!("code/{}", op_id()),
        address: address.to_owned(),
        title: "确认通知地址".to_owned(),
        body: format!(
            "确认码 {code}，30 分钟内有效。请在 OneX 的「我的通知方式」里填写。不是你本人操作的，不用理会。"
        ),
        link: Some("/me/notices".to_owned()),
        not_before: now,
    };
    rows::queue(tx, &[out], now).await?;
    Ok(())
}
