//! The code at the foot of a frozen paper: anybody computes it again from the list.

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The first sixteen hexadecimal digits of a SHA-256, in groups of four: `ef59 8fc1 8bc8 a05a`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckCode(String);

const DIGITS: usize = 16;

impl CheckCode {
    /// The code of a hash that is kept already; `None` when it is none.
    pub fn of_hash(hash: &str) -> Option<Self> {
        let digits: Vec<char> = hash.chars().take(DIGITS).collect();
        let whole = digits.len() == DIGITS && digits.iter().all(char::is_ascii_hexdigit);
        let groups: Vec<String> = digits.chunks(4).map(|four| four.iter().collect()).collect();
        whole.then(|| Self(groups.join(" ")))
    }

    /// The code of a list: SHA-256 over its lines, each ended by a line feed. Anyone repeats it with
    /// `sha256sum` over the file of those lines.
    pub fn of_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut sum = Sha256::new();
        for line in lines {
            sum.update(line);
            sum.update("\n");
        }
        let hex = hexadecimal(&sum.finalize());
        Self::of_hash(&hex).unwrap_or(Self(hex))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

impl Serialize for CheckCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
