//! Pictures and zips of pictures in a child of limited memory and time.

use std::path::Path;

use domain::registration::photo::{Measure, PhotoRules};

use super::{BundleRefused, Entry, Refused, Taken, bundle, picture};
use crate::sandbox::{self, frame};

/// The tasks' names on the child's command line: `onex sandbox take-photo`.
pub(crate) const TAKE: &str = "take-photo";
pub(crate) const OPEN: &str = "open-photos";

/// [`super::take`] in a child of `program`. Blocks until the child has answered or is dead.
pub fn take(program: &Path, bytes: &[u8], rules: &PhotoRules) -> Result<Taken, Refused> {
    picture::guard(bytes)?;
    let answer = sandbox::call(program, TAKE, rules, bytes)?;
    let (said, jpeg): (Result<Measure, Refused>, _) =
        frame::unpack(&answer).ok_or(Refused::Damaged)?;
    let measure = said?;
    if !jpeg.starts_with(b"\xff\xd8\xff") {
        return Err(Refused::Damaged);
    }
    Ok(Taken {
        jpeg: jpeg.to_vec(),
        measure,
    })
}

/// The files of a zip, opened in a child of `program`. Blocks until the child has answered or is dead.
pub fn open(program: &Path, bytes: &[u8]) -> Result<Vec<Entry>, BundleRefused> {
    if bytes.is_empty() {
        return Err(BundleRefused::Empty);
    }
    if bytes.len() > bundle::UPLOAD {
        return Err(BundleRefused::TooBig {
            bytes: bytes.len(),
            limit: bundle::UPLOAD,
        });
    }
    let answer = sandbox::call(program, OPEN, &(), bytes)?;
    let (said, mut rest): (Result<Vec<(String, usize)>, BundleRefused>, _) =
        frame::unpack(&answer).ok_or(BundleRefused::Damaged)?;
    let mut entries = Vec::new();
    for (name, size) in said? {
        let (bytes, after) = rest.split_at_checked(size).ok_or(BundleRefused::Damaged)?;
        entries.push(Entry {
            name,
            bytes: bytes.to_vec(),
        });
        rest = after;
    }
    Ok(entries)
}

/// What the child does to a picture.
pub(crate) fn taken(request: &[u8], file: &[u8]) -> Vec<u8> {
    let Ok(rules) = serde_json::from_slice::<PhotoRules>(request) else {
        return frame::pack(&Err::<Measure, _>(Refused::NoReader), &[]);
    };
    match super::take(file, &rules) {
        Ok(taken) => frame::pack(&Ok::<_, Refused>(taken.measure), &taken.jpeg),
        Err(why) => frame::pack(&Err::<Measure, _>(why), &[]),
    }
}

/// What the child does to a zip.
pub(crate) fn opened(file: &[u8]) -> Vec<u8> {
    match bundle::open(file) {
        Ok(entries) => {
            let sizes: Vec<(&str, usize)> = entries
                .iter()
                .map(|one| (one.name.as_str(), one.bytes.len()))
                .collect();
            let all: Vec<u8> = entries.iter().flat_map(|one| one.bytes.clone()).collect();
            frame::pack(&Ok::<_, BundleRefused>(sizes), &all)
        }
        Err(why) => frame::pack(&Err::<Vec<(String, usize)>, _>(why), &[]),
    }
}
