//! People's addresses.

use domain::ids::AccountId;
use domain::notices::ChannelKind;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::contact::{self};
use crate::{StoreError, StoreResult, Tx};

/// A person's address on a channel.
pub async fn contact_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    channel: ChannelKind,
) -> StoreResult<Option<contact::Model>> {
    Ok(contact::Entity::find_by_id((account, channel))
        .one(db)
        .await?)
}

/// All addresses of a person.
pub async fn contacts_of(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> StoreResult<Vec<contact::Model>> {
    contacts_of_all(db, &[account]).await
}

/// The addresses of several people.
pub async fn contacts_of_all(
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
) -> StoreResult<Vec<contact::Model>> {
    let mut found = Vec::new();
    for some in accounts.chunks(1_000) {
        found.extend(
            contact::Entity::find()
                .filter(contact::Column::AccountId.is_in(some.iter().copied()))
                .order_by_asc(contact::Column::AccountId)
                .order_by_asc(contact::Column::Channel)
                .all(db)
                .await?,
        );
    }
    Ok(found)
}

/// Keep an address; `row.version` is the one it was read with, 0 for a new one.
pub async fn save_contact(tx: &Tx, row: contact::Model) -> StoreResult<()> {
    let (account, channel, version) = (row.account_id, row.channel, row.version);
    let next = contact::ActiveModel {
        version: sea_orm::Set(version + 1),
        ..contact::ActiveModel::from(row).reset_all()
    };
    if version == 0 {
        return match contact::Entity::insert(next)
            .exec_without_returning(tx)
            .await
            .map_err(StoreError::from)
        {
            Err(StoreError::Taken { .. }) => Err(StoreError::Stale),
            Err(other) => Err(other),
            Ok(_) => Ok(()),
        };
    }
    let outcome = contact::Entity::update_many()
        .set(next)
        .filter(contact::Column::AccountId.eq(account))
        .filter(contact::Column::Channel.eq(channel))
        .filter(contact::COLUMN.version.eq(version))
        .exec(tx)
        .await?;
    if outcome.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

/// Take an address out.
pub async fn remove_contact(tx: &Tx, account: AccountId, channel: ChannelKind) -> StoreResult<()> {
    let outcome = contact::Entity::delete_many()
        .filter(contact::Column::AccountId.eq(account))
        .filter(contact::Column::Channel.eq(channel))
        .exec(tx)
        .await?;
    if outcome.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::NotFound)
    }
}
