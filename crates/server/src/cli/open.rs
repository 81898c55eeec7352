//! Opening a school's folder: database, keys, files, clock.

use std::path::Path;

use chrono::Duration;
use store::{Db, Files, Keys};

use super::{CliError, PlaceArgs};
use crate::shell::{App, Clock, Config};

/// The database alone: the given URL, or SQLite in the data folder.
pub(crate) async fn database(place: &PlaceArgs) -> Result<Db, CliError> {
    make_folder(&place.data)?;
    let db = match &place.database_url {
        Some(url) => Db::open(url).await?,
        None => Db::open_file(&place.data.join("onex.db")).await?,
    };
    Ok(db)
}

/// Everything, with the tables brought up to date.
pub(crate) async fn open(place: &PlaceArgs, config: Config) -> Result<App, CliError> {
    let db = database(place).await?;
    db.migrate().await?;
    let clock = clock(&db).await?;
    assemble(place, db, clock, config).await
}

/// Everything of a school that is there already: a mistyped folder is not made into an empty school.
pub(crate) async fn open_existing(place: &PlaceArgs, config: Config) -> Result<App, CliError> {
    if place.database_url.is_none() && !place.data.join("onex.db").is_file() {
        return Err(CliError::Refused(format!(
            "{} 里没有学校的数据。请用 --data 指对目录",
            place.data.display()
        )));
    }
    open(place, config).await
}

/// Everything, with a clock of one's own.
pub(crate) async fn open_at(
    place: &PlaceArgs,
    config: Config,
    clock: Clock,
) -> Result<App, CliError> {
    let db = database(place).await?;
    db.migrate().await?;
    assemble(place, db, clock, config).await
}

async fn assemble(
    place: &PlaceArgs,
    db: Db,
    clock: Clock,
    config: Config,
) -> Result<App, CliError> {
    let keys = Keys::open_or_create(&place.data.join("keys"))?;
    hold_keys(&db, &keys).await?;
    let files = Files::open(&place.data.join("files"))?;
    Ok(App::new(db, keys, files, clock, config))
}

/// Keys that did not seal this database are refused before anything is read or written with them.
async fn hold_keys(db: &Db, keys: &Keys) -> Result<(), CliError> {
    let tx = db.begin().await?;
    store::settings::hold_keys(&tx, keys).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(())
}

/// The settings a command works with that serves nobody.
pub(crate) fn quiet_config(place: &PlaceArgs) -> Result<Config, CliError> {
    Ok(Config {
        data: place.data.clone(),
        public_url: String::new(),
        second_factor: true,
        demo: None,
        trusted_proxies: Vec::new(),
        program: program()?,
    })
}

/// This program's own path, for the child process.
pub(crate) fn program() -> Result<std::path::PathBuf, CliError> {
    std::env::current_exe().map_err(|cause| CliError::Machine {
        doing: "找不到程序自己的位置".to_owned(),
        cause,
    })
}

/// A demonstration lives in the term its figures tell of: the folder remembers by how much its clock is moved.
async fn clock(db: &Db) -> Result<Clock, CliError> {
    let moved = store::settings::get(db.read(), "clock_shift_seconds").await?;
    Ok(
        match moved
            .and_then(|seconds| seconds.parse().ok())
            .and_then(Duration::try_seconds)
        {
            Some(by) => Clock::Shifted(by),
            None => Clock::Real,
        },
    )
}

fn make_folder(folder: &Path) -> Result<(), CliError> {
    std::fs::create_dir_all(folder).map_err(|cause| CliError::Machine {
        doing: format!("建不了数据目录 {}", folder.display()),
        cause,
    })
}
