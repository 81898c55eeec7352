//! A telephone number of the mainland: eleven digits of a mobile, or a landline with area code.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::text;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPhone {
    #[error("手机号应为 11 位，这里有 {0} 位。")]
    Length(usize),
    #[error("电话号码里有不是数字的字符。")]
    Characters,
    #[error("手机号应以 13 到 19 开头。")]
    Prefix,
}

impl Phone {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Phone {
    type Err = NotAPhone;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let cleaned = text::clean_code(raw);
        let international = cleaned
            .text
            .strip_prefix("+86")
            .or_else(|| cleaned.text.strip_prefix("0086"))
            .or_else(|| {
                cleaned
                    .text
                    .strip_prefix("86")
                    .filter(|rest| rest.len() == 11)
            });
        let written = international.unwrap_or(&cleaned.text);
        let digits: String = written
            .chars()
            .filter(|c| !matches!(c, '-' | '(' | ')'))
            .collect();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAPhone::Characters);
        }
        let mut parts = digits.bytes();
        match (parts.next(), parts.next()) {
            (Some(b'0'), Some(second)) if second != b'0' => landline(written, &digits),
            _ if digits.len() != 11 => Err(NotAPhone::Length(digits.len())),
            (Some(b'1'), Some(b'3'..=b'9')) => Ok(Self(digits)),
            _ => Err(NotAPhone::Prefix),
        }
    }
}

/// Area code of three (010, 02x) or four digits, then seven or eight digits.
fn landline(written: &str, digits: &str) -> Result<Phone, NotAPhone> {
    let short = digits.starts_with("01") || digits.starts_with("02");
    let area = if short { 3 } else { 4 };
    if !matches!(digits.len().checked_sub(area), Some(7 | 8)) {
        return Err(NotAPhone::Length(digits.len()));
    }
    let Some((code, number)) = digits.split_at_checked(area) else {
        return Err(NotAPhone::Length(digits.len()));
    };
    if written.contains('-') {
        Ok(Phone(format!("{code}-{number}")))
    } else {
        Ok(Phone(digits.to_owned()))
    }
}

impl TryFrom<String> for Phone {
    type Error = NotAPhone;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mobiles_and_landlines_are_accepted() {
        let table = [
            ("15170669074", "15170669074"),
            ("151 7066 9074", "15170669074"),
            ("151-7066-9074", "15170669074"),
            ("+8615170669074", "15170669074"),
            ("8615170669074", "15170669074"),
            ("１５１７０６６９０７４", "15170669074"),
            ("020-81234567", "020-81234567"),
            ("(0769)22334455", "076922334455"),
            ("0769-2233445", "0769-2233445"),
        ];
        for (written, phone) in table {
            assert_eq!(written.parse::<Phone>().unwrap().as_str(), phone);
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        let table = [
            ("1517066907", NotAPhone::Length(10)),
            ("151706690744", NotAPhone::Length(12)),
            ("12170669074", NotAPhone::Prefix),
            ("95170669074", NotAPhone::Prefix),
            ("1517066907a", NotAPhone::Characters),
            ("", NotAPhone::Characters),
            ("020-123", NotAPhone::Length(6)),
        ];
        for (written, fault) in table {
            assert_eq!(written.parse::<Phone>(), Err(fault), "{written}");
        }
    }
}
