//! The zip a workbook is: opened with a counter in hand, so that nothing it says about itself is
//! believed.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Limits, Unreadable, sniff};

/// The XML parts of a workbook, inflated once and checked.
pub(crate) struct Parts(Vec<(String, String)>);

impl Parts {
    /// Part names ignore case, may begin with a slash and are sometimes written with `\`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let wanted = plain_name(name);
        self.0
            .iter()
            .find(|(name, _)| *name == wanted)
            .map(|(_, text)| text.as_str())
    }

    /// Every part with its plain name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

/// Where Excel and WPS keep what runs by itself.
const MACROS: [&str; 4] = [
    "vbaproject.bin",
    "xl/macrosheets/",
    "jsaproject.bin",
    "jdedata.bin",
];

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Parts, Unreadable> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| not_opened(bytes))?;
    if zip.len() > limits.entries {
        return Err(Unreadable::TooManyParts {
            entries: zip.len(),
            limit: limits.entries,
        });
    }
    let names = names(&mut zip)?;
    is_workbook(&names)?;
    let mut parts = Vec::new();
    let mut counter = Counter { limits, total: 0 };
    for (index, name) in names.into_iter().enumerate() {
        let mut entry = zip.by_index(index).map_err(|error| broken(&error))?;
        let packed = usize::try_from(entry.compressed_size()).unwrap_or(usize::MAX);
        let keep = is_xml(&name);
        let inflated = counter.inflate(&mut entry, packed.min(bytes.len()), keep)?;
        if keep {
            parts.push((name, checked_xml(inflated)?));
        }
    }
    let parts = Parts(parts);
    match parts.get("[content_types].xml") {
        Some(types) if types.contains("macroEnabled") => Err(Unreadable::WithMacros),
        _ => Ok(parts),
    }
}

/// A zip that was cut off has lost its directory, which stands at the end.
fn not_opened(bytes: &[u8]) -> Unreadable {
    let tail = bytes
        .get(bytes.len().saturating_sub(66_000)..)
        .unwrap_or_default();
    let has_end = tail.windows(4).any(|window| window == b"PK\x05\x06");
    if has_end {
        Unreadable::Damaged
    } else {
        Unreadable::Truncated
    }
}

fn broken(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Encrypted,
        _ => Unreadable::Damaged,
    }
}

fn names(zip: &mut Zip<'_>) -> Result<Vec<String>, Unreadable> {
    let mut names = Vec::with_capacity(zip.len());
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|error| broken(&error))?;
        if entry.is_symlink() {
            return Err(Unreadable::ForeignParts);
        }
        names.push(plain_name(&entry.name().map_err(|error| broken(&error))?));
    }
    Ok(names)
}

fn plain_name(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_ascii_lowercase()
}

fn is_workbook(names: &[String]) -> Result<(), Unreadable> {
    let any = |test: &dyn Fn(&str) -> bool| names.iter().any(|name| test(name));
    if any(&|name| name == "xl/workbook.bin") {
        Err(Unreadable::Xlsb)
    } else if any(&|name| MACROS.iter().any(|part| name.contains(part))) {
        Err(Unreadable::WithMacros)
    } else if any(&|name| name.starts_with("word/") || name.starts_with("ppt/")) {
        Err(Unreadable::Document)
    } else if any(&|name| name == "mimetype") && any(&|name| name == "content.xml") {
        Err(Unreadable::OpenDocument)
    } else if !any(&|name| name == "[content_types].xml") || !any(&|name| name == "_rels/.rels") {
        Err(Unreadable::Archive)
    } else if any(&|name| name.contains("/externallinks/")) {
        Err(Unreadable::ExternalLinks)
    } else {
        Ok(())
    }
}

fn is_xml(name: &str) -> bool {
    [".xml", ".rels", ".vml"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

struct Counter<'a> {
    limits: &'a Limits,
    total: usize,
}

impl Counter<'_> {
    /// Parts up to this size may be packed as well as they like.
    const SMALL: usize = 4 << 20;

    fn inflate(
        &mut self,
        entry: &mut impl Read,
        packed: usize,
        keep: bool,
    ) -> Result<Vec<u8>, Unreadable> {
        let mut kept = Vec::new();
        let mut size = 0_usize;
        let mut chunk = [0_u8; 16 << 10];
        loop {
            let count = match entry.read(&mut chunk) {
                Ok(0) => return Ok(kept),
                Ok(count) => count,
                Err(_) => return Err(Unreadable::Damaged),
            };
            let fresh = chunk.get(..count).unwrap_or_default();
            if size == 0 && sniff::is_container(fresh) {
                return Err(Unreadable::NestedFile);
            }
            size += count;
            self.total += count;
            if keep {
                kept.extend_from_slice(fresh);
            }
            if let Some(refusal) = self.refusal(size, packed) {
                return Err(self.long_text(&kept).unwrap_or(refusal));
            }
        }
    }

    fn refusal(&self, size: usize, packed: usize) -> Option<Unreadable> {
        if self.total > self.limits.inflated {
            return Some(Unreadable::TooLargeInside {
                limit: self.limits.inflated,
            });
        }
        let most = packed.saturating_mul(self.limits.ratio);
        (size > Self::SMALL && size > most).then_some(Unreadable::TooCompressed {
            limit: self.limits.ratio,
        })
    }

    /// Megabytes between two tags are one cell with far too much in it, and that is what to say.
    fn long_text(&self, part: &[u8]) -> Option<Unreadable> {
        let limit = self.limits.cell_text;
        let most = limit.saturating_mul(8);
        let is_text = |run: &[u8]| {
            let text = run.rsplit(|&byte| byte == b'>').next().unwrap_or_default();
            text.len() > most && !text.trim_ascii().is_empty()
        };
        part.split(|&byte| byte == b'<')
            .any(is_text)
            .then_some(Unreadable::LongCell { cell: None, limit })
    }
}

/// Text in UTF-8 without a document type: what every program that writes workbooks writes.
fn checked_xml(part: Vec<u8>) -> Result<String, Unreadable> {
    let text = String::from_utf8(part).map_err(|_| Unreadable::Damaged)?;
    let declares = |at: usize| {
        text.get(at + 2..at + 9)
            .is_some_and(|word| word.eq_ignore_ascii_case("doctype"))
    };
    if text.contains("<!") && text.match_indices("<!").any(|(at, _)| declares(at)) {
        return Err(Unreadable::ForeignParts);
    }
    Ok(text)
}
