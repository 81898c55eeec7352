//! What is kept of a platform's blank workbook: its headers as the child saw them, and what fills each (plan 6.3).

use documents::template::{Blank, Header};
use domain::registration::mapping::Mapping;
use serde::{Deserialize, Serialize};
use store::registration::template;

use crate::shell::{WebError, WebResult};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Remembered {
    pub(crate) blank: Blank,
    pub(crate) mapping: Mapping,
}

/// How a new version of a workbook differs from the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Compared {
    pub(crate) added: Vec<String>,
    pub(crate) removed: Vec<String>,
    /// Columns whose drop-down offers other values now.
    pub(crate) lists: Vec<String>,
}

impl Remembered {
    /// As it was kept; `None` for a row nobody could have written.
    pub(crate) fn of(row: &template::Model) -> Option<Self> {
        serde_json::from_value(row.mapping.clone()).ok()
    }

    pub(crate) fn json(&self) -> WebResult<serde_json::Value> {
        serde_json::to_value(self).map_err(WebError::internal)
    }

    /// What changed since an earlier version.
    pub(crate) fn since(&self, before: &Self) -> Compared {
        let lacks =
            |headers: &[Header], text: &str| !headers.iter().any(|header| header.text == text);
        let only = |mine: &[Header], theirs: &[Header]| -> Vec<String> {
            mine.iter()
                .filter(|header| lacks(theirs, &header.text))
                .map(|header| header.text.clone())
                .collect()
        };
        let (now, was) = (&self.blank.headers, &before.blank.headers);
        let values = |header: &Header| header.list.as_ref().map(|list| list.values.clone());
        let other_list = |header: &&Header| {
            was.iter()
                .find(|one| one.text == header.text)
                .is_some_and(|one| values(one) != values(header))
        };
        Compared {
            added: only(now, was),
            removed: only(was, now),
            lists: now
                .iter()
                .filter(other_list)
                .map(|header| header.text.clone())
                .collect(),
        }
    }
}

impl Compared {
    pub(crate) fn is_same(&self) -> bool {
        *self == Self::default()
    }
}
