//! 性别, with the codes of GB/T 2261.1 as other ways to write it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::text;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(
        rs_type = "String",
        db_type = "String(sea_orm::sea_query::StringLen::N(32))",
        rename_all = "snake_case"
    )
)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Male,
    Female,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("性别只能是男或女。")]
pub struct NotASex;

impl fmt::Display for Sex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Male => "男",
            Self::Female => "女",
        })
    }
}

impl FromStr for Sex {
    type Err = NotASex;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        match text::clean_words(raw).text.as_ref() {
            "男" | "男性" | "男生" | "1" | "M" | "m" | "male" | "Male" | "♂" => {
                Ok(Self::Male)
            }
            "女" | "女性" | "女生" | "2" | "F" | "f" | "female" | "Female" | "♀" => {
                Ok(Self::Female)
            }
            other => noted(other),
        }
    }
}

/// `1-男`, `女(2)`: the word with its code.
fn noted(text: &str) -> Result<Sex, NotASex> {
    let extra =
        |c: char| !matches!(c, '男' | '女' | '性' | '生' | '0'..='9') && c.is_alphanumeric();
    match (text.contains('男'), text.contains('女')) {
        _ if text.chars().any(extra) => Err(NotASex),
        (true, false) => Ok(Sex::Male),
        (false, true) => Ok(Sex::Female),
        _ => Err(NotASex),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_and_codes_are_understood() {
        for (word, sex) in [
            ("男", Sex::Male),
            (" 女生", Sex::Female),
            ("１", Sex::Male),
            ("2", Sex::Female),
        ] {
            assert_eq!(word.parse(), Ok(sex));
            assert_eq!(sex.to_string().parse(), Ok(sex));
        }
        for word in ["", "0", "不详", "男女"] {
            assert_eq!(word.parse::<Sex>(), Err(NotASex));
        }
    }
}
