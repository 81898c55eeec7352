//! Protection of identity numbers at rest (design 5): sealed values bound to their place, and keyed look-up.
//!
//! A sealed value reads `v1.k1.<nonce>.<ciphertext>` (base64url): AES-256-GCM with a random nonce, whose
//! associated data is `table|column|row key`. Ids do not exist before the insert, so the **row key** is the text that
//! names the row to people and is known beforehand: the school number of a student, the login of an account,
//! `batch/row` of an import's change. A ciphertext copied to another row, column or table does not open; whoever
//! changes the row key seals the value again. The keys live in a file outside the database.

use std::fmt;
use std::path::Path;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{StoreError, StoreResult};

mod key_file;

const VERSION: &str = "v1";
const NONCE: usize = 12;

/// 32 random bytes, wiped when dropped.
#[derive(Clone)]
struct Secret(Zeroizing<[u8; 32]>);

/// The place a sealed value belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What names the row before it has an id.
    pub row: &'a str,
}

/// The keys of one school.
#[derive(Clone)]
pub struct Keys {
    /// Every key that ever sealed a value; the last one seals new values.
    sealing: Vec<(String, Secret)>,
    lookup: Secret,
    credentials: Secret,
}

impl Keys {
    /// Read the key file of a school's folder, or make one when there is none (mode 0600, flushed to disk).
    pub fn open_or_create(folder: &Path) -> StoreResult<Self> {
        key_file::open_or_create(folder)
    }

    /// Fresh keys that are written nowhere, for tests and for a database that lives in memory.
    pub fn generate() -> Self {
        Self {
            sealing: vec![("k1".to_owned(), Secret::random())],
            lookup: Secret::random(),
            credentials: Secret::random(),
        }
    }

    /// The same keys with one more for sealing: old values still open, new ones use the new key.
    #[must_use]
    pub fn rotated(mut self) -> Self {
        self.sealing
            .push((format!("k{}", self.sealing.len() + 1), Secret::random()));
        self
    }

    /// Seal a value for its place.
    pub fn seal(&self, cell: Cell<'_>, text: &str) -> StoreResult<String> {
        let (name, key) = self.present()?;
        seal(name, key, cell, text.as_bytes())
    }

    /// Seal a whole file for its place; what is kept among the files is the sealed form.
    pub fn seal_file(&self, cell: Cell<'_>, bytes: &[u8]) -> StoreResult<Vec<u8>> {
        let (name, key) = self.present()?;
        Ok(seal(name, key, cell, bytes)?.into_bytes())
    }

    /// Open a file sealed for this place.
    pub fn open_file(&self, cell: Cell<'_>, sealed: &[u8]) -> StoreResult<Zeroizing<Vec<u8>>> {
        let sealed =
            str::from_utf8(sealed).map_err(|_| StoreError::Sealed("it is no sealed file"))?;
        let parts = Parts::of(sealed)?;
        parts.open(self.named(parts.key)?, cell)
    }

    /// Open a value sealed for this place; one moved from elsewhere is an error.
    pub fn open(&self, cell: Cell<'_>, sealed: &str) -> StoreResult<Zeroizing<String>> {
        let parts = Parts::of(sealed)?;
        text(parts.open(self.named(parts.key)?, cell)?)
    }

    /// Whether the value was sealed with an older key than the present one.
    pub fn is_outdated(&self, sealed: &str) -> bool {
        let present = self.sealing.last().map(|(name, _)| name.as_str());
        Parts::of(sealed).is_ok_and(|parts| Some(parts.key) != present)
    }

    /// Seal a sign-in secret (TOTP) with the key kept for credentials.
    pub fn seal_credential(&self, cell: Cell<'_>, text: &str) -> StoreResult<String> {
        seal("c1", &self.credential("seal"), cell, text.as_bytes())
    }

    /// Open a sign-in secret.
    pub fn open_credential(&self, cell: Cell<'_>, sealed: &str) -> StoreResult<Zeroizing<String>> {
        text(Parts::of(sealed)?.open(&self.credential("seal"), cell)?)
    }

    /// Mixed into every password before it is hashed, so that a copied database alone cannot be guessed at.
    pub fn pepper(&self) -> Zeroizing<[u8; 32]> {
        self.credential("pepper").0.clone()
    }

    /// What finds a sealed value again: a keyed hash of its normalised text. `kind` keeps apart what may look alike.
    pub fn lookup(&self, kind: &str, normalised: &str) -> String {
        let mut mac = self.lookup.mac();
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(normalised.as_bytes());
        BASE64URL_NOPAD.encode(&mac.finalize().into_bytes())
    }

    fn present(&self) -> StoreResult<(&str, &Secret)> {
        let last = self.sealing.last();
        last.map(|(name, key)| (name.as_str(), key))
            .ok_or(StoreError::Sealed("there is no key"))
    }

    fn named(&self, wanted: &str) -> StoreResult<&Secret> {
        let found = self.sealing.iter().find(|(name, _)| name == wanted);
        found
            .map(|(_, key)| key)
            .ok_or(StoreError::Sealed("its key is not in the key file"))
    }

    fn credential(&self, purpose: &str) -> Secret {
        let mut mac = self.credentials.mac();
        mac.update(purpose.as_bytes());
        Secret(Zeroizing::new(mac.finalize().into_bytes().into()))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

impl Secret {
    fn random() -> Self {
        Self(Zeroizing::new(rand::random()))
    }

    fn mac(&self) -> Hmac<Sha256> {
        // The fixed key length of HMAC is its block size: 64 bytes, ours first, zeros after, as the standard pads it.
        let mut block = Zeroizing::new([0_u8; 64]);
        for (place, byte) in block.iter_mut().zip(self.0.iter()) {
            *place = *byte;
        }
        <Hmac<Sha256> as KeyInit>::new((&*block).into())
    }
}

struct Parts<'a> {
    key: &'a str,
    nonce: [u8; NONCE],
    ciphertext: Vec<u8>,
}

impl<'a> Parts<'a> {
    fn of(sealed: &'a str) -> StoreResult<Self> {
        const SHAPE: StoreError = StoreError::Sealed("it has not the shape of a sealed value");
        let mut parts = sealed.split('.');
        let (Some(VERSION), Some(key), Some(nonce), Some(ciphertext), None) = (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ) else {
            return Err(SHAPE);
        };
        let decode = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| SHAPE);
        let nonce = decode(nonce)?.try_into().map_err(|_| SHAPE)?;
        Ok(Self {
            key,
            nonce,
            ciphertext: decode(ciphertext)?,
        })
    }

    fn open(&self, key: &Secret, cell: Cell<'_>) -> StoreResult<Zeroizing<Vec<u8>>> {
        let bound = bound_to(cell);
        let payload = Payload {
            msg: &self.ciphertext,
            aad: bound.as_bytes(),
        };
        let plain = Aes256Gcm::new((&*key.0).into())
            .decrypt(&Nonce::from(self.nonce), payload)
            .map_err(|_| StoreError::Sealed("it was altered or belongs to another row"))?;
        Ok(Zeroizing::new(plain))
    }
}

fn text(mut plain: Zeroizing<Vec<u8>>) -> StoreResult<Zeroizing<String>> {
    String::from_utf8(std::mem::take(&mut *plain))
        .map(Zeroizing::new)
        .map_err(|_| StoreError::Sealed("it is no text"))
}

fn seal(name: &str, key: &Secret, cell: Cell<'_>, plain: &[u8]) -> StoreResult<String> {
    let nonce: [u8; NONCE] = rand::random();
    let bound = bound_to(cell);
    let payload = Payload {
        msg: plain,
        aad: bound.as_bytes(),
    };
    let sealed = Aes256Gcm::new((&*key.0).into())
        .encrypt(&Nonce::from(nonce), payload)
        .map_err(|_| StoreError::Sealed("the value is too long"))?;
    let (nonce, sealed) = (
        BASE64URL_NOPAD.encode(&nonce),
        BASE64URL_NOPAD.encode(&sealed),
    );
    Ok(format!("{VERSION}.{name}.{nonce}.{sealed}"))
}

/// The row key comes last: the names before it hold no bar, so no two places read alike.
fn bound_to(cell: Cell<'_>) -> String {
    format!("{}|{}|{}", cell.table, cell.column, cell.row)
}
