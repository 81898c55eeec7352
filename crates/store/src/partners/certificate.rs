//! A kind of certificate and how it is examined.

use domain::ids::{CertificateId, OrganisationId};
use domain::partners::{Levels, MajorCodes, Regime, TestParts};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CertificateId,
    pub organisation_id: OrganisationId,
    #[sea_orm(unique)]
    pub name: String,
    pub regime: Regime,
    #[sea_orm(column_type = "JsonBinary")]
    pub levels: Levels,
    #[sea_orm(column_type = "JsonBinary")]
    pub major_codes: MajorCodes,
    #[sea_orm(column_type = "JsonBinary")]
    pub parts: TestParts,
}

impl ActiveModelBehavior for ActiveModel {}
