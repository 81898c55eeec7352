//! One answer to one text of consent. An answer is never changed: it ends, and another one follows.

use domain::ids::{AccountId, ConsentId, LinkId, ProjectId, StudentId};
use domain::registration::consent::{ConsentAnswer, ConsentEnd, ConsentKind, ConsentWay, Party};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ConsentId,
    pub project_id: ProjectId,
    pub student_id: StudentId,
    pub party: Party,
    pub kind: ConsentKind,
    pub answer: ConsentAnswer,
    pub text_sha256: String,
    pub way: ConsentWay,
    /// Who signed, and what he is to the student.
    pub signer: String,
    pub relation: Option<String>,
    /// Who was signed in, or who took the paper.
    pub by_account: Option<AccountId>,
    pub link_id: Option<LinkId>,
    pub at: DateTimeUtc,
    pub ended: Option<ConsentEnd>,
    pub ended_at: Option<DateTimeUtc>,
    pub ended_because: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
