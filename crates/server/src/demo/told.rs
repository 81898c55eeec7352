//! What went out this morning: digests that arrived, and one address that does not work. The channel itself is off, so
//! that a demonstration sends nothing to anybody.

use domain::ids::AccountId;
use domain::notices::{ChannelKind, ContactState, NoticeKind, Receipt, SendError, Size, Tried};
use serde_json::json;
use store::identity::account_by_login;
use store::notices::{self as rows, Done, NewDelivery, contact, delivery};
use store::{StoreError, Tx};

use super::{at, go_to};
use crate::shell::{App, WebResult};

const MAIL: ChannelKind = ChannelKind::Mail;
/// Login, what was said, and why it did not arrive.
const MORNING: [(&str, &str, Option<&str>); 4] = [
    ("linjingyi", "上午汇总：11 件待办", None),
    ("hejianping", "上午汇总：5 件待办", None),
    ("zhouwenbo", "上午汇总：2 件待办，1 条未读消息", None),
    (
        "suminhua",
        "上午汇总：1 件待办",
        Some("对方邮件服务器说没有这个邮箱（550）"),
    ),
];

pub(super) async fn this_morning(app: &App) -> WebResult<()> {
    go_to(app, "2025-05-20T08:01");
    let now = app.clock.now();
    let settings = json!({
        "host": "smtp.school.example", "port": "465", "security": "tls", "from": "office@school.example",
        "from_name": "示范职业技术学校 培训就业处", "per_minute": "30", "per_day": "2000", "timeout": "10",
    });
    let tx = app.db.begin().await?;
    rows::save_channel(&tx, MAIL, 0, (settings.clone(), json!({}), true), now).await?;
    let mut out = Vec::new();
    for (login, title, fault) in MORNING {
        let person = account_by_login(&tx, login).await?;
        let account = person.ok_or(StoreError::NotFound)?.id;
        rows::save_contact(&tx, address(app, account, login, fault)).await?;
        out.push(NewDelivery {
            account,
            message: None,
            channel: MAIL,
            kind: NoticeKind::Digest,
            key: "digest/2025-05-20/am".to_owned(),
            address: format!("{login}@school.example"),
            title: title.to_owned(),
            body: "请登录查看".to_owned(),
            link: Some("/".to_owned()),
            not_before: now,
        });
    }
    rows::queue(&tx, &out, now).await?;
    tx.commit().await?;
    let limits = MAIL.limits(Size::default());
    let taken = rows::claim(&app.db, MAIL, &limits, 40, now).await?;
    let tx = app.db.begin().await?;
    for (one, (_, _, fault)) in taken.iter().zip(MORNING) {
        record(app, &tx, one, fault).await?;
    }
    rows::save_channel(&tx, MAIL, 1, (settings, json!({}), false), now).await?;
    store::settings::set(&tx, "notices_digest", "digest/2025-05-20/am").await?;
    Ok(tx.commit().await?)
}

fn address(app: &App, account: AccountId, login: &str, fault: Option<&str>) -> contact::Model {
    contact::Model {
        account_id: account,
        channel: MAIL,
        address: format!("{login}@school.example"),
        at_once: true,
        digest: true,
        state: match fault {
            Some(_) => ContactState::Failed,
            None => ContactState::Verified,
        },
        code_hash: None,
        code_until: None,
        code_tries: 0,
        error: fault.map(str::to_owned),
        updated_at: app.clock.now(),
        version: 0,
    }
}

async fn record(app: &App, tx: &Tx, one: &delivery::Model, fault: Option<&str>) -> WebResult<()> {
    let now = app.clock.now();
    let answer = match fault {
        None => Ok(Receipt::default()),
        Some(why) => Err(SendError::Permanent {
            address: true,
            why: why.to_owned(),
        }),
    };
    let tried = Tried {
        channel: MAIL,
        attempts: 1,
        created_at: one.created_at,
        unsure_since: None,
        tried_at: at("2025-05-20T08:01"),
    };
    let next = tried.then(&answer, now, chrono::TimeDelta::hours(48));
    let done = Done {
        id: one.id,
        version: one.version,
        next,
        remote_id: None,
    };
    rows::record(tx, &done, now).await?;
    Ok(())
}
