//! Appeals that wait for a second look or for their decision.

use domain::access::Action;
use domain::complaints::AppealState;
use store::complaints as rows;

use super::case::Case;
use crate::desk::Waiting;
use crate::shell::{App, Visitor, WebResult};

/// What waits for the visitor: papers to look at again, appeals to decide.
pub(crate) async fn waiting(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    let acts = [Action::RecheckMarks, Action::DecideAppeal];
    let mut found = Vec::new();
    if !acts.iter().any(|act| visitor.actor.may_somewhere(*act)) {
        return Ok(found);
    }
    for appeal in rows::open_appeals(app.db.read()).await? {
        let case = Case::load(app, app.db.read(), appeal.id).await?;
        found.extend(wait(visitor, &case));
    }
    Ok(found)
}

fn wait(visitor: &Visitor, case: &Case) -> Option<Waiting> {
    let may = |action| visitor.actor.may(action, &case.subject.place);
    let me = visitor.actor.account();
    let (act, note) = match case.appeal.state {
        AppealState::Open if may(Action::RecheckMarks) => {
            if case.rechecks.iter().any(|one| one.account_id == me) {
                return None;
            }
            (
                "复查成绩",
                format!("已有 {} 人复查，要两人一致", case.rechecks.len()),
            )
        }
        AppealState::Rechecked if may(Action::DecideAppeal) => {
            let note = if case.differs() {
                "复查的成绩与封存的不一样"
            } else {
                "复查的成绩与封存的一样"
            };
            ("决定申诉", note.to_owned())
        }
        AppealState::Open
        | AppealState::Rechecked
        | AppealState::Upheld
        | AppealState::Rejected
        | AppealState::Withdrawn => return None,
    };
    Some(Waiting {
        act,
        title: format!("{} {}", case.subject.entrant.name, case.subject.title()),
        note,
        href: format!("/complaints/{}", case.appeal.id),
        from: String::new(),
        since: case.appeal.filed_at,
        due: Some(case.appeal.due_on),
        review: None,
    })
}
