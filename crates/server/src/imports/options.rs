//! What was chosen about an import before its rows are looked at.

use domain::ids::RoundId;
use domain::selection::Pass;
use serde::{Deserialize, Serialize};

/// Kept with the import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Options {
    /// Make faculties, groups, majors and classes that the file names and the school does not have.
    pub(crate) create_structure: bool,
    /// The sheet to read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sheet: Option<String>,
    /// The sheets with data, where a person has to choose one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) sheets: Vec<String>,
    /// The selection round the scores belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) round: Option<RoundId>,
    /// Which pass of a round whose marks are entered twice (plan 4.3.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pass: Option<Pass>,
}

impl Options {
    /// Whether two imports of one file are meant for the same place.
    pub(crate) fn same_aim(&self, other: &Self) -> bool {
        self.round == other.round && self.pass == other.pass
    }
}
