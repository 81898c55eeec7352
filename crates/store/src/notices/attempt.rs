//! A try to send: what the limits count, on every server and after every restart alike.

use domain::ids::{AccountId, AttemptId, DeliveryId};
use domain::notices::ChannelKind;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery_attempt")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AttemptId,
    pub delivery_id: DeliveryId,
    pub channel: ChannelKind,
    pub account_id: AccountId,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
