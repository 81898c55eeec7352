//! Proving that a database and its files are exactly what a backup holds.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use store::audit::{self, Verdict};
use store::backup::{dump, tables};
use store::{Db, Files, StoreError};

use super::manifest::{Manifest, rows_of};
use crate::cli::CliError;

/// Every table's text has the hash of the backup's, every file is there, and the audit chain ends where it did.
pub(in crate::cli) async fn prove_equal(
    db: &Db,
    files: &Files,
    manifest: &Manifest,
) -> Result<(), CliError> {
    let tx = db.snapshot().await?;
    let mut different = BTreeSet::new();
    for table in tables() {
        let mut hasher = Sha256::new();
        let line = |line: &str| {
            hasher.update(line.as_bytes());
            hasher.update(b"\n");
            Ok(())
        };
        let count = dump(&tx, &table, line)
            .await
            .map_err(|error| CliError::Refused(error.to_string()))?;
        let found = (Some(count), HEXLOWER.encode(&hasher.finalize()));
        let name = rows_of(table.name());
        if manifest
            .part(&name)
            .is_none_or(|part| (part.rows, part.sha256.clone()) != found)
        {
            different.insert(name);
        }
    }
    for sha256 in manifest.files() {
        if files.get(sha256).await.is_err() {
            different.insert(sha256.to_owned());
        }
    }
    let verdict = audit::verify(&tx, Some(&manifest.audit)).await?;
    if verdict
        != (Verdict::Intact {
            head: manifest.audit.clone(),
        })
    {
        different.insert("audit".to_owned());
    }
    tx.rollback().await.map_err(StoreError::from)?;
    if different.is_empty() {
        return Ok(());
    }
    let different = different.into_iter().collect::<Vec<_>>().join("、");
    Err(CliError::Refused(format!(
        "还原出来的与备份不一致：{different}。这份备份不能用，请重新备份并告诉系统管理员"
    )))
}
