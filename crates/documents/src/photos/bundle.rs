//! A zip of pictures: opened within bounds, names read, nothing written anywhere.

use std::io::{Cursor, Read};

use encoding_rs::GB18030;
use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use crate::sandbox::ChildDied;

/// The most a zip of a whole grade may hold.
const ENTRIES: usize = 2_000;
const INFLATED: u64 = 64 << 20;
const ONE: u64 = 10 << 20;
pub(super) const UPLOAD: usize = 48 << 20;

/// One file of the zip: its own name without folders, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Why a zip is not opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BundleRefused {
    #[error("文件是空的，里面没有内容。请重新选择压缩包")]
    Empty,
    #[error("压缩包有 {} MB，最多 {} MB。请分成几份上传", .bytes >> 20, .limit >> 20)]
    TooBig { bytes: usize, limit: usize },
    #[error("这份文件不是 zip 压缩包。请把照片放在一起，压缩成 zip 再上传")]
    NotAZip,
    #[error("压缩包要密码才能打开。请取消密码，重新压缩后再上传")]
    Encrypted,
    #[error("压缩包里有 {count} 个文件，最多 {limit} 个。请分成几份上传")]
    TooMany { count: usize, limit: usize },
    #[error("压缩包解开后超过 {} MB。请把照片缩小，或分成几份上传", .limit >> 20)]
    TooLarge { limit: u64 },
    #[error("压缩包不完整或有损坏的地方，打不开。请重新压缩后再上传")]
    Damaged,
    #[error("现在打不开压缩包，请过一会儿再传；还不行，请联系系统管理员")]
    NoReader,
}

impl From<ChildDied> for BundleRefused {
    fn from(died: ChildDied) -> Self {
        match died {
            ChildDied::NotStarted(_) => Self::NoReader,
            ChildDied::Panicked { .. } => Self::Damaged,
            ChildDied::Killed { .. } | ChildDied::TimedOut | ChildDied::AnswerTooLong => {
                Self::TooLarge { limit: INFLATED }
            }
        }
    }
}

/// The files of a zip. This runs inside the limited child: see [`super::sandbox::open`].
pub(super) fn open(bytes: &[u8]) -> Result<Vec<Entry>, BundleRefused> {
    if !bytes.starts_with(b"PK") {
        return Err(BundleRefused::NotAZip);
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BundleRefused::Damaged)?;
    if zip.len() > ENTRIES {
        return Err(BundleRefused::TooMany {
            count: zip.len(),
            limit: ENTRIES,
        });
    }
    let mut entries = Vec::new();
    let mut left = INFLATED;
    for at in 0..zip.len() {
        let raw = zip.by_index_raw(at).map_err(|_| BundleRefused::Damaged)?;
        if raw.encrypted() {
            return Err(BundleRefused::Encrypted);
        }
        let name = own_name(raw.name_raw());
        let skipped = raw.is_dir() || raw.is_symlink() || is_litter(&name, raw.name_raw());
        drop(raw);
        if skipped {
            continue;
        }
        let file = zip.by_index(at).map_err(|_| BundleRefused::Damaged)?;
        // Counted while it inflates; what its header says is only a claim.
        let mut inflated = Vec::new();
        let most = left.min(ONE) + 1;
        file.take(most)
            .read_to_end(&mut inflated)
            .map_err(|_| BundleRefused::Damaged)?;
        let size = u64::try_from(inflated.len()).unwrap_or(u64::MAX);
        left = left
            .checked_sub(size)
            .ok_or(BundleRefused::TooLarge { limit: INFLATED })?;
        entries.push(Entry {
            name,
            bytes: inflated,
        });
    }
    Ok(entries)
}

/// What comes after the last slash, in UTF-8 or as Windows in Chinese writes it.
fn own_name(raw: &[u8]) -> String {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    };
    let name = text.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .take(120)
        .collect()
}

/// What systems put beside pictures by themselves.
fn is_litter(name: &str, path: &[u8]) -> bool {
    name.is_empty()
        || name.starts_with('.')
        || name.eq_ignore_ascii_case("thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
        || path.starts_with(b"__MACOSX/")
}
