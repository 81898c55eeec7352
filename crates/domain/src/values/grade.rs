//! 年级: the year in which a grade entered the school.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::text;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
#[serde(try_from = "i32", into = "i32")]
pub struct Grade(i32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAGrade {
    #[error("年级要写入学年份，如 2022。")]
    NotAYear,
    #[error("年级应在 2000 到 2099 之间。")]
    OutOfRange,
}

impl Grade {
    pub const fn year(self) -> i32 {
        self.0
    }

    /// The two digits by which class names begin: `22` in 22会计1班.
    pub const fn short(self) -> i32 {
        self.0 % 100
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Grade {
    type Err = NotAGrade;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let cleaned = text::clean_code(raw);
        let year = ["年级", "级", "年"]
            .iter()
            .find_map(|end| cleaned.text.strip_suffix(end))
            .unwrap_or(&cleaned.text);
        if year.is_empty() || !year.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAGrade::NotAYear);
        }
        let number: i32 = year.parse().map_err(|_| NotAGrade::OutOfRange)?;
        match year.len() {
            2 => Self::try_from(2000 + number),
            4 => Self::try_from(number),
            _ => Err(NotAGrade::NotAYear),
        }
    }
}

impl TryFrom<i32> for Grade {
    type Error = NotAGrade;

    fn try_from(year: i32) -> Result<Self, Self::Error> {
        if (2000..=2099).contains(&year) {
            Ok(Self(year))
        } else {
            Err(NotAGrade::OutOfRange)
        }
    }
}

impl From<Grade> for i32 {
    fn from(grade: Grade) -> Self {
        grade.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_is_its_year_of_entry() {
        for text in ["2022", "2022级", "22级", "22", "２０２２", " 2022 级"] {
            assert_eq!(text.parse::<Grade>().map(Grade::year), Ok(2022), "{text}");
        }
        let table = [
            ("高一", NotAGrade::NotAYear),
            ("", NotAGrade::NotAYear),
            ("1922", NotAGrade::OutOfRange),
            ("202", NotAGrade::NotAYear),
        ];
        for (text, fault) in table {
            assert_eq!(text.parse::<Grade>(), Err(fault));
        }
        assert_eq!(Grade::try_from(2023).unwrap().short(), 23);
    }
}
