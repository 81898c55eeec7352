//! A kind of certificate and how it is examined.

use domain::ids::{CertificateId, OrganisationId};
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
    pub regime: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub levels: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub major_codes: Json,
    /// Parts of the examination: key, name, weight in basis points, full marks in tenths.
    #[sea_orm(column_type = "JsonBinary")]
    pub parts: Json,
}

impl ActiveModelBehavior for ActiveModel {}
