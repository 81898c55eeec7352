//! A student; what is protected is sealed for the row's school number (see `crypto`).

use domain::ids::{ClassId, StudentId};
use domain::values::{IdType, Phone, Sex, StudentState};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "student")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: StudentId,
    /// The school's own number, the one for public lists and addresses.
    #[sea_orm(unique)]
    pub school_number: String,
    /// The national roll number, sealed.
    pub roll_number: Option<String>,
    #[sea_orm(unique)]
    pub roll_hash: Option<String>,
    pub name: String,
    pub sex: Sex,
    pub nation: Option<String>,
    pub birth_date: Option<Date>,
    pub id_type: IdType,
    /// The identity number, sealed.
    pub id_number: Option<String>,
    #[sea_orm(unique)]
    pub id_hash: Option<String>,
    pub id_masked: String,
    pub class_id: ClassId,
    pub state: StudentState,
    pub phone: Option<Phone>,
    pub guardian_name: Option<String>,
    pub guardian_phone: Option<Phone>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
