//! Organisations and certificates written.

use domain::ids::{CertificateId, OrganisationId};
use domain::partners::{Levels, MajorCodes, Regime, TestParts};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{certificate, organisation};
use crate::{StoreResult, Tx};

/// A certificate to be offered.
#[derive(Clone, Debug)]
pub struct NewCertificate {
    pub organisation: OrganisationId,
    pub name: String,
    pub regime: Regime,
    pub levels: Levels,
    pub major_codes: MajorCodes,
    pub parts: TestParts,
}

/// The organisation of this name, made when there is none.
pub async fn organisation_id(tx: &Tx, name: &str) -> StoreResult<OrganisationId> {
    let found = organisation::Entity::find()
        .filter(organisation::Column::Name.eq(name))
        .one(tx)
        .await?;
    if let Some(found) = found {
        return Ok(found.id);
    }
    let row = organisation::ActiveModel {
        name: Set(name.to_owned()),
        ..Default::default()
    };
    Ok(organisation::Entity::insert(row)
        .exec(tx)
        .await?
        .last_insert_id)
}

/// Offer a certificate; `Taken { field: "name" }` when one of this name is there.
pub async fn create_certificate(tx: &Tx, new: NewCertificate) -> StoreResult<CertificateId> {
    let row = certificate::ActiveModel {
        organisation_id: Set(new.organisation),
        name: Set(new.name),
        regime: Set(new.regime),
        levels: Set(new.levels),
        major_codes: Set(new.major_codes),
        parts: Set(new.parts),
        ..Default::default()
    };
    Ok(certificate::Entity::insert(row)
        .exec(tx)
        .await?
        .last_insert_id)
}
