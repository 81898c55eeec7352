//! Posts and their terms of office (plan 2.1); a term is ended, never deleted.

use chrono::NaiveDate;
use domain::access::{Holding, Post};
use domain::ids::{AccountId, ClassId, FacultyId, GroupId, PostHoldingId};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, Set};

use super::account::{self};
use super::holding::{self};
use crate::{StoreError, StoreResult, Tx};

/// A post to be given.
#[derive(Clone, Debug)]
pub struct NewHolding {
    /// To whom.
    pub account: AccountId,
    /// Which post.
    pub post: Post,
    /// For posts about one faculty.
    pub faculty: Option<FacultyId>,
    /// For posts about one major group.
    pub group: Option<GroupId>,
    /// For posts about one class.
    pub class: Option<ClassId>,
    /// First day of the term.
    pub from: NaiveDate,
    /// Last day of the term, none while open.
    pub to: Option<NaiveDate>,
}

impl NewHolding {
    /// A post that is about the whole school, with no end yet.
    pub const fn school(account: AccountId, post: Post, from: NaiveDate) -> Self {
        Self {
            account,
            post,
            faculty: None,
            group: None,
            class: None,
            from,
            to: None,
        }
    }
}

/// Give a post.
pub async fn give_post(tx: &Tx, new: &NewHolding) -> StoreResult<PostHoldingId> {
    let row = holding::ActiveModel {
        account_id: Set(new.account),
        post: Set(new.post),
        faculty_id: Set(new.faculty),
        group_id: Set(new.group),
        class_id: Set(new.class),
        valid_from: Set(new.from),
        valid_to: Set(new.to),
        ..Default::default()
    };
    Ok(holding::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// End a term with its last day and a reason; `Stale` when it has ended already by that day.
pub async fn end_post(
    tx: &Tx,
    id: PostHoldingId,
    last_day: NaiveDate,
    reason: &str,
) -> StoreResult<()> {
    let found = holding(tx, id).await?;
    if found.valid_to.is_some_and(|end| end <= last_day) {
        return Err(StoreError::Stale);
    }
    let mut row: holding::ActiveModel = found.into();
    row.valid_to = Set(Some(last_day));
    row.end_reason = Set(Some(reason.to_owned()));
    row.update(tx).await?;
    Ok(())
}

/// One term of office.
pub async fn holding(db: &impl ConnectionTrait, id: PostHoldingId) -> StoreResult<holding::Model> {
    holding::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// All terms of a person, past ones included, as the rules know them.
pub async fn holdings(db: &impl ConnectionTrait, account: AccountId) -> StoreResult<Vec<Holding>> {
    let student = super::account(db, account).await?.student_id;
    let rows = holdings_of_all(db, &[account]).await?;
    Ok(rows
        .into_iter()
        .map(|row| Holding {
            post: row.post,
            faculty: row.faculty_id,
            group: row.group_id,
            class: row.class_id,
            student,
            from: row.valid_from,
            to: row.valid_to,
        })
        .collect())
}

/// The terms of several people, past ones included, for the page of accounts.
pub async fn holdings_of_all(
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
) -> StoreResult<Vec<holding::Model>> {
    Ok(holding::Entity::find()
        .filter(holding::Column::AccountId.is_in(accounts.iter().copied()))
        .order_by_asc(holding::Column::AccountId)
        .order_by_asc(holding::Column::ValidFrom)
        .order_by_asc(holding::Column::Id)
        .all(db)
        .await?)
}

/// The terms that cover a day, of everybody.
pub async fn holdings_on(
    db: &impl ConnectionTrait,
    day: NaiveDate,
) -> StoreResult<Vec<holding::Model>> {
    Ok(holding::Entity::find()
        .filter(covers(day))
        .order_by_asc(holding::Column::Id)
        .all(db)
        .await?)
}

/// The accounts in use that hold the post on a day.
pub async fn accounts_holding(
    db: &impl ConnectionTrait,
    post: Post,
    day: NaiveDate,
) -> StoreResult<Vec<AccountId>> {
    let rows = holding::Entity::find()
        .filter(holding::Column::Post.eq(post))
        .filter(covers(day))
        .order_by_asc(holding::Column::Id)
        .all(db)
        .await?;
    let people = account::Entity::find()
        .filter(account::Column::Id.is_in(rows.iter().map(|row| row.account_id)))
        .order_by_asc(account::Column::Id)
        .all(db)
        .await?;
    Ok(people
        .into_iter()
        .filter(account::Model::is_active)
        .map(|person| person.id)
        .collect())
}

/// Who holds one of the posts on a day: name and post, in the order the posts were given.
pub async fn holders(
    db: &impl ConnectionTrait,
    posts: &[Post],
    day: NaiveDate,
) -> StoreResult<Vec<(String, Post)>> {
    let rows = holding::Entity::find()
        .filter(holding::Column::Post.is_in(posts.iter().copied()))
        .filter(covers(day))
        .order_by_asc(holding::Column::Id)
        .all(db)
        .await?;
    let people = account::Entity::find()
        .filter(account::Column::Id.is_in(rows.iter().map(|row| row.account_id)))
        .all(db)
        .await?;
    let name = |id| {
        people
            .iter()
            .find(|person| person.id == id)
            .map(|person| person.name.clone())
    };
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((name(row.account_id)?, row.post)))
        .collect())
}

fn covers(day: NaiveDate) -> Condition {
    Condition::all()
        .add(holding::COLUMN.valid_from.lte(day))
        .add(
            Condition::any()
                .add(holding::COLUMN.valid_to.is_null())
                .add(holding::COLUMN.valid_to.gte(day)),
        )
}
