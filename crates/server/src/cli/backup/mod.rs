//! `onex backup`: one file with every row and every stored file, made while others work, and proved before it counts
//! as done. The keys are not in it (docs/decisions/0007).

mod archive;
mod manifest;
mod proof;
mod write;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use domain::access::{Action, Permit};
use serde_json::json;
use store::audit::{self, AuditDraft};

pub(super) use archive::Archive;
pub(super) use manifest::Manifest;
pub(super) use proof::prove_equal;

use super::open::{open_existing, quiet_config};
use super::{CliError, PlaceArgs, say};
use crate::shell::App;

/// Where the backup goes.
#[derive(Clone, Debug, Args)]
pub(crate) struct BackupArgs {
    /// 备份写到哪里：一个文件名，或一个已有的目录（按时间取名）
    #[arg(long, value_name = "FILE|DIR")]
    out: PathBuf,
    /// 不能用：密钥要与备份分开保管
    #[arg(long, hide = true)]
    with_keys: bool,
}

/// Writes a backup, restores it into a temporary folder and compares before it says done.
pub(super) async fn run(place: &PlaceArgs, args: BackupArgs) -> Result<ExitCode, CliError> {
    if args.with_keys {
        return Err(CliError::Refused(format!(
            "密钥不放进备份：谁拿到放在一起的两样，谁就能看到全部身份证号。请把 {} 另外复制到别处，与备份分开保管",
            place.data.join("keys").display()
        )));
    }
    let app = open_existing(place, quiet_config(place)?).await?;
    let out = named(&args.out, &app);
    if out.exists() {
        return Err(CliError::Refused(format!(
            "{} 已经存在，请换一个文件名",
            out.display()
        )));
    }
    let part = out.with_extension("part");
    let manifest = write::write(&app, &part)
        .await
        .inspect_err(|_| drop(std::fs::remove_file(&part)))?;
    prove(&part).await?;
    std::fs::rename(&part, &out).map_err(|cause| CliError::Machine {
        doing: format!("写不了 {}", out.display()),
        cause,
    })?;
    record(&app, &out, &manifest).await?;
    report(place, &out, &manifest);
    Ok(ExitCode::SUCCESS)
}

fn named(out: &Path, app: &App) -> PathBuf {
    if !out.is_dir() {
        return out.to_owned();
    }
    let now = domain::dates::on_the_wall(app.clock.now());
    out.join(format!("onex-{}.zip", now.format("%Y%m%d-%H%M%S")))
}

/// A backup that nobody ever restored is a hope: restore it into a temporary folder and compare.
async fn prove(path: &Path) -> Result<(), CliError> {
    let folder = tempfile::tempdir().map_err(|cause| CliError::Machine {
        doing: "建不了核对用的临时目录".to_owned(),
        cause,
    })?;
    let mut archive = Archive::open(path)?;
    let db = store::Db::open_file(&folder.path().join("onex.db")).await?;
    db.migrate().await?;
    let files = store::Files::open(&folder.path().join("files"))?;
    archive.load(&db, &files).await?;
    prove_equal(&db, &files, archive.manifest()).await?;
    Ok(db.close().await?)
}

/// A backup holds everything there is to know of everybody: that one was made is on record.
async fn record(app: &App, out: &Path, manifest: &Manifest) -> Result<(), CliError> {
    let name = out
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let permit = Permit::system("onex backup", Action::ExportStudents);
    let tx = app.db.begin().await?;
    let draft = AuditDraft::new(&permit, app.clock.now(), "back_up");
    let said = json!({ "rows": manifest.rows(), "head": manifest.audit.seq });
    audit::write(&tx, draft.named("backup", &name).change(None, Some(said))).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(())
}

fn report(place: &PlaceArgs, out: &Path, manifest: &Manifest) {
    let megabytes = std::fs::metadata(out)
        .map(|found| found.len().div_ceil(100_000))
        .unwrap_or_default();
    say(&format!(
        "已备份到 {}（{}.{} MB）",
        out.display(),
        megabytes / 10,
        megabytes % 10
    ));
    say(&manifest.sentence());
    say("已还原到临时目录核对：每张表、每个文件、操作日志的末条都与备份时一致");
    say(&format!(
        "密钥不在备份里。请把 {} 另外保管，不要和备份放在一起；没有它，身份证号和第二重验证都打不开",
        place.data.join("keys").display()
    ));
}
