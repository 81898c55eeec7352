//! Who holds a post today, with name and place: whom a review waits for, who can meet a condition.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::access::Post;
use domain::accounts::AccountState;
use domain::ids::{AccountId, ClassId, FacultyId, GroupId};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder};

use crate::StoreResult;
use crate::identity::{account, holding};

/// Somebody in office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub account: AccountId,
    pub name: String,
    pub post: Post,
    pub faculty: Option<FacultyId>,
    pub group: Option<GroupId>,
    pub class: Option<ClassId>,
}

/// Who holds one of the posts on a day, in the order the posts were given.
pub async fn holders_of(
    db: &impl ConnectionTrait,
    posts: &[Post],
    day: NaiveDate,
) -> StoreResult<Vec<Holder>> {
    let open = Condition::any()
        .add(holding::COLUMN.valid_to.is_null())
        .add(holding::COLUMN.valid_to.gte(day));
    let rows = holding::Entity::find()
        .filter(holding::Column::Post.is_in(posts.iter().copied()))
        .filter(holding::COLUMN.valid_from.lte(day))
        .filter(open)
        .order_by_asc(holding::Column::Id)
        .all(db)
        .await?;
    let people = account::Entity::find()
        .filter(account::Column::Id.is_in(rows.iter().map(|row| row.account_id)))
        .filter(account::COLUMN.state.ne(AccountState::Disabled))
        .all(db)
        .await?;
    let people: BTreeMap<AccountId, String> = people
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect();
    let holder = |row: holding::Model| {
        let name = people.get(&row.account_id)?.clone();
        Some(Holder {
            account: row.account_id,
            name,
            post: row.post,
            faculty: row.faculty_id,
            group: row.group_id,
            class: row.class_id,
        })
    };
    Ok(rows.into_iter().filter_map(holder).collect())
}

/// The names of some people.
pub async fn names(
    db: &impl ConnectionTrait,
    accounts: impl IntoIterator<Item = AccountId>,
) -> StoreResult<BTreeMap<AccountId, String>> {
    let people = account::Entity::find()
        .filter(account::Column::Id.is_in(accounts))
        .all(db)
        .await?;
    Ok(people
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect())
}
