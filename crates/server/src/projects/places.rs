//! Where the acts of a project are done, and who may open that page.

use domain::access::Action;
use domain::ids::{ProjectId, ReviewId, RoundId};
use domain::projects::Act;

/// Where the things of one project are done.
pub(super) struct Places {
    pub(super) project: ProjectId,
    /// The newest round, if there is one.
    pub(super) round: Option<RoundId>,
    /// The project's own open review.
    pub(super) review: Option<ReviewId>,
    pub(super) editable: bool,
}

impl Places {
    /// The page where it is done.
    pub(super) fn href(&self, act: Act) -> String {
        let id = self.project;
        match act {
            Act::EditProject if self.editable => format!("/projects/{id}/edit"),
            Act::SubmitProject if self.editable => format!("/projects/{id}/submit"),
            Act::EditProject | Act::SubmitProject => format!("/projects/{id}?step=contact#answers"),
            Act::ReviewProject => self.review.map_or_else(
                || format!("/projects/{id}?step=contact"),
                |review| format!("/?open={review}"),
            ),
            Act::Selection => self.round.map_or_else(
                || format!("/projects/{id}/selection/new"),
                |round| format!("/selection/{round}"),
            ),
            Act::Lists | Act::ReviewLists => format!("/registration?project={id}"),
            Act::Template | Act::Fill => format!("/registration/templates?project={id}"),
        }
    }

    /// What one must be allowed to open that page.
    pub(super) fn needs(&self, act: Act) -> Action {
        match act {
            Act::EditProject | Act::SubmitProject if self.editable => Action::PrepareProject,
            Act::ReviewProject if self.review.is_some() => Action::ReviewProject,
            Act::EditProject | Act::SubmitProject | Act::ReviewProject => Action::ViewProjects,
            Act::Selection if self.round.is_some() => Action::ViewSelection,
            Act::Selection => Action::PrepareSelection,
            Act::Lists | Act::ReviewLists => Action::ViewRegistration,
            Act::Template | Act::Fill => Action::ManageTemplates,
        }
    }
}
