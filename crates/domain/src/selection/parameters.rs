//! What a plan version fixes about a selection before any score is seen (plan 4.2).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::parts::{PartNames, TieKeys, Weights};
use crate::values::{Ratio, StudentState};

/// Why a word is not a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotAParameter {
    #[error("「{0}」不是取整办法，请用 down（向下）、nearest（四舍五入）或 up（向上）")]
    Rounding(String),
    #[error("「{0}」不是并列规则，请用 none（都不录取）、all（都录取）或 draw:种子（抽签）")]
    Ties(String),
    #[error("抽签要有公开的种子，请写成 draw:种子，如 draw:2025-04-27")]
    NoSeed,
}

/// What happens to the fraction of a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Never above the ratio.
    #[default]
    Down,
    /// Half up.
    Nearest,
    Up,
}

impl Rounding {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Down => "向下取整",
            Self::Nearest => "四舍五入",
            Self::Up => "向上取整",
        }
    }

    /// Places among `base` people; exact, and never more than `base` since a ratio is at most 100 %.
    fn places(self, base: u32, ratio: Ratio) -> u32 {
        let exact = u64::from(base) * u64::from(ratio.basis_points().unsigned_abs());
        let rounded = match self {
            Self::Down => exact / 10_000,
            Self::Nearest => (exact + 5_000) / 10_000,
            Self::Up => exact.div_ceil(10_000),
        };
        u32::try_from(rounded).unwrap_or(u32::MAX)
    }
}

impl FromStr for Rounding {
    type Err = NotAParameter;

    fn from_str(word: &str) -> Result<Self, NotAParameter> {
        match word.trim() {
            "down" | "向下" | "舍去" | "向下取整" => Ok(Self::Down),
            "nearest" | "四舍五入" => Ok(Self::Nearest),
            "up" | "向上" | "进一" | "向上取整" => Ok(Self::Up),
            other => Err(NotAParameter::Rounding(other.to_owned())),
        }
    }
}

/// What happens to those who share the last place's total and keys with someone beyond the quota.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// All of them are left out.
    #[default]
    None,
    /// All of them are in.
    All,
    /// A draw among exactly those, which anyone can repeat from the published seed.
    Draw { seed: String },
}

impl Ties {
    pub fn label(&self) -> String {
        match self {
            Self::None => "都不录取".to_owned(),
            Self::All => "都录取".to_owned(),
            Self::Draw { seed } => format!("抽签（种子 {seed}）"),
        }
    }
}

impl FromStr for Ties {
    type Err = NotAParameter;

    fn from_str(word: &str) -> Result<Self, NotAParameter> {
        let word = word.trim();
        let seed = ["draw:", "抽签:", "draw：", "抽签："]
            .iter()
            .find_map(|draw| word.strip_prefix(draw));
        match (word, seed.map(str::trim)) {
            ("none" | "都不录取", _) => Ok(Self::None),
            ("all" | "都录取", _) => Ok(Self::All),
            ("draw", _) | (_, Some("")) => Err(NotAParameter::NoSeed),
            (_, Some(seed)) => Ok(Self::Draw {
                seed: seed.to_owned(),
            }),
            (other, None) => Err(NotAParameter::Ties(other.to_owned())),
        }
    }
}

/// Which limit made the quota what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Binding {
    Ratio,
    Approved,
    Seats,
}

impl Binding {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ratio => "比例",
            Self::Approved => "批准人数",
            Self::Seats => "机位数",
        }
    }
}

/// The number of places and how it came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Quota {
    /// Base × ratio, rounded.
    pub by_ratio: u32,
    /// The least of that, the approved number and the seats.
    pub places: u32,
    pub binding: Binding,
}

/// Everything a selection depends on besides the scores. Stored with the plan version and copied to the round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    pub ratio: Ratio,
    pub rounding: Rounding,
    pub weights: Weights,
    #[serde(default)]
    pub tie_keys: TieKeys,
    #[serde(default)]
    pub ties: Ties,
    /// The number the yearly plan approved, where it names one.
    #[serde(default)]
    pub approved: Option<u32>,
    /// Seats at the site, where they limit.
    #[serde(default)]
    pub seats: Option<u32>,
    #[serde(default = "Parameters::usual_states")]
    pub counting: Vec<StudentState>,
}

impl Parameters {
    /// The defaults of design: rounded down, ties out, 在读 and 实习 count.
    pub fn new(ratio: Ratio, weights: Weights) -> Self {
        Self {
            ratio,
            rounding: Rounding::default(),
            weights,
            tie_keys: TieKeys::default(),
            ties: Ties::default(),
            approved: None,
            seats: None,
            counting: Self::usual_states(),
        }
    }

    /// The states whose students are part of the base unless the plan says otherwise.
    pub fn usual_states() -> Vec<StudentState> {
        vec![StudentState::Enrolled, StudentState::Internship]
    }

    /// The places for a base of so many students. Of equal limits the first named binds.
    pub fn quota(&self, base: u32) -> Quota {
        let by_ratio = self.rounding.places(base, self.ratio);
        let limits = [
            (self.approved, Binding::Approved),
            (self.seats, Binding::Seats),
        ];
        let ratio_only = Quota {
            by_ratio,
            places: by_ratio,
            binding: Binding::Ratio,
        };
        limits
            .into_iter()
            .fold(ratio_only, |quota, (limit, binding)| match limit {
                Some(places) if places < quota.places => Quota {
                    places,
                    binding,
                    ..quota
                },
                _ => quota,
            })
    }

    /// The rule in one line: "60%，向下取整，同分依次比实操、理论，再相同都不录取".
    pub fn sentence(&self, names: &PartNames) -> String {
        let keys: Vec<_> = self
            .tie_keys
            .iter()
            .map(|key| names.name(&key).to_owned())
            .collect();
        let tied = if keys.is_empty() {
            "同分".to_owned()
        } else {
            format!("同分依次比{}，再相同", keys.join("、"))
        };
        format!(
            "{}，{}，{tied}{}",
            self.ratio,
            self.rounding.label(),
            self.ties.label()
        )
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Down => "down",
            Self::Nearest => "nearest",
            Self::Up => "up",
        })
    }
}

impl fmt::Display for Ties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::All => f.write_str("all"),
            Self::Draw { seed } => write!(f, "draw:{seed}"),
        }
    }
}
