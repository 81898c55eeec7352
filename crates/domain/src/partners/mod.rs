//! Certificates as evaluation organisations offer them: regime, levels, the majors they are for,
//! the parts of their test (plan 0.4, 6.1).

use serde::{Deserialize, Serialize};

use crate::selection::{PartKey, PartNames, Weights};
use crate::states::states;
use crate::values::Ratio;

states! {
    /// Who runs a certificate; decides its levels and the form of its numbers.
    Regime {
        /// The education side's, closed for new certificates since the end of 2025.
        X = "x", "X 证书";
        /// The labour side's.
        Skill = "skill", "职业技能等级认定";
    }
}

impl Regime {
    /// The levels a certificate of this regime may have, lowest first.
    pub const fn levels(self) -> &'static [&'static str] {
        match self {
            Self::X => &["初级", "中级", "高级"],
            Self::Skill => &["五级", "四级", "三级", "二级", "一级"],
        }
    }
}

/// The levels a certificate is offered at, lowest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::FromJsonQueryResult))]
#[serde(transparent)]
pub struct Levels(pub Vec<String>);

/// The codes of the majors a certificate is for; others go the social channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::FromJsonQueryResult))]
#[serde(transparent)]
pub struct MajorCodes(pub Vec<String>);

/// One part of the test: theory, practical.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestPart {
    pub key: PartKey,
    pub name: String,
    #[serde(rename = "weight_bp")]
    pub weight: Ratio,
    /// The most that can be scored, in tenths.
    pub max_tenths: i32,
}

/// The parts of a certificate's test, in the order they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::FromJsonQueryResult))]
#[serde(transparent)]
pub struct TestParts(pub Vec<TestPart>);

impl TestParts {
    /// The weights for a selection; refused when they are not 100 % together.
    pub fn weights(&self) -> Result<Weights, crate::selection::NotAPart> {
        self.0
            .iter()
            .map(|part| (part.key, part.weight))
            .collect::<Vec<_>>()
            .try_into()
    }

    /// The words people use for the parts.
    pub fn names(&self) -> PartNames {
        PartNames::new(self.0.iter().map(|part| (part.key, part.name.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_kept_with_weights_in_basis_points() {
        let json = r#"[{"key":"theory","name":"理论","weight_bp":4000,"max_tenths":1000},
                       {"key":"practical","name":"实操","weight_bp":6000,"max_tenths":1000}]"#;
        let parts: TestParts = serde_json::from_str(json).unwrap();
        assert_eq!(
            parts.weights().unwrap().to_string(),
            "theory=40%,practical=60%"
        );
        assert_eq!(
            serde_json::to_value(&parts).unwrap(),
            serde_json::from_str::<serde_json::Value>(json).unwrap()
        );
        assert!(TestParts::default().weights().is_err());
    }
}
