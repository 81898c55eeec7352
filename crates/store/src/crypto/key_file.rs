//! The key file: one line a key, `purpose name base64url`, readable by its owner alone.

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroizing;

use super::{Keys, Secret};
use crate::{StoreError, StoreResult};

const NAME: &str = "onex.keys";

pub(super) fn open_or_create(folder: &Path) -> StoreResult<Keys> {
    let path = folder.join(NAME);
    let disk = |cause| StoreError::Disk {
        path: path.display().to_string(),
        cause,
    };
    match read(&path) {
        Ok(text) => parse(&text).ok_or_else(|| {
            disk(io::Error::new(
                io::ErrorKind::InvalidData,
                "no key file of this program",
            ))
        }),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            let keys = Keys::generate();
            write(folder, &path, &text(&keys)).map_err(disk)?;
            Ok(keys)
        }
        Err(cause) => Err(disk(cause)),
    }
}

fn read(path: &Path) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    File::open(path)?.read_to_string(&mut text)?;
    Ok(text)
}

fn write(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    // The name itself must survive a power loss: without the file every sealed value is lost.
    File::open(folder)?.sync_all()
}

fn text(keys: &Keys) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::new());
    let sealing = keys
        .sealing
        .iter()
        .map(|(name, key)| ("seal", name.as_str(), key));
    let others = [
        ("lookup", "k1", &keys.lookup),
        ("credentials", "k1", &keys.credentials),
    ];
    for (purpose, name, key) in sealing.chain(others) {
        let encoded = Zeroizing::new(BASE64URL_NOPAD.encode(&*key.0));
        // Writing into a String cannot go wrong.
        let _ = writeln!(text, "{purpose} {name} {}", encoded.as_str());
    }
    text
}

fn parse(text: &str) -> Option<Keys> {
    let (mut sealing, mut lookup, mut credentials) = (Vec::new(), None, None);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let (purpose, name, encoded) = (words.next()?, words.next()?, words.next()?);
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(encoded.as_bytes()).ok()?);
        let key = Secret(Zeroizing::new(bytes.as_slice().try_into().ok()?));
        match purpose {
            "seal" => sealing.push((name.to_owned(), key)),
            "lookup" => lookup = Some(key),
            "credentials" => credentials = Some(key),
            _ => return None,
        }
    }
    (!sealing.is_empty()).then_some(Keys {
        sealing,
        lookup: lookup?,
        credentials: credentials?,
    })
}
