//! The seal of a score list (plan 4.3.2): a fingerprint taken before the cut is computed, so that a
//! later change of any score shows.
//!
//! Canonical text, UTF-8: the line `onex-scores 1`, then one line per candidate ending in `\n`:
//! student number, tab, the absence in snake case or `-`, and for each part, sorted by its key, a tab
//! and `part=tenths`. Lines are in byte order. Tab, newline, carriage return and backslash in a number
//! are written `\t`, `\n`, `\r`, `\\`. Names and classes are not scores, so mending one keeps the seal.

use std::fmt::{self, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::candidate::Candidate;
use super::state::Absence;

/// SHA-256 of the canonical text in lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seal(String);

impl Seal {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first and last four digits, as people compare it: `e41b…07d2`.
    pub fn short(&self) -> String {
        let tail = self.0.len().saturating_sub(4);
        match (self.0.get(..4), self.0.get(tail..)) {
            (Some(head), Some(tail)) => format!("{head}…{tail}"),
            _ => self.0.clone(),
        }
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Seal a score list; the order of the candidates does not matter.
pub fn seal(candidates: &[Candidate]) -> Seal {
    let hash = Sha256::digest(canonical_text(candidates));
    let hex = hash.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    Seal(hex)
}

/// The text that is sealed.
pub fn canonical_text(candidates: &[Candidate]) -> String {
    let mut lines: Vec<String> = candidates.iter().map(line).collect();
    lines.sort_unstable();
    format!("onex-scores 1\n{}", lines.concat())
}

fn line(candidate: &Candidate) -> String {
    let mut marks: Vec<_> = candidate.marks.iter().collect();
    marks.sort_unstable();
    let marks = marks
        .iter()
        .map(|(part, score)| format!("\t{part}={}", score.tenths()));
    let number = escape(candidate.number.as_str());
    let absence = candidate.absence.map_or("-", Absence::value);
    format!("{number}\t{absence}{}\n", marks.collect::<String>())
}

fn escape(text: &str) -> String {
    text.replace('\\', r"\\")
        .replace('\t', r"\t")
        .replace('\n', r"\n")
        .replace('\r', r"\r")
}
