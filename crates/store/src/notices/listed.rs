//! What was sent, to whom, and what came of it, for the pages.

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, DeliveryId};
use domain::notices::{ChannelKind, DeliveryState};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait};

use super::delivery::{self};
use crate::identity::account;
use crate::{Page, Paged, StoreError, StoreResult, micros, page, search};

/// Which messages a list shows.
#[derive(Clone, Debug, Default)]
pub struct DeliveryFilter {
    pub channel: Option<ChannelKind>,
    pub state: Option<DeliveryState>,
    pub account: Option<AccountId>,
    /// In the person's name or login, or in the title.
    pub text: String,
    pub from: Option<DateTime<Utc>>,
    pub before: Option<DateTime<Utc>>,
}

/// One page of messages, the latest first.
pub async fn deliveries(
    db: &impl ConnectionTrait,
    filter: &DeliveryFilter,
    page: Page,
) -> StoreResult<Paged<delivery::Model>> {
    let query = delivery::Entity::find()
        .filter(wanted(filter))
        .order_by_desc(delivery::Column::Id);
    page::fetch(db, query, page).await
}

fn wanted(filter: &DeliveryFilter) -> Condition {
    let mut wanted = Condition::all()
        .add_option(
            filter
                .channel
                .map(|kind| delivery::Column::Channel.eq(kind)),
        )
        .add_option(filter.state.map(|state| delivery::Column::State.eq(state)))
        .add_option(
            filter
                .account
                .map(|account| delivery::Column::AccountId.eq(account)),
        )
        .add_option(
            filter
                .from
                .map(|from| delivery::COLUMN.created_at.gte(micros(from))),
        )
        .add_option(
            filter
                .before
                .map(|before| delivery::COLUMN.created_at.lt(micros(before))),
        );
    if !filter.text.trim().is_empty() {
        let people = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(
                Condition::any()
                    .add(search::contains(account::Column::Name, &filter.text))
                    .add(search::contains(account::Column::Login, &filter.text)),
            )
            .into_query();
        let either = Condition::any()
            .add(search::contains(delivery::Column::Title, &filter.text))
            .add(delivery::Column::AccountId.in_subquery(people));
        wanted = wanted.add(either);
    }
    wanted
}

/// One message.
pub async fn delivery_row(
    db: &impl ConnectionTrait,
    id: DeliveryId,
) -> StoreResult<delivery::Model> {
    delivery::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// How a channel did since a moment, and what it still has before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub sent: u64,
    pub given_up: u64,
    /// Not sent yet, whatever for.
    pub open: u64,
    /// Of these, held back by a limit.
    pub held: u64,
}

/// The figures of a channel since a moment.
pub async fn counts(
    db: &impl ConnectionTrait,
    kind: ChannelKind,
    since: DateTime<Utc>,
) -> StoreResult<Counts> {
    let open: Vec<(DeliveryState, i64)> = delivery::Entity::find()
        .select_only()
        .column(delivery::Column::State)
        .column_as(delivery::Column::Id.count(), "messages")
        .filter(delivery::Column::Channel.eq(kind))
        .filter(
            Condition::any()
                .add(delivery::COLUMN.done_at.is_null())
                .add(delivery::COLUMN.done_at.gte(micros(since))),
        )
        .group_by(delivery::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let mut counts = Counts::default();
    for (state, messages) in open {
        let messages = u64::try_from(messages).unwrap_or_default();
        match state {
            DeliveryState::Sent => counts.sent += messages,
            DeliveryState::GivenUp => counts.given_up += messages,
            DeliveryState::Held => {
                counts.held += messages;
                counts.open += messages;
            }
            DeliveryState::Queued | DeliveryState::Sending | DeliveryState::Failed => {
                counts.open += messages;
            }
            DeliveryState::Suppressed => {}
        }
    }
    Ok(counts)
}
