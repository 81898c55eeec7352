//! A person's address on a channel.

use domain::ids::AccountId;
use domain::notices::{ChannelKind, ContactState};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub channel: ChannelKind,
    pub address: String,
    /// Gets what presses.
    pub at_once: bool,
    /// Gets the digest of the half-day.
    pub digest: bool,
    pub state: ContactState,
    /// Keyed hash of the code that confirms the address.
    pub code_hash: Option<String>,
    pub code_until: Option<DateTimeUtc>,
    pub code_tries: i32,
    /// Why it does not work.
    pub error: Option<String>,
    pub updated_at: DateTimeUtc,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
