//! A number that says who someone is and has no rule of its own: a roll number, a passport number.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::mask;

/// Kept whole, shown masked. There is no `Display`: whoever prints it chooses.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(number: T) -> Self {
        Self(number.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_print_itself() {
        let roll = Secret::from("G990000200706250032");
        assert_eq!(format!("{roll:?}"), "Secret(G99**************32)");
        assert_eq!(roll.as_str(), "G990000200706250032");
    }
}
