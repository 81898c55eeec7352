//! The citizen's identity number, GB 11643: six digits of region, eight of birth, three in order
//! (odd for men), one check character by MOD 11-2.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Sex, text};

/// A number whose form, date of birth and check character are right.
///
/// There is no `Display`: whoever prints it chooses between `as_str` and `masked`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdNumber {
    number: String,
    birth: NaiveDate,
    sex: Sex,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnIdNumber {
    #[error("身份证号应为 18 位，这里有 {0} 位。")]
    Length(usize),
    #[error("这是 15 位旧号，请改成 18 位新号。")]
    Old,
    #[error("身份证号只能有数字，末位可为 X。")]
    Characters,
    #[error("校验位应为 {expected}，现在是 {found}。")]
    CheckDigit { expected: char, found: char },
    #[error("第 7 到 14 位不是真实的日期。")]
    BirthDate,
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

impl IdNumber {
    pub fn as_str(&self) -> &str {
        &self.number
    }

    pub fn birth_date(&self) -> NaiveDate {
        self.birth
    }

    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// The first three and the last two characters, as everything shows it that needs no more.
    pub fn masked(&self) -> String {
        mask(&self.number)
    }

    /// The check character that belongs after seventeen digits.
    pub fn check_character(seventeen: &str) -> Option<char> {
        let mut sum = 0;
        let mut digits = seventeen.chars();
        for weight in WEIGHTS {
            sum += weight * digits.next()?.to_digit(10)?;
        }
        let at = usize::try_from(sum % 11).ok()?;
        if digits.next().is_some() {
            None
        } else {
            CHECKS.get(at).copied()
        }
    }
}

/// Hide the middle of a number: the first three and last two characters stay. What is too short
/// to be an identity number is left readable, since it can only be mended by reading it.
pub fn mask(number: &str) -> String {
    let length = number.chars().count();
    if length < 8 {
        return number.to_owned();
    }
    let star = |(at, c)| if at >= 3 && at + 2 < length { '*' } else { c };
    number.chars().enumerate().map(star).collect()
}

impl FromStr for IdNumber {
    type Err = NotAnIdNumber;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let cleaned = text::clean_code(raw);
        let mut number = cleaned.text.into_owned();
        number.make_ascii_uppercase();
        let length = number.chars().count();
        let digits = number.chars().take(17).all(|c| c.is_ascii_digit());
        if length == 15 && digits {
            return Err(NotAnIdNumber::Old);
        }
        if length != 18 {
            return Err(NotAnIdNumber::Length(length));
        }
        let (Some(body), Some(found)) = (number.get(..17), number.chars().next_back()) else {
            return Err(NotAnIdNumber::Characters);
        };
        let expected = Self::check_character(body).ok_or(NotAnIdNumber::Characters)?;
        if !found.is_ascii_digit() && found != 'X' {
            return Err(NotAnIdNumber::Characters);
        }
        if found != expected {
            return Err(NotAnIdNumber::CheckDigit { expected, found });
        }
        let birth = birth_of(&number).ok_or(NotAnIdNumber::BirthDate)?;
        let odd = number
            .as_bytes()
            .get(16)
            .is_some_and(|digit| digit % 2 == 1);
        Ok(Self {
            sex: if odd { Sex::Male } else { Sex::Female },
            birth,
            number,
        })
    }
}

fn birth_of(number: &str) -> Option<NaiveDate> {
    let year = number.get(6..10)?.parse().ok()?;
    let month = number.get(10..12)?.parse().ok()?;
    let day = number.get(12..14)?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, month, day).filter(|_| (1850..=2100).contains(&year))
}

impl TryFrom<String> for IdNumber {
    type Error = NotAnIdNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<IdNumber> for String {
    fn from(id: IdNumber) -> Self {
        id.number
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_examples_of_the_standard_are_right() {
        let woman: IdNumber = "11010519491231002X".parse().unwrap();
        assert_eq!(
            (woman.sex(), woman.birth_date()),
            (Sex::Female, NaiveDate::from_ymd_opt(1949, 12, 31).unwrap())
        );
        let man: IdNumber = "440524188001010014".parse().unwrap();
        assert_eq!(
            (man.sex(), man.birth_date()),
            (Sex::Male, NaiveDate::from_ymd_opt(1880, 1, 1).unwrap())
        );
    }

    #[test]
    fn wide_digits_and_a_small_x_are_forgiven() {
        let plain: IdNumber = "11010519491231002X".parse().unwrap();
        assert_eq!(
            "１１０１０５１９４９１２３１００２ｘ".parse(),
            Ok(plain.clone())
        );
        assert_eq!(" 110105 19491231 002x ".parse(), Ok(plain));
    }

    #[test]
    fn each_fault_has_its_own_name() {
        let table = [
            ("99000020070625003", NotAnIdNumber::Length(17)),
            ("990000070625003", NotAnIdNumber::Old),
            ("99000020070625A032", NotAnIdNumber::Characters),
            ("99000020070625003A", NotAnIdNumber::Characters),
            (
                "身份证号身份证号身份证号身份证号身份",
                NotAnIdNumber::Characters,
            ),
            (
                "990000200706250033",
                NotAnIdNumber::CheckDigit {
                    expected: '2',
                    found: '3',
                },
            ),
        ];
        for (text, fault) in table {
            assert_eq!(text.parse::<IdNumber>(), Err(fault), "{text}");
        }
        let body = "99000020070230003";
        let number = format!("{body}{}", IdNumber::check_character(body).unwrap());
        assert_eq!(number.parse::<IdNumber>(), Err(NotAnIdNumber::BirthDate));
    }

    #[test]
    fn a_number_is_masked_wherever_it_is_not_asked_for() {
        let id: IdNumber = "990000200706250032".parse().unwrap();
        assert_eq!(id.masked(), "990*************32");
        assert_eq!(format!("{id:?}"), "IdNumber(990*************32)");
        assert_eq!(mask("G990000200706250032"), "G99**************32");
        assert_eq!(mask("不详"), "不详");
    }

    proptest! {
        #[test]
        fn only_one_check_character_fits(days in 0_u64..60_000, order in 0_u32..1000, wrong in 0_usize..11) {
            let birth = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + chrono::Days::new(days);
            let body = format!("990000{}{order:03}", birth.format("%Y%m%d"));
            let right = IdNumber::check_character(&body).unwrap();
            let id: IdNumber = format!("{body}{right}").parse().unwrap();
            prop_assert_eq!(id.birth_date(), birth);
            prop_assert_eq!(id.sex() == Sex::Male, order % 2 == 1);
            prop_assert_eq!(id.as_str().parse::<IdNumber>(), Ok(id.clone()));
            if CHECKS[wrong] != right {
                let text = format!("{body}{}", CHECKS[wrong]);
                prop_assert!(text.parse::<IdNumber>().is_err());
            }
        }
    }
}
