//! What each kind is called, who may bring it in, and what a person has to see of it.

use std::fmt;

use domain::access::{Action, Place};
use domain::ids::AccountId;
use domain::import::{Cleaning, Table};
use domain::school::roster;
use domain::selection::{PartNames, score_table, usual_parts};
use sea_orm::ConnectionTrait;
use store::StoreError;

use super::super::options::Options;
use super::{scores, students};
use crate::shell::WebResult;

/// What can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The roster of students (plan 4.2, 6.3).
    Students,
    /// The scores of a selection round (plan 4.3.2).
    Scores,
}

impl Kind {
    pub(crate) const ALL: [Self; 2] = [Self::Students, Self::Scores];

    /// What is stored and stands in addresses.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Students => "students",
            Self::Scores => "scores",
        }
    }

    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// As in 导入学生名册.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Students => "学生名册",
            Self::Scores => "选拔成绩",
        }
    }

    /// One sentence for the first page.
    pub(crate) const fn about(self) -> &'static str {
        match self {
            Self::Students => "学籍、证件、班级和联系方式。已有的学生会更新，没有的会新增。",
            Self::Scores => "一次选拔的成绩和缺考。按学籍号、学号或证件号码对到学生。",
        }
    }

    /// The lines of the last page: new records, changed records.
    pub(crate) const fn acts(self) -> (&'static str, &'static str) {
        match self {
            Self::Students => ("新增学生", "修改学生"),
            Self::Scores => ("录入成绩", "修改成绩"),
        }
    }

    /// Who may do it.
    pub(crate) const fn action(self) -> Action {
        match self {
            Self::Students => Action::ImportStudents,
            Self::Scores => Action::EnterScores,
        }
    }

    pub(crate) fn table(self) -> Table {
        match self {
            Self::Students => roster::table(),
            Self::Scores => score_table(&usual_parts(), &PartNames::default()),
        }
    }

    /// The field that names the person of a row.
    pub(crate) const fn name_field(self) -> &'static str {
        match self {
            Self::Students | Self::Scores => "name",
        }
    }

    /// The records whose changes the result page lists.
    pub(crate) const fn object(self) -> &'static str {
        match self {
            Self::Students => "student",
            Self::Scores => scores::OBJECT,
        }
    }

    /// Whether a person should see what was made of the cell before it is written.
    pub(crate) fn wants_a_look(self, field: &str, what: Cleaning) -> bool {
        match self {
            Self::Students => students::wants_a_look(field, what),
            Self::Scores => false,
        }
    }

    /// Whether a stored value is replaced only after a person chose so.
    pub(crate) fn asks_before(self, field: &str) -> bool {
        match self {
            Self::Students => students::asks_before(field),
            // A score that was entered before never changes in silence.
            Self::Scores => true,
        }
    }

    /// Whether new classes can be made from the file.
    pub(crate) const fn makes_structure(self) -> bool {
        matches!(self, Self::Students)
    }

    /// The page all this belongs to: address and name.
    pub(crate) fn from(self, options: &Options) -> (String, &'static str) {
        match (self, options.round) {
            (Self::Students, _) => ("/students".to_owned(), "学生"),
            (Self::Scores, Some(round)) => (format!("/selection/{round}"), "选拔"),
            (Self::Scores, None) => ("/selection".to_owned(), "选拔"),
        }
    }

    /// What comes behind the addresses of the first two pages.
    pub(crate) fn query(options: &Options) -> String {
        let pass = options.pass.map(|pass| format!("&pass={}", pass.value()));
        let pass = pass.unwrap_or_default();
        options
            .round
            .map(|round| format!("?round={round}{pass}"))
            .unwrap_or_default()
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where an import belongs, and with it who may do it.
pub(crate) async fn place(
    db: &impl ConnectionTrait,
    kind: Kind,
    options: &Options,
) -> WebResult<Place> {
    match kind {
        Kind::Students => Ok(Place::SCHOOL),
        Kind::Scores => {
            let round =
                store::selection::round(db, options.round.ok_or(StoreError::NotFound)?).await?;
            let project = store::projects::project(db, round.project_id).await?;
            let group = store::school::group(db, project.group_id).await?;
            Ok(Place::group(group.faculty_id, group.id))
        }
    }
}

/// Whether the account may look at this import's rows; the permission for the place is asked for apart.
pub(crate) async fn may_look(
    db: &impl ConnectionTrait,
    kind: Kind,
    options: &Options,
    account: AccountId,
) -> WebResult<()> {
    match (kind, options.round) {
        (Kind::Students, _) => Ok(()),
        (Kind::Scores, Some(round)) => scores::may_look(db, (round, options.pass), account).await,
        (Kind::Scores, None) => Err(StoreError::NotFound.into()),
    }
}
