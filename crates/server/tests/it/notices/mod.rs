//! Telling people: through services that fail in every way they can, within their limits, and through the pages.

mod digest;
mod fake;
mod pages;
mod smtp;
mod storm;
mod trouble;

use domain::ids::AccountId;
use domain::notices::{ChannelKind, ContactState, DeliveryState, NoticeKind};
use serde_json::json;
use store::Page;
use store::identity::{NewAccount, NewHolding, create_account, give_post};
use store::notices::{
    DeliveryFilter, NewDelivery, contact, deliveries, delivery, queue, save_channel, save_contact,
};

use crate::support::School;

impl School {
    /// A channel in use, with its secrets sealed as the page seals them.
    pub(crate) async fn channel(&self, kind: ChannelKind, settings: serde_json::Value) {
        let mut secrets = serde_json::Map::new();
        for name in ["secret", "key", "access_token", "app_secret", "password"] {
            let row = format!("{}/{name}", kind.value());
            let cell = store::crypto::Cell {
                table: "channel_setting",
                column: "secrets",
                row: &row,
            };
            let sealed = self.app.keys.seal(cell, "SEC-very-secret").unwrap();
            secrets.insert(name.into(), sealed.into());
        }
        let tx = self.app.db.begin().await.unwrap();
        let row = (settings, secrets.into(), true);
        save_channel(&tx, kind, 0, row, self.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// People with a confirmed address on the channel.
    pub(crate) async fn reachable(
        &self,
        kind: ChannelKind,
        count: usize,
        address: impl Fn(usize) -> String,
    ) -> Vec<AccountId> {
        let tx = self.app.db.begin().await.unwrap();
        let mut all = Vec::new();
        for number in 0..count {
            let new = NewAccount::active(
                &format!("p{number}"),
                &format!("收信人{number}"),
                String::new(),
                self.now(),
            );
            let account = create_account(&tx, &new).await.unwrap();
            let post = domain::access::Post::GeneralAffairs;
            give_post(
                &tx,
                &NewHolding::school(account, post, "2024-09-01".parse().unwrap()),
            )
            .await
            .unwrap();
            save_contact(&tx, verified(account, kind, &address(number), self.now()))
                .await
                .unwrap();
            all.push(account);
        }
        tx.commit().await.unwrap();
        all
    }

    /// Queue so many messages, in turn for each of these people.
    pub(crate) async fn post_out(
        &self,
        kind: ChannelKind,
        to: &[AccountId],
        address: impl Fn(usize) -> String,
        count: usize,
    ) {
        let all: Vec<NewDelivery> = (0..count)
            .map(|number| NewDelivery {
                account: to[number % to.len()],
                message: None,
                channel: kind,
                kind: NoticeKind::Urgent,
                key: format!("storm/{number}"),
                address: address(number % to.len()),
                title: format!("第 {number} 条通知"),
                body: "请登录查看".into(),
                link: Some("/messages".into()),
                not_before: self.now(),
            })
            .collect();
        let tx = self.app.db.begin().await.unwrap();
        queue(&tx, &all, self.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn outbox(&self, state: Option<DeliveryState>) -> Vec<delivery::Model> {
        let filter = DeliveryFilter {
            state,
            ..DeliveryFilter::default()
        };
        deliveries(self.app.db.read(), &filter, Page::new(1, 1_000))
            .await
            .unwrap()
            .items
    }

    /// Send until nothing is due at this moment.
    pub(crate) async fn send(&self, kind: ChannelKind) {
        while server::send_due_notices(&self.app, kind).await.unwrap() > 0 {}
    }
}

pub(crate) fn verified(
    account: AccountId,
    channel: ChannelKind,
    address: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> contact::Model {
    contact::Model {
        account_id: account,
        channel,
        address: address.into(),
        at_once: true,
        digest: true,
        state: ContactState::Verified,
        code_hash: None,
        code_until: None,
        code_tries: 0,
        error: None,
        updated_at: now,
        version: 0,
    }
}

/// The settings of an HTTP service that stands at this address.
pub(crate) fn at(url: &str) -> serde_json::Value {
    json!({ "base_url": url, "timeout": "1", "accounts": "60", "corp_id": "ww1", "agent_id": "7", "app_key": "ding1" })
}
