//! Evaluation organisations and their certificates (plan 6.1).

pub mod certificate;
pub mod organisation;
mod written;

use domain::ids::{CertificateId, OrganisationId};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use crate::{StoreError, StoreResult};

pub use written::{NewCertificate, create_certificate, organisation_id};

/// One certificate.
pub async fn certificate(
    db: &impl ConnectionTrait,
    id: CertificateId,
) -> StoreResult<certificate::Model> {
    certificate::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// All certificates, in the order they came.
pub async fn certificates(db: &impl ConnectionTrait) -> StoreResult<Vec<certificate::Model>> {
    Ok(certificate::Entity::find()
        .order_by_asc(certificate::Column::Id)
        .all(db)
        .await?)
}

/// One evaluation organisation.
pub async fn organisation(
    db: &impl ConnectionTrait,
    id: OrganisationId,
) -> StoreResult<organisation::Model> {
    organisation::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}
