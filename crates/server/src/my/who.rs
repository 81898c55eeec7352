//! Who the student is, and which registration his page is about.

use domain::access::{Action, Permit};
use domain::ids::{RegistrationId, StudentId};
use domain::registration::RegistrationState;
use store::StoreError;
use store::registration::{self as rows};

use crate::people::Own;
use crate::shell::{App, Layout, Nav, Visitor, WebResult};

/// The student the account belongs to.
pub(super) fn student(visitor: &Visitor) -> WebResult<StudentId> {
    let held = visitor.actor.holdings().iter();
    let own = held
        .filter(|held| held.post == domain::access::Post::Student)
        .find_map(|held| held.student);
    Ok(own.ok_or(StoreError::NotFound)?)
}

/// One's own registration, with the permit to act on it; anybody else's is not there.
pub(super) async fn own(
    app: &App,
    visitor: &Visitor,
    id: RegistrationId,
) -> WebResult<(Own, Permit)> {
    let own = Own::of(app, id).await?;
    let permit = visitor
        .actor
        .permit(Action::OwnRegistration, &own.place()?)?;
    Ok((own, permit))
}

/// The registration that counts now: the newest one in an open project, else the newest one.
pub(super) async fn current(app: &App, student: StudentId) -> WebResult<Option<Own>> {
    let mut newest = None;
    for row in rows::rows_of_student(app.db.read(), student).await? {
        let own = Own::of(app, row.id).await?;
        if own.work.project.state.is_open() && own.row.state != RegistrationState::Withdrawn {
            return Ok(Some(own));
        }
        newest.get_or_insert(own);
    }
    Ok(newest)
}

/// The frame of the pages.
pub(super) async fn layout(app: &App, visitor: &Visitor) -> WebResult<Layout> {
    Layout::of(app, visitor, Nav::None).await
}
