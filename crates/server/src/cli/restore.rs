//! `onex restore`: a backup into an empty folder, and an empty database where one is named; proved equal before done.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use store::backup::{is_empty, tables};
use store::{Db, Files, Keys, StoreError};

use super::backup::{Archive, prove_equal};
use super::open::database;
use super::{CliError, PlaceArgs, say};

/// What to restore.
#[derive(Clone, Debug, Args)]
pub(crate) struct RestoreArgs {
    /// onex backup 做的备份文件
    #[arg(value_name = "BACKUP")]
    backup: PathBuf,
    /// 另外保管的密钥目录，会复制到数据目录里
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
}

/// Restores into `--data`, and into the database of `DATABASE_URL` when one is given.
pub(super) async fn run(place: &PlaceArgs, args: RestoreArgs) -> Result<ExitCode, CliError> {
    let mut archive = Archive::open(&args.backup)?;
    refuse_a_full_folder(&place.data)?;
    let db = database(place).await?;
    db.migrate().await?;
    refuse_a_full_database(&db).await?;
    let files = Files::open(&place.data.join("files"))?;
    archive.load(&db, &files).await?;
    prove_equal(&db, &files, archive.manifest()).await?;
    say(&format!("已还原到 {}", place.data.display()));
    say(&archive.manifest().sentence());
    say("已核对：每张表、每个文件、操作日志的末条都与备份一致");
    keys(place, args.keys.as_deref(), &db).await?;
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn refuse_a_full_folder(folder: &Path) -> Result<(), CliError> {
    let full = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if full {
        return Err(CliError::Refused(format!(
            "{} 不是空目录，没有还原，也没有改动它。请用 --data 指一个空目录",
            folder.display()
        )));
    }
    Ok(())
}

async fn refuse_a_full_database(db: &Db) -> Result<(), CliError> {
    let tx = db.snapshot().await?;
    let empty = is_empty(&tx, &tables()).await?;
    tx.rollback().await.map_err(StoreError::from)?;
    if empty {
        return Ok(());
    }
    Err(CliError::Refused(
        "DATABASE_URL 的数据库里已有数据，没有还原，也没有改动它。请建一个空数据库".to_owned(),
    ))
}

/// The keys come from another place than the backup; those of another school are refused.
async fn keys(place: &PlaceArgs, given: Option<&Path>, db: &Db) -> Result<(), CliError> {
    let own = place.data.join("keys");
    let Some(given) = given else {
        say(&format!(
            "还差密钥：启动之前，请把另外保管的 keys 目录复制到 {}。没有它，身份证号和第二重验证都打不开",
            own.display()
        ));
        return Ok(());
    };
    copy(given, &own).map_err(|cause| CliError::Machine {
        doing: format!("复制不了密钥 {}", given.display()),
        cause,
    })?;
    let keys = Keys::open_or_create(&own)?;
    let tx = db.begin().await?;
    let fits = store::settings::hold_keys(&tx, &keys).await;
    tx.rollback().await.map_err(StoreError::from)?;
    if fits.is_err() {
        return Err(CliError::Refused(format!(
            "数据已还原，但 {} 里的密钥不是这所学校的。请换成备份时那所学校的密钥",
            given.display()
        )));
    }
    say("密钥已放好，与数据相符");
    Ok(())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    // The copy keeps the permissions of the original: readable by its owner alone.
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        std::fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}
