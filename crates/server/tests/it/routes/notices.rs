//! A message on its way out.

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, DeliveryId};
use domain::notices::{ChannelKind, NoticeKind};
use store::notices::{DeliveryFilter, NewDelivery, deliveries, queue};
use store::{Page, Tx};

/// Queued for this person, not sent yet.
pub(super) async fn seed_delivery(
    tx: &Tx,
    to: AccountId,
    channel: ChannelKind,
    now: DateTime<Utc>,
) -> DeliveryId {
    let new = NewDelivery {
        account: to,
        message: None,
        channel,
        kind: NoticeKind::Urgent,
        key: "seed".into(),
        address: "colleague@school.example".into(),
        title: "通知".into(),
        body: "通知".into(),
        link: None,
        not_before: now,
    };
    queue(tx, &[new], now).await.unwrap();
    let filter = DeliveryFilter {
        account: Some(to),
        ..DeliveryFilter::default()
    };
    deliveries(tx, &filter, Page::new(1, 1))
        .await
        .unwrap()
        .items[0]
        .id
}
