//! What a round was opened with (plan 4.2): fixed before the first score, copied so that a later
//! version of the plan or of the certificate changes nothing about it.

use serde::{Deserialize, Serialize};

use super::marking::Marking;
use super::parameters::Parameters;
use super::parts::{PartKey, PartNames};
use crate::partners::TestParts;

/// The rule of a round and the parts of its test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::FromJsonQueryResult))]
pub struct Terms {
    pub rule: Parameters,
    pub parts: TestParts,
    /// Whether marks are entered twice.
    #[serde(default = "Marking::of_old")]
    pub marking: Marking,
}

impl Terms {
    /// The parts whose scores count.
    pub fn counting(&self) -> Vec<PartKey> {
        self.rule.weights.iter().map(|(part, _)| part).collect()
    }

    /// The words people use for the parts.
    pub fn names(&self) -> PartNames {
        self.parts.names()
    }

    /// Every part a score is wanted for: those that count, then those that only break ties.
    pub fn needed(&self) -> Vec<PartKey> {
        needed(&self.rule)
    }
}

/// Every part a rule looks at: those that count, then those that only break ties.
pub fn needed(rule: &Parameters) -> Vec<PartKey> {
    let mut parts: Vec<PartKey> = rule.weights.iter().map(|(part, _)| part).collect();
    for key in rule.tie_keys.iter() {
        if !parts.contains(&key) {
            parts.push(key);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Ratio;

    #[test]
    fn plan_4_2_a_part_that_only_breaks_ties_is_wanted_too_and_nothing_twice() {
        let weights = "theory=50,practical=50".parse().unwrap();
        let mut rule = Parameters::new(Ratio::WHOLE, weights);
        rule.tie_keys = "average,practical".parse().unwrap();
        let terms = Terms {
            rule,
            parts: TestParts::default(),
            marking: Marking::Double,
        };
        let wanted: Vec<String> = terms.needed().iter().map(ToString::to_string).collect();
        assert_eq!(wanted, ["theory", "practical", "average"]);
        let kept = serde_json::to_string(&terms).unwrap();
        assert_eq!(serde_json::from_str::<Terms>(&kept).unwrap(), terms);
    }

    #[test]
    fn plan_4_3_2_a_round_opened_before_marks_were_entered_twice_stays_as_it_was() {
        let rule = Parameters::new(Ratio::WHOLE, "theory=100".parse().unwrap());
        let terms = Terms {
            rule,
            parts: TestParts::default(),
            marking: Marking::Double,
        };
        let mut kept = serde_json::to_value(&terms).unwrap();
        kept.as_object_mut().unwrap().remove("marking");
        let read: Terms = serde_json::from_value(kept).unwrap();
        assert_eq!(read.marking, Marking::Single);
    }
}
