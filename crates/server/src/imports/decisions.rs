//! What a person decided on the check page: mended cells, rows left out, values kept, groups confirmed.
//!
//! A mended cell may hold an identity number, therefore all of it is stored sealed.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::BatchId;
use domain::import::Fixes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::crypto::Cell;
use store::{Keys, StoreError, StoreResult};

/// Laid over the file each time it is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Decisions {
    pub(crate) fixes: Fixes,
    /// What was looked at and found right, by row: keys of [`super::lists::Item`].
    pub(crate) confirmed: BTreeMap<u32, BTreeSet<String>>,
}

impl Decisions {
    pub(crate) fn confirm(&mut self, row: u32, key: &str) {
        self.confirmed
            .entry(row)
            .or_default()
            .insert(key.to_owned());
    }

    pub(crate) fn is_confirmed(&self, row: u32, key: &str) -> bool {
        self.confirmed
            .get(&row)
            .is_some_and(|keys| keys.contains(key))
    }

    /// Let the file's value stand where the school's was to be kept.
    pub(crate) fn take_new(&mut self, row: u32, field: &str) {
        if let Some(fields) = self.fixes.kept.get_mut(&row) {
            fields.remove(field);
        }
        self.fixes.kept.retain(|_, fields| !fields.is_empty());
    }

    /// As the row of the import keeps it.
    pub(crate) fn sealed(&self, keys: &Keys, batch: BatchId) -> StoreResult<Value> {
        let text = serde_json::to_string(self).map_err(|_| StoreError::Sealed("it is no JSON"))?;
        Ok(json!({ "sealed": keys.seal(cell(&batch.to_string()), &text)? }))
    }

    /// What is kept with an import; nothing was decided before the first time.
    pub(crate) fn opened(keys: &Keys, batch: BatchId, kept: &Value) -> StoreResult<Self> {
        let Some(sealed) = kept.get("sealed").and_then(Value::as_str) else {
            return Ok(Self::default());
        };
        let text = keys.open(cell(&batch.to_string()), sealed)?;
        serde_json::from_str(&text).map_err(|_| StoreError::Sealed("it is no JSON"))
    }
}

const fn cell(row: &str) -> Cell<'_> {
    Cell {
        table: "import_batch",
        column: "fixes",
        row,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_kept_sealed_and_belong_to_one_import() {
        let keys = Keys::generate();
        let mut decisions = Decisions::default();
        decisions.fixes.mend(7, "id_number", "990000200801011234");
        decisions.confirm(9, "clash.class");
        decisions.fixes.keep(9, "class");
        let kept = decisions.sealed(&keys, BatchId::new(3)).unwrap();
        assert!(!kept.to_string().contains("990000"));
        assert_eq!(
            Decisions::opened(&keys, BatchId::new(3), &kept).unwrap(),
            decisions
        );
        assert!(Decisions::opened(&keys, BatchId::new(4), &kept).is_err());
        decisions.take_new(9, "class");
        assert!(!decisions.fixes.keeps(9, "class"));
        assert!(decisions.is_confirmed(9, "clash.class"));
    }
}
