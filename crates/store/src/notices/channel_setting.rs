//! How a channel is reached, and how it stands.

use domain::notices::ChannelKind;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "channel_setting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: ChannelKind,
    /// Name → value of what is no secret.
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    /// Name → sealed value; the row key of the seal is `kind/name`.
    #[sea_orm(column_type = "JsonBinary")]
    pub secrets: Json,
    pub enabled: bool,
    /// Nothing goes out before this: a limit is reached, or the service refuses us as a whole.
    pub rests_until: Option<DateTimeUtc>,
    pub rests_for: Option<String>,
    /// What went wrong last with the channel itself; none once it works again.
    pub problem: Option<String>,
    pub problem_at: Option<DateTimeUtc>,
    pub updated_at: DateTimeUtc,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
