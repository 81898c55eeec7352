//! How a project's own review stands, as its page says it: whom it waits for, taking back, reminding.

use domain::access::{Action, Place};
use domain::dates::day_words;
use domain::ids::ReviewId;
use domain::review::{Refusal, ReviewKind, ReviewState};
use store::projects::project;

use crate::shell::{App, Visitor, WebResult};

/// How the project's own review stands, for the lines below the state.
#[derive(Default)]
pub(super) struct Reviewing {
    pub(super) open: Option<ReviewId>,
    /// "已提交，等林静仪审核，5月22日前应有结果"
    pub(super) line: String,
    /// The visitor handed it in and nobody opened it yet.
    pub(super) take_back: bool,
    pub(super) remind: Remind,
    /// "退回理由：…"
    pub(super) returned: String,
    pub(super) may_edit: bool,
    pub(super) may_decide: bool,
}

/// Whether a reminder can go out now.
#[derive(Clone, Default)]
pub(super) enum Remind {
    #[default]
    No,
    Yes,
    /// "今天 08:45 催过，12:45 后可再催"
    Later(String),
}

impl Remind {
    pub(super) const fn yes(&self) -> bool {
        matches!(self, Self::Yes)
    }

    pub(super) fn later(&self) -> &str {
        match self {
            Self::Later(when) => when,
            Self::No | Self::Yes => "",
        }
    }
}

pub(super) async fn reviewing(
    app: &App,
    visitor: &Visitor,
    place: &Place,
    project: &project::Model,
) -> WebResult<Reviewing> {
    let (db, actor) = (app.db.read(), &visitor.actor);
    let latest = store::review::latest(db, ReviewKind::Project, project.id.get()).await?;
    let mut found = Reviewing {
        may_edit: project.state.editable() && actor.may(Action::PrepareProject, place),
        ..Reviewing::default()
    };
    let Some(kept) = latest else { return Ok(found) };
    // The author has seen the decision now: it can no longer be taken back.
    let kept = if kept.review.current().is_none() {
        crate::review::actions::open(app, actor, kept).await?
    } else {
        kept
    };
    if let Some((reason, _)) = kept.review.returned_because()
        && project.state.editable()
    {
        reason.clone_into(&mut found.returned);
    }
    let Some(step) = kept
        .review
        .current()
        .filter(|_| kept.review.state == ReviewState::Open)
    else {
        return Ok(found);
    };
    let whom = crate::review::waits_at(db, step, app.clock.today()).await?;
    let names = whom
        .into_iter()
        .map(|(_, name)| name)
        .collect::<Vec<_>>()
        .join("、");
    let due = kept
        .review
        .due_on
        .map(|day| format!("，{}前应有结果", day_words(day, app.clock.today())));
    let own = kept.review.submitted.account == actor.account();
    found.open = Some(kept.id);
    found.line = format!("已提交，等{names}审核{}", due.unwrap_or_default());
    found.take_back = own && kept.review.opened.is_none() && kept.review.last_decision().is_none();
    found.may_decide =
        kept.review.my_turn(actor).is_ok() && actor.may(Action::ReviewProject, place);
    let plan = crate::review::actions::plan_of(app, db, &kept).await?;
    found.remind = match kept
        .review
        .remind(actor, plan.remind_hours, app.clock.now())
    {
        Ok(_) => Remind::Yes,
        Err(refusal @ Refusal::RemindedLately { .. }) => Remind::Later(refusal.to_string()),
        Err(_) => Remind::No,
    };
    Ok(found)
}
