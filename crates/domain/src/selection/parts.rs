//! The parts of a test: their keys, their weights, and the order in which they break a tie (plan 4.2).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::values::{Ratio, text::clean_code};

/// Why a part, a weight or a tie key is not one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotAPart {
    #[error("「{0}」不是科目，请用 1～8 个汉字或 1～24 个小写字母、数字、下划线，如 theory、实操")]
    Key(String),
    #[error("「{0}」不是权重，请写成 theory=50,practical=50")]
    Weight(String),
    #[error("科目 {0} 写了两次，请只留一次")]
    Twice(PartKey),
    #[error("科目 {0} 的权重是 0，不计分的科目不用写")]
    Zero(PartKey),
    #[error("权重合计 {0}，应为 100%")]
    Sum(String),
    #[error("并列最多看 {max} 项，这里写了 {found} 项", max = TieKeys::MAX)]
    TooMany { found: usize },
}

/// The short name of a part of the test, such as `theory` or 实操; small and `Copy`, because a million
/// candidates are looked up by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartKey([u8; PartKey::LONGEST]);

impl PartKey {
    /// Bytes.
    const LONGEST: usize = 24;

    pub fn as_str(&self) -> &str {
        let used = self.0.split(|byte| *byte == 0).next().unwrap_or_default();
        std::str::from_utf8(used).unwrap_or_default()
    }
}

impl FromStr for PartKey {
    type Err = NotAPart;

    fn from_str(text: &str) -> Result<Self, NotAPart> {
        let fits = |c: char| {
            c.is_ascii_lowercase()
                || c.is_ascii_digit()
                || c == '_'
                || (!c.is_ascii() && c.is_alphabetic())
        };
        let mut key = [0; Self::LONGEST];
        let text = text.trim();
        if text.is_empty() || text.len() > key.len() || !text.chars().all(fits) {
            return Err(NotAPart::Key(text.to_owned()));
        }
        for (slot, byte) in key.iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
        Ok(Self(key))
    }
}

impl TryFrom<String> for PartKey {
    type Error = NotAPart;

    fn try_from(text: String) -> Result<Self, NotAPart> {
        text.parse()
    }
}

impl From<PartKey> for String {
    fn from(key: PartKey) -> Self {
        key.as_str().to_owned()
    }
}

impl fmt::Display for PartKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for PartKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The words people use for the parts; a certificate may bring its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartNames(Vec<(PartKey, String)>);

impl PartNames {
    pub fn new(names: impl IntoIterator<Item = (PartKey, String)>) -> Self {
        Self(names.into_iter().collect())
    }

    pub fn name<'a>(&'a self, key: &'a PartKey) -> &'a str {
        let own = self.0.iter().find(|(part, _)| part == key);
        own.map_or_else(
            || match key.as_str() {
                "theory" => "理论",
                "practical" => "实操",
                "average" => "专业课平均",
                other => other,
            },
            |(_, name)| name,
        )
    }
}

/// The weight of each part, in the order of the plan; together exactly 100 %.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(PartKey, Ratio)>", into = "Vec<(PartKey, Ratio)>")]
pub struct Weights(Vec<(PartKey, Ratio)>);

impl Weights {
    pub fn iter(&self) -> impl Iterator<Item = (PartKey, Ratio)> + '_ {
        self.0.iter().copied()
    }
}

impl TryFrom<Vec<(PartKey, Ratio)>> for Weights {
    type Error = NotAPart;

    fn try_from(weights: Vec<(PartKey, Ratio)>) -> Result<Self, NotAPart> {
        refuse_doubles(weights.iter().map(|(part, _)| *part))?;
        if let Some((part, _)) = weights
            .iter()
            .find(|(_, weight)| weight.basis_points() == 0)
        {
            return Err(NotAPart::Zero(*part));
        }
        let sum: i64 = weights
            .iter()
            .map(|(_, weight)| i64::from(weight.basis_points()))
            .sum();
        if sum != 10_000 {
            return Err(NotAPart::Sum(percent(sum)));
        }
        Ok(Self(weights))
    }
}

impl From<Weights> for Vec<(PartKey, Ratio)> {
    fn from(weights: Weights) -> Self {
        weights.0
    }
}

/// `theory=50,practical=50`; the percent sign may be written.
impl FromStr for Weights {
    type Err = NotAPart;

    fn from_str(text: &str) -> Result<Self, NotAPart> {
        let text = clean_code(text).text;
        let weight = |item: &str| {
            let not_a_weight = || NotAPart::Weight(item.trim().to_owned());
            let (part, weight) = item.split_once(['=', ':']).ok_or_else(not_a_weight)?;
            let weight = format!("{}%", weight.trim().trim_end_matches('%'));
            Ok((part.parse()?, weight.parse().map_err(|_| not_a_weight())?))
        };
        let mut weights = list(&text)
            .map(weight)
            .collect::<Result<Vec<(PartKey, Ratio)>, NotAPart>>()?;
        let sum: i32 = weights
            .iter()
            .map(|(_, weight)| weight.basis_points())
            .sum();
        // 0.5 and 0.5 are halves, not half percents.
        if sum == 100 && !text.contains('%') {
            for (part, weight) in &mut weights {
                let whole = Ratio::try_from(weight.basis_points().saturating_mul(100));
                *weight = whole.map_err(|_| NotAPart::Weight(part.to_string()))?;
            }
        }
        Self::try_from(weights)
    }
}

impl fmt::Display for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items: Vec<_> = self
            .iter()
            .map(|(part, weight)| format!("{part}={weight}"))
            .collect();
        f.write_str(&items.join(","))
    }
}

/// The parts that order candidates of equal total, first the one that decides first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<PartKey>", into = "Vec<PartKey>")]
pub struct TieKeys(Vec<PartKey>);

impl TieKeys {
    /// A total and four scores are one 64-bit sort key (see `rule.rs`).
    pub const MAX: usize = 4;

    pub fn iter(&self) -> impl Iterator<Item = PartKey> + '_ {
        self.0.iter().copied()
    }
}

impl TryFrom<Vec<PartKey>> for TieKeys {
    type Error = NotAPart;

    fn try_from(keys: Vec<PartKey>) -> Result<Self, NotAPart> {
        refuse_doubles(keys.iter().copied())?;
        if keys.len() > Self::MAX {
            return Err(NotAPart::TooMany { found: keys.len() });
        }
        Ok(Self(keys))
    }
}

impl From<TieKeys> for Vec<PartKey> {
    fn from(keys: TieKeys) -> Self {
        keys.0
    }
}

/// `practical,theory`; an empty text is no key at all.
impl FromStr for TieKeys {
    type Err = NotAPart;

    fn from_str(text: &str) -> Result<Self, NotAPart> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        Self::try_from(
            list(&clean_code(text).text)
                .map(str::parse)
                .collect::<Result<Vec<_>, _>>()?,
        )
    }
}

impl fmt::Display for TieKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<_> = self.0.iter().map(PartKey::as_str).collect();
        f.write_str(&keys.join(","))
    }
}

/// The items of an option, whatever comma a Chinese keyboard made of it.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '、', ';'])
}

fn refuse_doubles(parts: impl Iterator<Item = PartKey>) -> Result<(), NotAPart> {
    let mut seen = Vec::new();
    for part in parts {
        if seen.contains(&part) {
            return Err(NotAPart::Twice(part));
        }
        seen.push(part);
    }
    Ok(())
}

fn percent(basis_points: i64) -> String {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    if rest == 0 {
        format!("{whole}%")
    } else {
        format!("{whole}.{rest:02}%")
    }
}
