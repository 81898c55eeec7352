//! What waits for whom: a registered wish that nobody has chosen a way for yet (plan 4.3.4).

use domain::access::Action;
use store::guidance as rows;

use super::actions;
use crate::desk::Waiting;
use crate::shell::{App, Visitor, WebResult};

/// The wishes of the visitor's own students that have no way yet.
pub(crate) async fn waiting(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    let db = app.db.read();
    let reach = visitor.actor.reach(Action::RecordGuidance);
    let wishes = rows::wishes_without_path(db, &reach).await?;
    let mut found = Vec::with_capacity(wishes.len());
    for wish in wishes {
        let student = store::school::student(db, wish.student_id).await?;
        let project = store::projects::project(db, wish.project_id).await?;
        found.push(Waiting {
            act: "办理报考意愿",
            title: format!("{} 的报考意愿", student.name),
            note: format!("{} · {}", project.title, wish.state.label()),
            href: actions::page(project.id, student.id),
            from: store::identity::account(db, wish.by_account).await?.name,
            since: wish.created_at,
            due: project.registration_deadline,
            review: None,
        });
    }
    Ok(found)
}
