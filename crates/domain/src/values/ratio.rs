//! A share of a whole in basis points, so that 60 % of a base is exact (plan 4.2).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::text;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
#[serde(try_from = "i32", into = "i32")]
pub struct Ratio(i32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotARatio {
    #[error("这里不是比例，请写成 60% 或 0.6。")]
    NotANumber,
    #[error("比例最多写到万分之一。")]
    TooFine,
    #[error("比例应在 0 到 100% 之间。")]
    OutOfRange,
}

impl Ratio {
    pub const NONE: Self = Self(0);
    pub const WHOLE: Self = Self(10_000);

    /// 0 to 10000.
    pub const fn basis_points(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = format!("{:02}", self.0 % 100);
        match rest.trim_end_matches('0') {
            "" => write!(f, "{}%", self.0 / 100),
            fraction => write!(f, "{}.{fraction}%", self.0 / 100),
        }
    }
}

impl FromStr for Ratio {
    type Err = NotARatio;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let cleaned = text::clean_code(raw);
        let percent = cleaned.text.strip_suffix('%');
        let number = percent.unwrap_or(&cleaned.text);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        // 60 alone can only be percent, 1 alone is all of them.
        let is_percent = percent.is_some() || whole.parse::<u32>().is_ok_and(|whole| whole >= 2);
        let places: usize = if is_percent { 2 } else { 4 };
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return Err(NotARatio::NotANumber);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > places {
            return Err(NotARatio::TooFine);
        }
        let points = format!("{whole}{fraction:0<places$}");
        points
            .parse()
            .map_err(|_| NotARatio::OutOfRange)
            .and_then(Self::from_points)
    }
}

impl Ratio {
    fn from_points(points: i32) -> Result<Self, NotARatio> {
        if (0..=10_000).contains(&points) {
            Ok(Self(points))
        } else {
            Err(NotARatio::OutOfRange)
        }
    }
}

impl TryFrom<i32> for Ratio {
    type Error = NotARatio;

    fn try_from(points: i32) -> Result<Self, Self::Error> {
        Self::from_points(points)
    }
}

impl From<Ratio> for i32 {
    fn from(ratio: Ratio) -> Self {
        ratio.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plan_4_2_the_ratio_is_written_as_percent_or_as_part() {
        for (text, points) in [
            ("60%", 6000),
            ("0.6", 6000),
            ("６０％", 6000),
            ("1", 10_000),
            ("0", 0),
            ("33.33%", 3333),
            ("0.3333", 3333),
            ("60", 6000),
            ("33.33", 3333),
            ("100", 10_000),
        ] {
            assert_eq!(
                text.parse::<Ratio>().map(Ratio::basis_points),
                Ok(points),
                "{text}"
            );
        }
        let table = [
            ("101", NotARatio::OutOfRange),
            ("1.5", NotARatio::OutOfRange),
            ("101%", NotARatio::OutOfRange),
            ("33.333%", NotARatio::TooFine),
            ("六成", NotARatio::NotANumber),
            ("%", NotARatio::NotANumber),
            ("-5%", NotARatio::NotANumber),
        ];
        for (text, fault) in table {
            assert_eq!(text.parse::<Ratio>(), Err(fault), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_ratio_reads_what_it_writes(points in 0..=10_000) {
            let ratio = Ratio::try_from(points).unwrap();
            prop_assert_eq!(ratio.to_string().parse(), Ok(ratio));
        }
    }
}
