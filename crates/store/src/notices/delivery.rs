//! One message on its way to one person through one channel, kept as it was or will be sent.

use domain::ids::{AccountId, DeliveryId, MessageId};
use domain::notices::{ChannelKind, DeliveryState, NoticeKind};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DeliveryId,
    pub account_id: AccountId,
    /// The message of the inbox it repeats; none for digests, codes and tests.
    pub message_id: Option<MessageId>,
    pub channel: ChannelKind,
    pub kind: NoticeKind,
    /// One per person and channel: the same thing is said once.
    pub key: String,
    pub address: String,
    pub title: String,
    pub body: String,
    pub link: Option<String>,
    pub state: DeliveryState,
    pub attempts: i32,
    pub next_at: DateTimeUtc,
    pub tried_at: Option<DateTimeUtc>,
    /// Since when it may have arrived without our knowing.
    pub unsure_since: Option<DateTimeUtc>,
    pub done_at: Option<DateTimeUtc>,
    pub remote_id: Option<String>,
    pub error: Option<String>,
    pub created_at: DateTimeUtc,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
