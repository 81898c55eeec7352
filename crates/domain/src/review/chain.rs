//! Who reviews what: data of the plan version, not code (plan 1.1).

use serde::{Deserialize, Serialize};

use super::ReviewKind;
use crate::access::{Holding, Post};
use crate::ids::GroupId;

/// Where the holder of a post must hold it to have a say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceRule {
    /// Anywhere: the post is one for the whole school.
    School,
    /// For the major group the object belongs to.
    OwnGroup,
}

/// One step: a post and where it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainStep {
    pub post: Post,
    pub place: PlaceRule,
}

/// The steps an approval goes through, in order. Never empty: what nobody reviews is not submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<ChainStep>", into = "Vec<ChainStep>")]
pub struct Chain {
    first: ChainStep,
    rest: Vec<ChainStep>,
}

/// A chain without a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("审核至少要有一步，请写明由哪个岗位审核")]
pub struct EmptyChain;

impl Chain {
    /// One step for the training and employment office, which reviews all certificate work (plan 3.1).
    pub const fn office() -> Self {
        Self {
            first: ChainStep {
                post: Post::OfficeClerk,
                place: PlaceRule::School,
            },
            rest: Vec::new(),
        }
    }

    pub fn steps(&self) -> impl Iterator<Item = &ChainStep> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}

impl TryFrom<Vec<ChainStep>> for Chain {
    type Error = EmptyChain;

    fn try_from(steps: Vec<ChainStep>) -> Result<Self, EmptyChain> {
        let mut steps = steps.into_iter();
        let first = steps.next().ok_or(EmptyChain)?;
        Ok(Self {
            first,
            rest: steps.collect(),
        })
    }
}

impl From<Chain> for Vec<ChainStep> {
    fn from(chain: Chain) -> Self {
        chain.steps().copied().collect()
    }
}

/// The chain of each kind of review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Chains {
    /// The office reviews before anything goes to the platform (plan 6.1).
    pub project: Chain,
    /// The office reviews what the major group checked (plan 6.3).
    pub registration_list: Chain,
    /// The office decides on a path of its own for somebody not chosen (plan 4.3.4).
    pub wish: Chain,
}

impl Chains {
    pub const fn of(&self, kind: ReviewKind) -> &Chain {
        match kind {
            ReviewKind::Project => &self.project,
            ReviewKind::RegistrationList => &self.registration_list,
            ReviewKind::Wish => &self.wish,
        }
    }
}

impl Default for Chains {
    fn default() -> Self {
        Self {
            project: Chain::office(),
            registration_list: Chain::office(),
            wish: Chain::office(),
        }
    }
}

/// Whether a post held gives a say where `asked` is asked for. The office's director may do what
/// the office's clerk may.
pub fn answers_for(held: &Holding, asked: Post, group: Option<GroupId>) -> bool {
    let post =
        held.post == asked || (held.post == Post::OfficeDirector && asked == Post::OfficeClerk);
    post && (group.is_none() || held.group == group)
}
