//! The project's own state; how far its seven steps are is computed, never stored (plan 6).

use super::facts::Facts;
use super::gate::Gate;
use super::step::Step;
use crate::states::states;

states! {
    /// Only an approved project may have students selected and registered (plan 6.1).
    ProjectState {
        Draft = "draft", "草稿";
        InReview = "in_review", "待审核";
        Returned = "returned", "已退回";
        Approved = "approved", "已同意";
        Closed = "closed", "已结束";
    }
}

/// What can happen to a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Submitted,
    SubmissionTakenBack,
    Approved,
    Returned,
    /// The reviewer takes the decision back.
    DecisionTakenBack,
    Closed,
}

/// Why it cannot happen now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    #[error("项目{}，现在不能这样办", state.label())]
    State { state: ProjectState },
    #[error("项目信息还有 {count} 处要改，改好后再提交")]
    FormFaults { count: usize },
    #[error("选拔已经开始，不能撤回同意了")]
    WorkBegan,
    #[error("{}还没有过，不能结束项目", gate.gate())]
    GateClosed { gate: Step },
}

impl ProjectState {
    /// Whether the group may change the form.
    pub const fn editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Still takes part in "nobody twice".
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed)
    }
}

impl Facts {
    /// The project's state after an event, or why the event cannot be.
    pub fn after(&self, event: Event) -> Result<ProjectState, NotNow> {
        let state = self.state;
        match (event, state) {
            (Event::Submitted, ProjectState::Draft | ProjectState::Returned) => {
                match self.form_faults {
                    0 => Ok(ProjectState::InReview),
                    count => Err(NotNow::FormFaults { count }),
                }
            }
            (Event::SubmissionTakenBack, ProjectState::InReview) => Ok(ProjectState::Draft),
            (Event::Approved, ProjectState::InReview) => Ok(ProjectState::Approved),
            (Event::Returned, ProjectState::InReview) => Ok(ProjectState::Returned),
            (Event::DecisionTakenBack, ProjectState::Approved) if self.selection.is_some() => {
                Err(NotNow::WorkBegan)
            }
            (Event::DecisionTakenBack, ProjectState::Approved | ProjectState::Returned) => {
                Ok(ProjectState::InReview)
            }
            (Event::Closed, ProjectState::Approved) => {
                let closed = Step::ALL
                    .iter()
                    .find(|step| !Gate::of(**step, self).lets_through());
                closed.map_or(Ok(ProjectState::Closed), |gate| {
                    Err(NotNow::GateClosed { gate: *gate })
                })
            }
            (
                Event::Submitted
                | Event::SubmissionTakenBack
                | Event::Approved
                | Event::Returned
                | Event::DecisionTakenBack
                | Event::Closed,
                _,
            ) => Err(NotNow::State { state }),
        }
    }
}
