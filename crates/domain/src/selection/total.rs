//! The weighted total of a candidate, exact (plan 4.2).

use std::fmt;

use serde::{Serialize, Serializer};

/// A weighted total in hundred-thousandths of a point: tenths of a point × basis points of weight.
///
/// Nothing is rounded on the way, so 78.54 and 78.55 never become a tie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Total(u32);

impl Total {
    /// Units in one point.
    pub const POINT: u32 = 100_000;
    /// 100 points.
    pub const MAX: Self = Self(100 * Self::POINT);

    /// The stored form; nothing above 100 points is a total.
    pub fn from_units(units: u32) -> Option<Self> {
        (units <= Self::MAX.0).then_some(Self(units))
    }

    pub const fn units(self) -> u32 {
        self.0
    }

    /// How far two totals are apart.
    #[must_use]
    pub const fn distance(self, other: Self) -> Self {
        Self(self.0.abs_diff(other.0))
    }
}

/// All decimals there are, at least one: `88.0`, `78.5`, `75.64`.
impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:05}", self.0 / Self::POINT, self.0 % Self::POINT);
        let mut shown = text.trim_end_matches('0').to_owned();
        if shown.ends_with('.') {
            shown.push('0');
        }
        f.pad(&shown)
    }
}

/// A JSON number with the decimals of `Display`; the shortest text of the nearest double is that
/// very decimal again, since a total has at most eight digits.
impl Serialize for Total {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: f64 = self
            .to_string()
            .parse()
            .map_err(serde::ser::Error::custom)?;
        serializer.serialize_f64(number)
    }
}
