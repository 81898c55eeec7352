//! The school's plan as a versioned record (plan 1.1): what it fixes, and which version is in force.

mod clauses;
mod parameters;

use chrono::NaiveDate;

pub use clauses::{CARRIED, Clause};
pub use parameters::PlanParameters;

use crate::ids::PlanVersionId;

/// A version of the plan with its time in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanVersion {
    pub id: PlanVersionId,
    pub name: String,
    pub in_force_from: NaiveDate,
    /// The last day, `None` while it is open.
    pub in_force_to: Option<NaiveDate>,
    pub parameters: PlanParameters,
}

impl PlanVersion {
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.in_force_from <= day && self.in_force_to.is_none_or(|last| day <= last)
    }
}

/// The version that holds on a day. A revision holds from its first day even where nobody ended
/// the version before it.
pub fn version_on(versions: &[PlanVersion], day: NaiveDate) -> Option<&PlanVersion> {
    versions
        .iter()
        .filter(|version| version.in_force(day))
        .max_by_key(|version| (version.in_force_from, version.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(id: i64, from: &str, to: Option<&str>) -> PlanVersion {
        PlanVersion {
            id: PlanVersionId::new(id),
            name: format!("第 {id} 版"),
            in_force_from: from.parse().unwrap(),
            in_force_to: to.map(|day| day.parse().unwrap()),
            parameters: PlanParameters::default(),
        }
    }

    #[test]
    fn plan_1_1_the_version_in_force_is_asked_for_by_date() {
        let versions = [
            version(1, "2020-09-01", None),
            version(2, "2024-03-25", Some("2025-07-31")),
            version(3, "2025-09-01", None),
        ];
        for (day, expected) in [
            ("2020-08-31", None),
            ("2020-09-01", Some(1)),
            ("2024-03-24", Some(1)),
            ("2024-03-25", Some(2)),
            ("2025-07-31", Some(2)),
            ("2025-08-01", Some(1)),
            ("2025-09-01", Some(3)),
        ] {
            let found = version_on(&versions, day.parse().unwrap()).map(|version| version.id.get());
            assert_eq!(found, expected, "{day}");
        }
    }
}
