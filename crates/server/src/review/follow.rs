//! What a review is about follows the review: where it is seen, and what taking back undoes there.

use domain::access::{Actor, Permit};
use domain::review::{Happened, ReviewKind};
use store::Tx;
use store::review::Kept;

use crate::shell::{App, WebResult};

/// The page of what the review is about.
pub(crate) fn page_of(kept: &Kept) -> String {
    match (kept.review.kind, kept.project_id) {
        (ReviewKind::Project, _) => format!("/projects/{}", kept.object_id),
        (ReviewKind::RegistrationList, _) => format!("/registration/lists/{}", kept.object_id),
        (ReviewKind::Wish, _) => format!("/guidance/wishes/{}", kept.object_id),
    }
}

/// Bring the area's record back to where it was before the act.
pub(super) async fn after_take_back(
    app: &App,
    tx: &Tx,
    _actor: &Actor,
    permit: &Permit,
    kept: &Kept,
    happened: &Happened,
) -> WebResult<()> {
    match kept.review.kind {
        ReviewKind::Project => {
            crate::projects::actions::after_take_back(app, tx, permit, kept, happened).await
        }
        ReviewKind::RegistrationList => {
            crate::registration::actions::after_take_back(tx, kept, happened).await
        }
        ReviewKind::Wish => crate::guidance::after_take_back(tx, kept, happened).await,
    }
}
