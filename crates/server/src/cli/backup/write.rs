//! Writing a backup: one moment of the database, table by table, then the stored files, then what it all is.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use store::backup::{dump, schema, tables};
use store::{StoreError, Tx, audit, files};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::manifest::{FILES, FORMAT, MANIFEST, Manifest, Part, rows_of, seal, unsealed};
use crate::cli::CliError;
use crate::shell::App;

type Zip = ZipWriter<BufWriter<File>>;

/// Write everything of this moment to a new file.
pub(super) async fn write(app: &App, path: &Path) -> Result<Manifest, CliError> {
    let unwritten = |cause| CliError::Machine {
        doing: format!("写不了 {}", path.display()),
        cause,
    };
    let file = File::create_new(path).map_err(unwritten)?;
    let mut zip = ZipWriter::new(BufWriter::new(file));
    let tx = app.db.snapshot().await?;
    // The first query fixes the moment that is seen.
    let audit = audit::head(&tx).await?;
    let mut parts = rows(&tx, &mut zip).await?;
    for stored in files::files(&tx).await? {
        let bytes = app
            .files
            .get(&stored.sha256)
            .await
            .map_err(|error| gone(&stored.sha256, &error))?;
        parts.push(stored_file(&mut zip, &stored.sha256, &bytes).map_err(unwritten)?);
    }
    let manifest = Manifest {
        format: FORMAT,
        program: format!("onex {}", env!("CARGO_PKG_VERSION")),
        made_at: app.clock.now(),
        school: store::settings::school_name(&tx).await?,
        schema: schema(),
        audit,
        parts,
    };
    tx.rollback().await.map_err(StoreError::from)?;
    finish(zip, &manifest).map_err(unwritten)?;
    seal(path)?;
    Ok(manifest)
}

fn gone(sha256: &str, error: &StoreError) -> CliError {
    CliError::Refused(format!(
        "文件 {sha256} 读不出来（{error}），备份没有完成。请先运行 onex verify 看缺哪些文件"
    ))
}

async fn rows(tx: &Tx, zip: &mut Zip) -> Result<Vec<Part>, CliError> {
    let mut parts = Vec::new();
    for table in tables() {
        let name = rows_of(table.name());
        zip.start_file(&name, packed()).map_err(broken)?;
        let mut measured = Measured::new(&mut *zip);
        let line = |line: &str| {
            measured
                .write_all(line.as_bytes())
                .and_then(|()| measured.write_all(b"\n"))
        };
        let count = dump(tx, &table, line)
            .await
            .map_err(|error| CliError::Refused(error.to_string()))?;
        parts.push(measured.part(name, Some(count)));
    }
    Ok(parts)
}

fn stored_file(zip: &mut Zip, sha256: &str, bytes: &[u8]) -> io::Result<Part> {
    let name = format!("{FILES}{sha256}");
    // Workbooks and pictures are packed already.
    zip.start_file(
        &name,
        packed().compression_method(CompressionMethod::Stored),
    )?;
    let mut measured = Measured::new(&mut *zip);
    measured.write_all(bytes)?;
    Ok(measured.part(name, None))
}

fn finish(mut zip: Zip, manifest: &Manifest) -> io::Result<()> {
    zip.start_file(MANIFEST, packed())?;
    zip.write_all(&serde_json::to_vec_pretty(manifest)?)?;
    zip.set_comment(unsealed())?;
    let file = zip
        .finish()?
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    file.sync_all()
}

fn packed() -> SimpleFileOptions {
    SimpleFileOptions::default().large_file(true)
}

fn broken(error: zip::result::ZipError) -> CliError {
    CliError::Machine {
        doing: "备份没有写完".to_owned(),
        cause: error.into(),
    }
}

/// Counts and hashes what goes through.
struct Measured<W> {
    to: W,
    hasher: Sha256,
    bytes: u64,
}

impl<W: Write> Measured<W> {
    fn new(to: W) -> Self {
        Self {
            to,
            hasher: Sha256::new(),
            bytes: 0,
        }
    }

    fn part(self, name: String, rows: Option<u64>) -> Part {
        Part {
            name,
            rows,
            bytes: self.bytes,
            sha256: HEXLOWER.encode(&self.hasher.finalize()),
        }
    }
}

impl<W: Write> Write for Measured<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        self.bytes += u64::try_from(written).unwrap_or_default();
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
