//! A school's folder on which the program itself is run, on either database.

use std::path::PathBuf;
use std::process::{Command, Output};

use store::{Db, Files, files};
use tempfile::TempDir;

use crate::support::new_database;

/// A school's folder, with a database of its own on PostgreSQL when asked.
pub(super) struct Place {
    pub(super) folder: TempDir,
    pub(super) url: Option<String>,
}

impl Place {
    pub(super) fn sqlite() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            url: None,
        }
    }

    pub(super) async fn postgres() -> Option<Self> {
        let url = new_database("backup").await?;
        Some(Self {
            url: Some(url),
            ..Self::sqlite()
        })
    }

    pub(super) async fn all() -> Vec<Self> {
        [Some(Self::sqlite()), Self::postgres().await]
            .into_iter()
            .flatten()
            .collect()
    }

    /// The data folder; not made before the program makes it.
    pub(super) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(super) fn backup(&self) -> PathBuf {
        self.folder.path().join("backup.zip")
    }

    pub(super) async fn db(&self) -> Db {
        match &self.url {
            Some(url) => Db::open(url).await.unwrap(),
            None => Db::open_file(&self.data().join("onex.db")).await.unwrap(),
        }
    }

    pub(super) fn onex(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onex"));
        command.args(arguments).arg("--data").arg(self.data());
        command
            .env_remove("DATABASE_URL")
            .env_remove("ONEX_PUBLIC_URL")
            .env_remove("ONEX_DATA");
        if let Some(url) = &self.url {
            command.env("DATABASE_URL", url);
        }
        command.output().unwrap()
    }

    pub(super) fn filled(self) -> Self {
        let filled = self.onex(&["demo", "--fill-only"]);
        assert!(filled.status.success(), "{}", said(&filled));
        self
    }

    pub(super) fn backed_up(&self) -> PathBuf {
        let backup = self.backup();
        let made = self.onex(&["backup", "--out", backup.to_str().unwrap()]);
        assert!(made.status.success(), "{}", said(&made));
        backup
    }

    pub(super) async fn keep_file(&self, bytes: &[u8]) -> String {
        let sha256 = Files::open(&self.data().join("files"))
            .unwrap()
            .put(bytes.to_vec())
            .await
            .unwrap();
        let db = self.db().await;
        let tx = db.begin().await.unwrap();
        files::record(
            &tx,
            &sha256,
            bytes.len(),
            "text/plain",
            chrono::DateTime::UNIX_EPOCH,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        db.close().await.unwrap();
        sha256
    }
}

pub(super) fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
