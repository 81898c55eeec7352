//! A mark out of one hundred, kept in tenths so that sums and ties are exact (plan 4.2).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::text;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
#[serde(try_from = "i32", into = "i32")]
pub struct Score(i32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAScore {
    #[error("这里不是数字，请填 0 到 100 的分数。")]
    NotANumber,
    #[error("分数最多一位小数。")]
    TooFine,
    #[error("分数应在 0 到 100 之间。")]
    OutOfRange,
}

impl Score {
    pub const ZERO: Self = Self(0);
    pub const FULL: Self = Self(1000);

    /// The mark in tenths, 0 to 1000.
    pub const fn tenths(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}", self.0 / 10),
            tenth => write!(f, "{}.{tenth}", self.0 / 10),
        }
    }
}

impl FromStr for Score {
    type Err = NotAScore;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let cleaned = text::clean_code(raw);
        let written = cleaned.text.strip_suffix('分').unwrap_or(&cleaned.text);
        let negative = written.starts_with('-');
        let unsigned = written.strip_prefix('-').unwrap_or(written);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return Err(NotAScore::NotANumber);
        }
        let tenth = match fraction.trim_end_matches('0') {
            "" => 0,
            one if one.len() == 1 => one.parse().map_err(|_| NotAScore::NotANumber)?,
            _ => return Err(NotAScore::TooFine),
        };
        let whole: i32 = whole.parse().map_err(|_| NotAScore::OutOfRange)?;
        let tenths = whole
            .checked_mul(10)
            .and_then(|t| t.checked_add(tenth))
            .ok_or(NotAScore::OutOfRange)?;
        Self::try_from(if negative { -tenths } else { tenths })
    }
}

impl TryFrom<i32> for Score {
    type Error = NotAScore;

    fn try_from(tenths: i32) -> Result<Self, Self::Error> {
        if (0..=1000).contains(&tenths) {
            Ok(Self(tenths))
        } else {
            Err(NotAScore::OutOfRange)
        }
    }
}

impl From<Score> for i32 {
    fn from(score: Score) -> Self {
        score.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_score_is_read_to_the_tenth_and_no_finer() {
        for (text, tenths) in [
            ("87.5", 875),
            ("87", 870),
            ("100", 1000),
            ("0", 0),
            ("６２．５", 625),
            ("87.50", 875),
        ] {
            assert_eq!(
                text.parse::<Score>().map(Score::tenths),
                Ok(tenths),
                "{text}"
            );
        }
        let table = [
            ("7.25", NotAScore::TooFine),
            ("100.1", NotAScore::OutOfRange),
            ("-1", NotAScore::OutOfRange),
            ("99999999999", NotAScore::OutOfRange),
            ("缺考", NotAScore::NotANumber),
            ("", NotAScore::NotANumber),
            ("8.", NotAScore::NotANumber),
            ("1e1", NotAScore::NotANumber),
        ];
        for (text, fault) in table {
            assert_eq!(text.parse::<Score>(), Err(fault), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_score_reads_what_it_writes(tenths in 0..=1000) {
            let score = Score::try_from(tenths).unwrap();
            prop_assert_eq!(score.to_string().parse(), Ok(score));
        }
    }
}
