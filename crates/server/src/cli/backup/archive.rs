//! Reading a backup: nothing is taken from it before every byte is known to be the one that was written.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use store::backup::{NotRows, load, schema, tables};
use store::{Db, Files, StoreError};
use zip::ZipArchive;

use super::manifest::{FILES, FORMAT, MANIFEST, Manifest, is_whole, rows_of};
use crate::cli::CliError;

/// A manifest lists parts, not people; more than this is none.
const LARGEST_MANIFEST: u64 = 64 * 1024 * 1024;

/// A backup whose bytes are whole.
pub(in crate::cli) struct Archive {
    zip: ZipArchive<BufReader<File>>,
    manifest: Manifest,
    name: String,
}

impl Archive {
    /// Open a backup and hold its bytes against their seal.
    pub(in crate::cli) fn open(path: &Path) -> Result<Self, CliError> {
        let name = path.display().to_string();
        let unreadable = |cause| CliError::Machine {
            doing: format!("读不了 {name}"),
            cause,
        };
        if !is_whole(path).map_err(unreadable)? {
            return Err(CliError::Refused(format!(
                "{name} 不是完整的 OneX 备份：指纹对不上，文件可能被截断或改动过。请换一份备份"
            )));
        }
        let file = File::open(path).map_err(unreadable)?;
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| strange(&name))?;
        let manifest = manifest(&mut zip).ok_or_else(|| strange(&name))?;
        if manifest.format != FORMAT || manifest.schema != schema() {
            return Err(CliError::Refused(format!(
                "{name} 是 {} 做的，表的结构与这个程序（onex {}）不同。请用做备份的那个版本还原，再升级",
                manifest.program,
                env!("CARGO_PKG_VERSION")
            )));
        }
        Ok(Self {
            zip,
            manifest,
            name,
        })
    }

    pub(in crate::cli) const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Put everything into an empty database and an empty store of files; all rows in one transaction.
    pub(in crate::cli) async fn load(&mut self, db: &Db, files: &Files) -> Result<(), CliError> {
        let stored: Vec<String> = self.manifest.files().map(str::to_owned).collect();
        for sha256 in stored {
            let bytes = self.bytes(&format!("{FILES}{sha256}"))?;
            if files.put(bytes).await? != sha256 {
                return Err(strange(&self.name));
            }
        }
        let tx = db.begin().await?;
        for table in tables() {
            let part = self
                .zip
                .by_name(&rows_of(table.name()))
                .map_err(|_| strange(&self.name))?;
            // A zip part cannot wait for a database across threads: read it first.
            let lines: Vec<_> = BufReader::new(part).lines().collect();
            load(&tx, &table, lines.into_iter())
                .await
                .map_err(|error| self.not_rows(error))?;
        }
        Ok(tx.commit().await.map_err(StoreError::from)?)
    }

    fn bytes(&mut self, name: &str) -> Result<Vec<u8>, CliError> {
        let mut bytes = Vec::new();
        let mut part = self.zip.by_name(name).map_err(|_| strange(&self.name))?;
        part.read_to_end(&mut bytes)
            .map_err(|_| strange(&self.name))?;
        Ok(bytes)
    }

    fn not_rows(&self, error: NotRows) -> CliError {
        match error {
            NotRows::Store(error) => CliError::Store(error),
            other => CliError::Refused(format!(
                "{} 里的数据读不了：{other}。请换一份备份",
                self.name
            )),
        }
    }
}

fn manifest(zip: &mut ZipArchive<BufReader<File>>) -> Option<Manifest> {
    let mut text = String::new();
    zip.by_name(MANIFEST)
        .ok()?
        .take(LARGEST_MANIFEST)
        .read_to_string(&mut text)
        .ok()?;
    serde_json::from_str(&text).ok()
}

fn strange(name: &str) -> CliError {
    CliError::Refused(format!(
        "{name} 不是 OneX 的备份，或缺了一部分。请换一份备份"
    ))
}
