//! A person who can sign in; never deleted, so that what was done keeps a name.

use domain::accounts::AccountState;
use domain::ids::{AccountId, StudentId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AccountId,
    #[sea_orm(unique)]
    pub login: String,
    pub name: String,
    pub password_hash: Option<String>,
    /// Sealed as a credential for the row's login.
    pub totp_secret: Option<String>,
    /// The last time step whose code was accepted: a code counts once.
    pub totp_last_step: Option<i64>,
    /// Hashes of the codes not used yet.
    #[sea_orm(column_type = "JsonBinary")]
    pub recovery_codes: Option<Json>,
    pub state: AccountState,
    pub student_id: Option<StudentId>,
    pub must_change_password: bool,
    pub failed_count: i32,
    pub locked_until: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
