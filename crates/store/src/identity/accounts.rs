//! Accounts: made, found, and what sign-in changes about them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::accounts::AccountState;
use domain::ids::{AccountId, StudentId};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, Set};

use super::account::{self};
use crate::{Page, Paged, StoreError, StoreResult, Tx, micros, page, search, written_once};

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// What the person types to sign in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The hash of a password, none while invited.
    pub password_hash: Option<String>,
    /// Whether the first sign-in asks for a new password.
    pub must_change_password: bool,
    /// For students: who they are.
    pub student_id: Option<StudentId>,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl NewAccount {
    /// An account whose person has chosen the password already.
    pub fn active(login: &str, name: &str, password_hash: String, now: DateTime<Utc>) -> Self {
        Self {
            login: login.to_owned(),
            name: name.to_owned(),
            password_hash: Some(password_hash),
            must_change_password: false,
            student_id: None,
            created_at: now,
        }
    }
}

impl account::Model {
    /// Whether it may sign in.
    pub fn is_active(&self) -> bool {
        self.state == AccountState::Active
    }
}

/// Make an account; `Taken { field: "login" }` when somebody has the login.
pub async fn create_account(tx: &Tx, new: &NewAccount) -> StoreResult<AccountId> {
    let state = if new.password_hash.is_some() {
        AccountState::Active
    } else {
        AccountState::Invited
    };
    let row = account::ActiveModel {
        login: Set(new.login.clone()),
        name: Set(new.name.clone()),
        password_hash: Set(new.password_hash.clone()),
        state: Set(state),
        student_id: Set(new.student_id),
        must_change_password: Set(new.must_change_password),
        failed_count: Set(0),
        created_at: Set(micros(new.created_at)),
        version: Set(1),
        ..Default::default()
    };
    Ok(account::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Whether the installation has any account yet.
pub async fn any_account(db: &impl ConnectionTrait) -> StoreResult<bool> {
    Ok(account::Entity::find().one(db).await?.is_some())
}

/// One account.
pub async fn account(db: &impl ConnectionTrait, id: AccountId) -> StoreResult<account::Model> {
    account::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// The account with this login, as it is written.
pub async fn account_by_login(
    db: &impl ConnectionTrait,
    login: &str,
) -> StoreResult<Option<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::COLUMN.login.eq(login))
        .one(db)
        .await?)
}

/// One page of accounts, by login; `text` is searched in login and name.
pub async fn accounts(
    db: &impl ConnectionTrait,
    text: &str,
    page: Page,
) -> StoreResult<Paged<account::Model>> {
    let mut query = account::Entity::find().order_by_asc(account::Column::Login);
    if !text.trim().is_empty() {
        let either = Condition::any()
            .add(search::contains(account::Column::Login, text))
            .add(search::contains(account::Column::Name, text));
        query = query.filter(either);
    }
    page::fetch(db, query, page).await
}

/// Several accounts, by login.
pub async fn accounts_by_id(
    db: &impl ConnectionTrait,
    ids: &[AccountId],
) -> StoreResult<Vec<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(account::Column::Login)
        .all(db)
        .await?)
}

/// Switch an account on or off; `version` is what the page was made from.
pub async fn set_account_state(
    tx: &Tx,
    id: AccountId,
    version: i32,
    state: AccountState,
) -> StoreResult<()> {
    let outcome = account::Entity::update_many()
        .col_expr(account::Column::State, Expr::val(state.value()))
        .col_expr(account::Column::Version, Expr::val(version + 1))
        .filter(account::Column::Id.eq(id))
        .filter(account::COLUMN.version.eq(version))
        .exec(tx)
        .await?;
    written_once(outcome.rows_affected)
}

/// The right password was given.
pub async fn sign_in_worked(tx: &Tx, id: AccountId) -> StoreResult<()> {
    sign_in_failed(tx, id, 0, None).await
}

/// A wrong password was given for the `failures`th time; nothing is tried before `until`.
pub async fn sign_in_failed(
    tx: &Tx,
    id: AccountId,
    failures: i32,
    until: Option<DateTime<Utc>>,
) -> StoreResult<()> {
    let row = account::ActiveModel {
        id: Set(id),
        failed_count: Set(failures),
        locked_until: Set(until.map(micros)),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

/// Set the hash of a new password; an invited account is in use from then on.
pub async fn set_password(
    tx: &Tx,
    id: AccountId,
    hash: &str,
    must_change: bool,
) -> StoreResult<()> {
    let found = account(tx, id).await?;
    let invited = found.state == AccountState::Invited;
    let mut row: account::ActiveModel = found.into();
    row.password_hash = Set(Some(hash.to_owned()));
    row.must_change_password = Set(must_change);
    if invited {
        row.state = Set(AccountState::Active);
    }
    row.update(tx).await?;
    Ok(())
}

/// Set a second factor: the sealed secret and the hashes of the recovery codes.
pub async fn set_second_factor(
    tx: &Tx,
    id: AccountId,
    sealed: &str,
    code_hashes: Vec<String>,
) -> StoreResult<()> {
    let row = account::ActiveModel {
        id: Set(id),
        totp_secret: Set(Some(sealed.to_owned())),
        recovery_codes: Set(Some(code_hashes.into_iter().map(Json::from).collect())),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

/// A code of this time step was accepted; `Stale` when it or a later one was accepted before (a code counts once).
pub async fn second_factor_used(tx: &Tx, id: AccountId, step: i64) -> StoreResult<()> {
    let unused = Condition::any()
        .add(account::COLUMN.totp_last_step.is_null())
        .add(account::COLUMN.totp_last_step.lt(step));
    let outcome = account::Entity::update_many()
        .col_expr(account::Column::TotpLastStep, Expr::val(step))
        .filter(account::Column::Id.eq(id))
        .filter(unused)
        .exec(tx)
        .await?;
    written_once(outcome.rows_affected)
}

/// Use up a recovery code; `false` when there is no such code (any more).
pub async fn spend_recovery_code(tx: &Tx, id: AccountId, code_hash: &str) -> StoreResult<bool> {
    use sea_orm::QuerySelect;
    let found = account::Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    let kept = found
        .recovery_codes
        .as_ref()
        .and_then(Json::as_array)
        .cloned()
        .unwrap_or_default();
    let left: Json = kept
        .iter()
        .filter(|code| code.as_str() != Some(code_hash))
        .cloned()
        .collect();
    let spent = left.as_array().is_some_and(|left| left.len() < kept.len());
    if spent {
        let row = account::ActiveModel {
            id: Set(id),
            recovery_codes: Set(Some(left)),
            ..Default::default()
        };
        row.update(tx).await?;
    }
    Ok(spent)
}

/// Take the second factor away, so that it is set up anew at the next sign-in.
pub async fn clear_second_factor(tx: &Tx, id: AccountId) -> StoreResult<()> {
    let row = account::ActiveModel {
        id: Set(id),
        totp_secret: Set(None),
        totp_last_step: Set(None),
        recovery_codes: Set(None),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

/// The accounts of students, for what they are to be told.
pub async fn accounts_of_students(
    db: &impl ConnectionTrait,
    students: &[StudentId],
) -> StoreResult<BTreeMap<StudentId, AccountId>> {
    let found = account::Entity::find()
        .filter(account::Column::StudentId.is_in(students.iter().copied()))
        .filter(account::COLUMN.state.ne(AccountState::Disabled))
        .all(db)
        .await?;
    Ok(found
        .into_iter()
        .filter_map(|row| Some((row.student_id?, row.id)))
        .collect())
}
