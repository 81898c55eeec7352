//! What a version of the plan fixes in numbers. Whatever is absent in the stored record has the
//! value the school's plan of 2024 implies, so that a new parameter needs no change of old versions.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::complaints::AppealEffect;
use crate::guidance::{WishPath, paths_of_old};
use crate::notices::NoticeRules;
use crate::registration::Needs;
use crate::registration::photo::PhotoRules;
use crate::review::Chains;
use crate::selection::{Marking, Parameters, Rounding, TieKeys, Ties, Weights};
use crate::values::{Ratio, StudentState};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::FromJsonQueryResult))]
#[serde(default)]
pub struct PlanParameters {
    /// The share of the base that is chosen (plan 4.2).
    #[serde(rename = "ratio_bp")]
    pub ratio: Ratio,
    pub rounding: Rounding,
    /// What decides between equal totals, first first; fixed before scores are seen.
    pub tie_keys: TieKeys,
    pub ties: Ties,
    /// The student states that count in the base and may register.
    pub counting: Vec<StudentState>,
    /// Whether marks are entered twice by two people (plan 4.3.2).
    pub marking: Marking,
    /// Days a published list stays open to objections; with 0 it is final at once.
    pub notice_days: u32,
    /// Days in which an appeal is answered (plan 2.2.2c).
    pub appeal_days: u32,
    /// What a corrected mark does to those who were already told that they are chosen.
    pub appeal_effect: AppealEffect,
    /// Days in which a review should be decided.
    pub review_days: u32,
    /// Hours between two reminders of the same review.
    pub remind_hours: u32,
    /// Minutes in which a decision may be taken back.
    pub take_back_minutes: u32,
    /// How the wish of somebody not chosen may be met (plan 4.3.4).
    pub wish_paths: Vec<WishPath>,
    /// What each student must bring before his row goes on (plan 6.3).
    pub needs: Needs,
    /// What a portrait must be like (plan 6.3).
    pub photo: PhotoRules,
    /// Who reviews what.
    pub chains: Chains,
    /// When people are told (plan 3.6).
    pub notices: NoticeRules,
}

impl Default for PlanParameters {
    fn default() -> Self {
        Self {
            ratio: Ratio::try_from(6_000).unwrap_or(Ratio::NONE),
            rounding: Rounding::Down,
            tie_keys: TieKeys::default(),
            ties: Ties::None,
            counting: Parameters::usual_states(),
            marking: Marking::Double,
            notice_days: 3,
            appeal_days: 5,
            appeal_effect: AppealEffect::Recompute,
            review_days: 2,
            remind_hours: 4,
            take_back_minutes: 10,
            wish_paths: paths_of_old(),
            needs: Needs::default(),
            photo: PhotoRules::default(),
            chains: Chains::default(),
            notices: NoticeRules::default(),
        }
    }
}

impl PlanParameters {
    /// What a selection is computed with: the plan's rule and the weights of the certificate's test.
    pub fn selection(&self, weights: Weights) -> Parameters {
        Parameters {
            rounding: self.rounding,
            tie_keys: self.tie_keys.clone(),
            ties: self.ties.clone(),
            counting: self.counting.clone(),
            ..Parameters::new(self.ratio, weights)
        }
    }

    /// By when a review should be decided: never later than the deadline it serves, never before
    /// the day it was handed in.
    pub fn review_due(&self, submitted: NaiveDate, deadline: Option<NaiveDate>) -> NaiveDate {
        let usual = submitted
            .checked_add_days(Days::new(self.review_days.into()))
            .unwrap_or(submitted);
        deadline
            .map_or(usual, |deadline| usual.min(deadline))
            .max(submitted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Post;
    use crate::review::ReviewKind;

    #[test]
    fn plan_4_2_the_ratio_is_60_percent_rounded_down_unless_the_version_says_otherwise() {
        let usual: PlanParameters = serde_json::from_str("{}").unwrap();
        assert_eq!(usual, PlanParameters::default());
        assert_eq!(usual.ratio.to_string(), "60%");
        let weights: Weights = "theory=50,practical=50".parse().unwrap();
        let own: PlanParameters = serde_json::from_str(
            r#"{"ratio_bp":5500,"rounding":"nearest","tie_keys":["practical"],"ties":"all","counting":["enrolled"]}"#,
        )
        .unwrap();
        let selection = own.selection(weights.clone());
        assert_eq!(
            (
                selection.ratio.to_string(),
                selection.rounding,
                selection.ties,
                selection.weights
            ),
            ("55%".to_owned(), Rounding::Nearest, Ties::All, weights)
        );
        assert_eq!(selection.counting, [StudentState::Enrolled]);
        assert_eq!(selection.tie_keys.to_string(), "practical");
    }

    #[test]
    fn plan_1_1_every_parameter_reads_back_as_it_was_kept() {
        let kept = serde_json::to_string(&PlanParameters::default()).unwrap();
        assert_eq!(
            serde_json::from_str::<PlanParameters>(&kept).unwrap(),
            PlanParameters::default()
        );
    }

    #[test]
    fn plan_3_1_the_office_reviews_unless_the_version_names_other_posts() {
        let posts = |parameters: &PlanParameters, kind| -> Vec<Post> {
            parameters
                .chains
                .of(kind)
                .steps()
                .map(|step| step.post)
                .collect()
        };
        let usual = PlanParameters::default();
        for kind in ReviewKind::ALL {
            assert_eq!(posts(&usual, *kind), [Post::OfficeClerk]);
        }
        let own: PlanParameters = serde_json::from_str(
            r#"{"chains":{"project":[{"post":"faculty_head","place":"school"},{"post":"office_director","place":"school"}]}}"#,
        )
        .unwrap();
        assert_eq!(
            posts(&own, ReviewKind::Project),
            [Post::FacultyHead, Post::OfficeDirector]
        );
        assert_eq!(
            posts(&own, ReviewKind::RegistrationList),
            [Post::OfficeClerk]
        );
        assert!(serde_json::from_str::<PlanParameters>(r#"{"chains":{"project":[]}}"#).is_err());
    }

    #[test]
    fn a_review_is_due_in_two_days_and_before_its_deadline() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let plan = PlanParameters::default();
        assert_eq!(plan.review_due(day("2025-05-20"), None), day("2025-05-22"));
        assert_eq!(
            plan.review_due(day("2025-05-20"), Some(day("2025-05-21"))),
            day("2025-05-21")
        );
        assert_eq!(
            plan.review_due(day("2025-05-20"), Some(day("2025-05-19"))),
            day("2025-05-20")
        );
    }
}
