//! The platforms' blank workbooks: one row for each version of each (plan 6.3).

use chrono::{DateTime, Utc};
use domain::ids::{AccountId, TemplateId};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use super::template::{self};
use crate::{Page, Paged, StoreError, StoreResult, Tx, micros, page};

/// A workbook that was uploaded for the first time.
#[derive(Clone, Debug)]
pub struct NewTemplate<'a> {
    pub name: &'a str,
    pub sha256: &'a str,
    pub sheet: &'a str,
    pub header_row: u32,
    pub mapping: Json,
    pub by: AccountId,
}

/// One template.
pub async fn template(db: &impl ConnectionTrait, id: TemplateId) -> StoreResult<template::Model> {
    template::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// One page of templates, the newest first.
pub async fn templates(
    db: &impl ConnectionTrait,
    page: Page,
) -> StoreResult<Paged<template::Model>> {
    page::fetch(
        db,
        template::Entity::find().order_by_desc(template::Column::Id),
        page,
    )
    .await
}

/// Those whose mapping a person has confirmed, the newest first.
pub async fn usable_templates(db: &impl ConnectionTrait) -> StoreResult<Vec<template::Model>> {
    Ok(template::Entity::find()
        .filter(template::COLUMN.confirmed_at.is_not_null())
        .order_by_desc(template::Column::Id)
        .all(db)
        .await?)
}

/// The template with these very bytes.
pub async fn template_of_file(
    db: &impl ConnectionTrait,
    sha256: &str,
) -> StoreResult<Option<template::Model>> {
    Ok(template::Entity::find()
        .filter(template::COLUMN.sha256.eq(sha256))
        .one(db)
        .await?)
}

/// The version of the same name before this one.
pub async fn version_before(
    db: &impl ConnectionTrait,
    of: &template::Model,
) -> StoreResult<Option<template::Model>> {
    Ok(template::Entity::find()
        .filter(template::COLUMN.name.eq(of.name.as_str()))
        .filter(template::COLUMN.id.lt(of.id))
        .order_by_desc(template::Column::Id)
        .one(db)
        .await?)
}

/// The newest version of this name.
pub async fn newest_version(
    db: &impl ConnectionTrait,
    name: &str,
) -> StoreResult<Option<template::Model>> {
    Ok(template::Entity::find()
        .filter(template::COLUMN.name.eq(name))
        .order_by_desc(template::Column::Id)
        .one(db)
        .await?)
}

/// Keep a template; its file is among the files already.
pub async fn add_template(
    tx: &Tx,
    new: NewTemplate<'_>,
    now: DateTime<Utc>,
) -> StoreResult<TemplateId> {
    let row = template::ActiveModel {
        name: Set(new.name.to_owned()),
        sha256: Set(new.sha256.to_owned()),
        sheet: Set(new.sheet.to_owned()),
        header_row: Set(i32::try_from(new.header_row).unwrap_or(i32::MAX)),
        mapping: Set(new.mapping),
        created_by: Set(new.by),
        created_at: Set(micros(now)),
        ..Default::default()
    };
    Ok(template::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// A person has settled the mapping.
pub async fn confirm_mapping(
    tx: &Tx,
    id: TemplateId,
    mapping: Json,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let mut row: template::ActiveModel = template(tx, id).await?.into();
    row.mapping = Set(mapping);
    row.confirmed_at = Set(Some(micros(now)));
    row.update(tx).await?;
    Ok(())
}
