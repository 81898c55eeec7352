//! Reviews by whom they wait for, who handed them in, who decided them.

use domain::access::Post;
use domain::ids::{AccountId, GroupId, ProjectId};
use domain::review::ReviewState;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{Condition, JoinType, QueryOrder, QuerySelect, QueryTrait};

use super::kept::{Kept, with_steps};
use super::{review, step};
use crate::{Page, Paged, StoreResult, page};

/// A post by which a review can wait for a person, and the group it is held for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    pub post: Post,
    pub group: Option<GroupId>,
}

/// Open reviews that stand on the person's desk, the longest waiting first.
pub async fn waiting(
    db: &impl ConnectionTrait,
    account: AccountId,
    turns: &[Turn],
) -> StoreResult<Vec<Kept>> {
    let rows = waiting_query(account, turns)
        .order_by_asc(review::Column::SubmittedAt)
        .order_by_asc(review::Column::Id)
        .all(db)
        .await?;
    with_steps(db, rows).await
}

/// How many those are.
pub async fn waiting_count(
    db: &impl ConnectionTrait,
    account: AccountId,
    turns: &[Turn],
) -> StoreResult<u64> {
    Ok(waiting_query(account, turns).count(db).await?)
}

fn waiting_query(account: AccountId, turns: &[Turn]) -> Select<review::Entity> {
    let by_post = turns.iter().fold(Condition::any(), |any, turn| {
        let anywhere = step::COLUMN.group_id.is_null();
        let here = turn.group.map(|group| step::COLUMN.group_id.eq(group));
        let place = here.map_or_else(
            || Condition::any().add(anywhere.clone()),
            |here| Condition::any().add(anywhere.clone()).add(here),
        );
        any.add(
            Condition::all()
                .add(step::Column::Post.eq(turn.post))
                .add(place),
        )
    });
    let undelegated = Condition::all()
        .add(step::COLUMN.delegated_to.is_null())
        .add(by_post);
    let mine = if turns.is_empty() {
        Condition::any().add(step::COLUMN.delegated_to.eq(account))
    } else {
        Condition::any()
            .add(step::COLUMN.delegated_to.eq(account))
            .add(undelegated)
    };
    review::Entity::find()
        .join(
            JoinType::InnerJoin,
            review::Entity::belongs_to(step::Entity)
                .from(review::Column::Id)
                .to(step::Column::ReviewId)
                .into(),
        )
        .filter(
            Expr::col((step::Entity, step::Column::Number))
                .equals((review::Entity, review::Column::Step)),
        )
        .filter(review::Column::State.eq(ReviewState::Open))
        .filter(mine)
}

/// What the person handed in, the newest first.
pub async fn submitted_by(
    db: &impl ConnectionTrait,
    account: AccountId,
    open_only: bool,
    page: Page,
) -> StoreResult<Paged<Kept>> {
    let mut query = review::Entity::find()
        .filter(review::COLUMN.submitted_by.eq(account))
        .order_by_desc(review::Column::Id);
    if open_only {
        query = query.filter(review::COLUMN.state.eq(ReviewState::Open));
    }
    paged(db, query, page).await
}

/// What the person decided, the last first.
pub async fn decided_by(
    db: &impl ConnectionTrait,
    account: AccountId,
    page: Page,
) -> StoreResult<Paged<Kept>> {
    let steps = step::Entity::find()
        .select_only()
        .column(step::Column::ReviewId)
        .filter(step::COLUMN.decided_by.eq(account))
        .into_query();
    let query = review::Entity::find()
        .filter(review::Column::Id.in_subquery(steps))
        .order_by_desc(review::Column::DecidedAt)
        .order_by_desc(review::Column::Id);
    paged(db, query, page).await
}

/// The person's last decision.
pub async fn last_decided_by(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> StoreResult<Option<Kept>> {
    let last = step::Entity::find()
        .filter(step::COLUMN.decided_by.eq(account))
        .order_by_desc(step::Column::DecidedAt)
        .order_by_desc(step::Column::Id)
        .one(db)
        .await?;
    match last {
        Some(step) => Ok(Some(super::review(db, step.review_id).await?)),
        None => Ok(None),
    }
}

/// The open reviews of a project, the longest waiting first.
pub async fn open_of_project(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> StoreResult<Vec<Kept>> {
    let rows = review::Entity::find()
        .filter(review::COLUMN.project_id.eq(project))
        .filter(review::COLUMN.state.eq(ReviewState::Open))
        .order_by_asc(review::Column::Id)
        .all(db)
        .await?;
    with_steps(db, rows).await
}

async fn paged(
    db: &impl ConnectionTrait,
    query: Select<review::Entity>,
    page: Page,
) -> StoreResult<Paged<Kept>> {
    let found = page::fetch(db, query, page).await?;
    Ok(Paged {
        items: with_steps(db, found.items).await?,
        total: found.total,
    })
}
