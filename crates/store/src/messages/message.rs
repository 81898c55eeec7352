//! A message in a person's inbox.

use domain::ids::{AccountId, MessageId};
use domain::notices::NoticeKind;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MessageId,
    pub account_id: AccountId,
    pub title: String,
    pub body: String,
    pub link: Option<String>,
    pub created_at: DateTimeUtc,
    pub read_at: Option<DateTimeUtc>,
    pub kind: NoticeKind,
    /// By when something has to be done.
    pub due: Option<Date>,
    /// One per person: the same thing is said once.
    pub key: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
