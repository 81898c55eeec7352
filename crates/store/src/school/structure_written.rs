//! The structure given other names; its parts are made in `structure` and never removed (plan 2.1).

use domain::access::Reach;
use domain::ids::{ClassId, FacultyId, GroupId, MajorId};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, Set};

use super::{class, classes_within, faculty, group, major};
use crate::{StoreResult, Tx, search};

/// Give a faculty another name; `Taken` when another one has it.
pub async fn rename_faculty(tx: &Tx, id: FacultyId, name: &str) -> StoreResult<()> {
    let row = faculty::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
    };
    row.update(tx).await?;
    Ok(())
}

/// Give a major group another name.
pub async fn rename_group(tx: &Tx, id: GroupId, name: &str) -> StoreResult<()> {
    let row = group::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

/// Give a major another name; its code stays.
pub async fn rename_major(tx: &Tx, id: MajorId, name: &str) -> StoreResult<()> {
    let row = major::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

/// Give a class another name; `Taken` when another one has it.
pub async fn rename_class(tx: &Tx, id: ClassId, name: &str) -> StoreResult<()> {
    let row = class::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

/// The first classes within reach whose name holds the text.
pub async fn classes_named(
    db: &impl ConnectionTrait,
    text: &str,
    reach: &Reach,
    most: u64,
) -> StoreResult<Vec<class::Model>> {
    Ok(class::Entity::find()
        .filter(search::contains(class::Column::Name, text))
        .filter(classes_within(class::Column::Id, reach))
        .order_by_asc(class::Column::Name)
        .limit(most)
        .all(db)
        .await?)
}
