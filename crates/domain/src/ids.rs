//! Typed ids of every record, so that a class cannot be asked for with the id of a student.

/// Declare id newtypes over the key the database gives.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            pub const fn new(key: i64) -> Self {
                Self(key)
            }

            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    AccountId,
    PostHoldingId,
    /// 系
    FacultyId,
    /// 专业组
    GroupId,
    /// 专业
    MajorId,
    /// 班级
    ClassId,
    StudentId,
    /// A dated picture of who was in which class and in which state (plan 4.2).
    SnapshotId,
    /// One student in a snapshot.
    SnapshotEntryId,
    PlanVersionId,
    /// 评价组织
    OrganisationId,
    CertificateId,
    ProjectId,
    /// An exception granted at a gate (plan 6).
    ExceptionId,
    ReviewId,
    ReviewStepId,
    RemindId,
    /// One selection (plan 4.2) or second selection (plan 4.3.3).
    RoundId,
    /// One candidate of a round.
    EntryId,
    /// A paper of a selection test, one version of it (plan 4.3.2).
    PaperId,
    /// One opening of a paper by two persons.
    OpeningId,
    /// One numbered copy of a paper.
    CopyId,
    /// A room of a selection test.
    TestRoomId,
    /// One mark of one pass (plan 4.3.2).
    MarkId,
    /// A third person's word on two marks that differ (plan 4.3.2).
    SettlementId,
    /// One sealed version of a round's marks.
    SealId,
    /// A student's objection to a result (plan 2.2.2c).
    AppealId,
    /// One person's second look at the marked paper.
    RecheckId,
    /// The registration list of one class in one project (plan 6.3).
    ListId,
    RegistrationId,
    /// A blank workbook of a platform (plan 6.3).
    TemplateId,
    ExportId,
    /// A student's portrait.
    PhotoId,
    /// A zip of portraits handed in at once.
    PhotoBatchId,
    ConsentId,
    /// A guardian's way to the consent, by link and code.
    LinkId,
    /// What a student says is wrong in the roll.
    CorrectionId,
    /// One file brought in through the import wizard.
    BatchId,
    /// What one row of an import did.
    ChangeId,
    /// A talk with a student (plan 4.3.3).
    TalkId,
    /// A student's wish to register although not chosen (plan 4.3.4).
    WishId,
    /// What a class did (plan 4.3.1).
    ActivityId,
    /// One step of what is done when something goes wrong (plan 4.3.4).
    IncidentStepId,
    JobId,
    MessageId,
    /// One message on its way out through one channel (plan 3.6).
    DeliveryId,
    /// A try to send one.
    AttemptId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_what_it_writes() {
        let id = StudentId::new(42);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(serde_json::to_string(&id).unwrap(), "42");
        assert!("4x".parse::<StudentId>().is_err());
    }
}
