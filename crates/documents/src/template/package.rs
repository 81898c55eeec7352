//! The zip around a workbook: guarded on the way in, copied byte for byte on the way out.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Refused;
use crate::sheets::{Limits, Parts, Unreadable, parts};

/// The text parts of a workbook, inflated under the limits of any upload.
pub(super) struct Package(Parts);

impl Package {
    pub(super) fn open(bytes: &[u8]) -> Result<Self, Refused> {
        match parts(bytes, &Limits::default()) {
            Ok(parts) => Ok(Self(parts)),
            Err(Unreadable::NotASheet) => Err(Refused::NotXlsx),
            Err(unreadable) => Err(Refused::Unreadable(unreadable)),
        }
    }

    pub(super) fn part(&self, path: &str) -> Option<&str> {
        self.0.get(path)
    }

    /// Every worksheet's text, to look for formulas.
    pub(super) fn sheets(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(|(path, _)| path.contains("worksheets/"))
            .map(|(_, text)| text)
    }
}

/// The same zip with some parts' text replaced; every other entry keeps its very bytes.
pub(super) fn replace(bytes: &[u8], changed: &BTreeMap<&str, String>) -> Result<Vec<u8>, Refused> {
    const BROKEN: Refused = Refused::Unreadable(Unreadable::Damaged);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BROKEN)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|_| BROKEN)?;
        let name = entry.name().map_err(|_| BROKEN)?.into_owned();
        let plain = name.replace('\\', "/");
        let is_it = |path: &str| path.eq_ignore_ascii_case(plain.trim_start_matches('/'));
        match changed.iter().find(|(path, _)| is_it(path)) {
            Some((_, text)) => {
                let options = entry
                    .options()
                    .compression_method(CompressionMethod::Deflated)
                    .large_file(false);
                writer.start_file(name, options).map_err(|_| BROKEN)?;
                writer.write_all(text.as_bytes()).map_err(|_| BROKEN)?;
            }
            None => writer.raw_copy_file(entry).map_err(|_| BROKEN)?,
        }
    }
    Ok(writer.finish().map_err(|_| BROKEN)?.into_inner())
}
