//! What a backup says of itself, and the seal over its bytes.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::audit::Anchor;

use crate::cli::CliError;

/// The form of the file; a program that knows another one says so.
pub(super) const FORMAT: u32 = 1;

/// The zip's comment begins with this; the hash of every byte before it follows.
pub(super) const SEAL: &str = "onex backup 1 sha256:";
/// Hexadecimal digits of a SHA-256.
const DIGITS: usize = 64;

/// The first thing that is read of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::cli) struct Manifest {
    pub(super) format: u32,
    /// The program that made it.
    pub(super) program: String,
    pub(super) made_at: DateTime<Utc>,
    pub(super) school: String,
    /// The changes of the schema the rows fit.
    pub(super) schema: Vec<String>,
    /// The end of the audit chain at that moment.
    pub(in crate::cli) audit: Anchor,
    pub(super) parts: Vec<Part>,
}

/// One part of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) name: String,
    /// For tables: how many rows.
    pub(super) rows: Option<u64>,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

impl Manifest {
    /// The part of this name.
    pub(super) fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name)
    }

    /// The hashes of the stored files.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.parts
            .iter()
            .filter_map(|part| part.name.strip_prefix(FILES))
    }

    /// Rows of all tables.
    pub(super) fn rows(&self) -> u64 {
        self.parts.iter().filter_map(|part| part.rows).sum()
    }

    /// How much it holds, for people.
    pub(in crate::cli) fn sentence(&self) -> String {
        let tables = self.parts.iter().filter(|part| part.rows.is_some()).count();
        format!(
            "{}：{tables} 张表 {} 行，{} 个文件，操作日志到第 {} 条",
            self.school,
            self.rows(),
            self.files().count(),
            self.audit.seq
        )
    }
}

/// Where the parts stand.
pub(super) const FILES: &str = "files/";
pub(super) const MANIFEST: &str = "manifest.json";

pub(super) fn rows_of(table: &str) -> String {
    format!("rows/{table}.jsonl")
}

/// Room for the hash, while it is not known yet.
pub(super) fn unsealed() -> String {
    format!("{SEAL}{}", "0".repeat(DIGITS))
}

/// Write the hash of every byte before the comment's last 64 into them.
pub(super) fn seal(path: &Path) -> Result<(), CliError> {
    let unwritten = |cause| CliError::Machine {
        doing: format!("写不了 {}", path.display()),
        cause,
    };
    let hash = hash_before_seal(path).map_err(unwritten)?;
    let mut file = File::options().write(true).open(path).map_err(unwritten)?;
    let back = i64::try_from(DIGITS).unwrap_or_default();
    file.seek(SeekFrom::End(-back)).map_err(unwritten)?;
    file.write_all(hash.as_bytes()).map_err(unwritten)?;
    file.sync_all().map_err(unwritten)
}

/// Whether the bytes are those that were sealed; every byte of the file counts.
pub(super) fn is_whole(path: &Path) -> std::io::Result<bool> {
    let end = SEAL.len() + DIGITS;
    let mut file = File::open(path)?;
    let back = i64::try_from(end).unwrap_or_default();
    if file.metadata()?.len() < u64::try_from(end).unwrap_or_default() {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-back))?;
    let mut said = vec![0; end];
    file.read_exact(&mut said)?;
    Ok(said == format!("{SEAL}{}", hash_before_seal(path)?).into_bytes())
}

fn hash_before_seal(path: &Path) -> std::io::Result<String> {
    let file = File::open(path)?;
    let length = file
        .metadata()?
        .len()
        .saturating_sub(u64::try_from(DIGITS).unwrap_or_default());
    let mut rest = file.take(length);
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = rest.read(&mut buffer)?;
        if read == 0 {
            return Ok(HEXLOWER.encode(&hasher.finalize()));
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
}
