//! One appeal with everything it is about, as far as a visitor may look.

use domain::access::{Action, Permit, Place, Reach};
use domain::complaints::agreed;
use domain::ids::{AppealId, RoundId, StudentId};
use domain::plan::PlanVersion;
use domain::selection::{Entered, Notice};
use sea_orm::ConnectionTrait;
use store::StoreError;
use store::complaints::{self as rows, appeal, recheck};
use store::projects::project;
use store::selection::{Entrant, marks_of, round};

use crate::selection::{ordinal, place_of};
use crate::shell::{App, Visitor, WebResult};

/// A round and one of its candidates.
pub(super) struct Subject {
    pub(super) round: round::Model,
    pub(super) project: project::Model,
    pub(super) plan: PlanVersion,
    pub(super) entrant: Entrant,
    pub(super) place: Place,
}

impl Subject {
    /// "财务共享服务（中级） 第一次选拔".
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.project.title, ordinal(self.round.number))
    }

    /// What was sealed of the student.
    pub(super) fn sealed(&self) -> Entered {
        Entered {
            marks: marks_of(&self.entrant.entry.scores),
            absence: self.entrant.entry.absence,
            record: None,
        }
    }

    /// Where the notice of the round stands today.
    pub(super) async fn notice(&self, app: &App, db: &impl ConnectionTrait) -> WebResult<Notice> {
        let open = rows::open_count(db, self.round.id).await?;
        let today = app.clock.today();
        let round = &self.round;
        Ok(Notice::on(today, round.state, round.notice_until, open))
    }
}

/// A candidate of a round whose result has been told.
pub(super) async fn subject(
    app: &App,
    db: &impl ConnectionTrait,
    round: RoundId,
    student: StudentId,
) -> WebResult<Subject> {
    let round = store::selection::round(db, round).await?;
    let project = store::projects::project(db, round.project_id).await?;
    let plan = store::plan::plan_version(db, round.plan_version_id).await?;
    let all = store::selection::entrants(db, round.id, &Reach::All).await?;
    let entrant = all
        .into_iter()
        .find(|one| one.entry.student_id == student && one.entry.in_base)
        .ok_or(StoreError::NotFound)?;
    let mut place = place_of(app, &project).await?.about(student);
    place.class = Some(entrant.entry.class_id);
    Ok(Subject {
        round,
        project,
        plan,
        entrant,
        place,
    })
}

/// An appeal with what people found.
pub(super) struct Case {
    pub(super) appeal: appeal::Model,
    pub(super) subject: Subject,
    pub(super) rechecks: Vec<recheck::Model>,
}

impl Case {
    pub(super) async fn load(
        app: &App,
        db: &impl ConnectionTrait,
        id: AppealId,
    ) -> WebResult<Self> {
        let appeal = rows::appeal(db, id).await?;
        let subject = subject(app, db, appeal.round_id, appeal.student_id).await?;
        let rechecks = rows::rechecks(db, id).await?;
        Ok(Self {
            appeal,
            subject,
            rechecks,
        })
    }

    /// The case for somebody who wants to do this about it, with the proof that it is allowed.
    pub(super) async fn permitted(
        app: &App,
        visitor: &Visitor,
        id: AppealId,
        action: Action,
    ) -> WebResult<(Self, Permit)> {
        let case = Self::load(app, app.db.read(), id).await?;
        let permit = visitor.actor.permit(action, &case.subject.place)?;
        Ok((case, permit))
    }

    /// What two people found alike; `None` while no two agree.
    pub(super) fn found(&self) -> Option<Entered> {
        let found: Vec<_> = self.rechecks.iter().map(recheck::Model::found).collect();
        agreed(&found).cloned()
    }

    /// Whether the marks that two people found are others than the sealed ones.
    pub(super) fn differs(&self) -> bool {
        let sealed = self.subject.sealed();
        self.found()
            .is_some_and(|found| !found.marks_alike(&sealed))
    }
}
