//! Files by their SHA-256: the same bytes are kept once, and what was kept cannot change under its name.

use std::path::Path;

use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStoreExt, PutPayload};
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sha2::{Digest, Sha256};

use crate::{StoreError, StoreResult, micros};

pub mod file;

/// The folder of files of a school.
#[derive(Debug)]
pub struct Files {
    store: LocalFileSystem,
}

impl Files {
    /// Open the folder, making it when it is missing. What is put is on the disk before it is answered.
    pub fn open(folder: &Path) -> StoreResult<Self> {
        let disk = |cause| StoreError::Disk {
            path: folder.display().to_string(),
            cause,
        };
        std::fs::create_dir_all(folder).map_err(disk)?;
        Ok(Self {
            store: LocalFileSystem::new_with_prefix(folder)?.with_fsync(true),
        })
    }

    /// Keep the bytes; answers their hash. Bytes that are there already are not written again.
    pub async fn put(&self, bytes: Vec<u8>) -> StoreResult<String> {
        let sha256 = sha256(&bytes);
        if !self.exists(&sha256).await? {
            self.store
                .put(&key(&sha256), PutPayload::from(bytes))
                .await?;
        }
        Ok(sha256)
    }

    /// The bytes under this hash; bytes that do not give the hash any more are an error, never an answer.
    pub async fn get(&self, sha256: &str) -> StoreResult<Vec<u8>> {
        let found = self.store.get(&key(sha256)).await.map_err(missing)?;
        let bytes = found.bytes().await?.to_vec();
        if self::sha256(&bytes) == sha256 {
            Ok(bytes)
        } else {
            Err(StoreError::Sealed("a stored file was altered"))
        }
    }

    /// Let go of bytes that were only needed for a while; those that a row tells of stay.
    pub async fn let_go(&self, db: &impl ConnectionTrait, sha256: &str) -> StoreResult<()> {
        if file::Entity::find_by_id(sha256.to_owned())
            .one(db)
            .await?
            .is_some()
        {
            return Ok(());
        }
        match self.store.delete(&key(sha256)).await.map_err(missing) {
            Ok(()) | Err(StoreError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whether bytes are kept under this hash.
    pub async fn exists(&self, sha256: &str) -> StoreResult<bool> {
        match self.store.head(&key(sha256)).await.map_err(missing) {
            Ok(_) => Ok(true),
            Err(StoreError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// The hash that names the bytes.
pub fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// Note a stored file among the rows; once is enough.
pub async fn record(
    db: &impl ConnectionTrait,
    sha256: &str,
    bytes: usize,
    media: &str,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = file::ActiveModel {
        sha256: Set(sha256.to_owned()),
        size: Set(i64::try_from(bytes).unwrap_or(i64::MAX)),
        media: Set(media.to_owned()),
        created_at: Set(micros(now)),
    };
    let once = OnConflict::column(file::Column::Sha256)
        .do_nothing()
        .to_owned();
    file::Entity::insert(row)
        .on_conflict(once)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// What is known of a stored file.
pub async fn file(db: &impl ConnectionTrait, sha256: &str) -> StoreResult<file::Model> {
    file::Entity::find_by_id(sha256.to_owned())
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// Every stored file, for backups and for `verify`.
pub async fn files(db: &impl ConnectionTrait) -> StoreResult<Vec<file::Model>> {
    use sea_orm::QueryOrder;
    Ok(file::Entity::find()
        .order_by_asc(file::Column::Sha256)
        .all(db)
        .await?)
}

fn key(sha256: &str) -> Key {
    // Only hexadecimal digits make a name, whatever was asked for.
    let name: String = sha256.chars().filter(char::is_ascii_hexdigit).collect();
    let (folder, rest) = name.split_at_checked(2).unwrap_or(("", &name));
    Key::from(format!("{folder}/{rest}"))
}

fn missing(error: object_store::Error) -> StoreError {
    match error {
        object_store::Error::NotFound { .. } => StoreError::NotFound,
        other => StoreError::Files(other),
    }
}
