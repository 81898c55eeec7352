//! The hash of one row: every field with its length, so that no two different rows read alike.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::entry;

/// What the first row points back to.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 over the row's fields, in the order of the table, and the hash before it.
pub(super) fn hash(row: &entry::Model) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"onex audit 1");
    number(&mut hasher, Some(row.seq));
    number(&mut hasher, Some(row.at.timestamp_micros()));
    number(&mut hasher, row.actor_id.map(domain::ids::AccountId::get));
    text(&mut hasher, Some(&row.actor));
    text(&mut hasher, Some(&row.action));
    text(&mut hasher, Some(&row.object_kind));
    number(&mut hasher, row.object_id);
    text(&mut hasher, Some(&row.object_name));
    number(&mut hasher, row.project_id.map(domain::ids::ProjectId::get));
    text(&mut hasher, row.before.as_deref());
    text(&mut hasher, row.after.as_deref());
    text(&mut hasher, row.reason.as_deref());
    text(&mut hasher, Some(&row.prev_hash));
    HEXLOWER.encode(&hasher.finalize())
}

fn number(hasher: &mut Sha256, value: Option<i64>) {
    match value {
        Some(number) => {
            hasher.update([1]);
            hasher.update(number.to_be_bytes());
        }
        None => hasher.update([0]),
    }
}

fn text(hasher: &mut Sha256, value: Option<&str>) {
    match value {
        Some(text) => {
            let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
            hasher.update([1]);
            hasher.update(length.to_be_bytes());
            hasher.update(text.as_bytes());
        }
        None => hasher.update([0]),
    }
}
