//! What a visitor sees of a round: all of it, or the own classes only.

use domain::access::{Action, Permit, Place, Reach};
use domain::ids::RoundId;
use domain::plan::PlanVersion;
use domain::selection::RoundState;
use store::StoreError;
use store::projects::project;
use store::selection::{self as rows, Entrant, round};

use crate::shell::{App, Visitor, WebResult};

/// A round as far as a visitor may look.
pub(super) struct Sight {
    pub(super) round: round::Model,
    pub(super) project: project::Model,
    pub(super) plan: PlanVersion,
    pub(super) place: Place,
    reach: Reach,
    /// Everybody of the round, not only the own classes.
    pub(super) whole: bool,
}

impl Sight {
    /// The round, or "not there" for whoever has no class in it.
    pub(super) async fn of(app: &App, visitor: &Visitor, id: RoundId) -> WebResult<Self> {
        let db = app.db.read();
        let round = rows::round(db, id).await?;
        let project = store::projects::project(db, round.project_id).await?;
        let plan = store::plan::plan_version(db, round.plan_version_id).await?;
        let place = place_of(app, &project).await?;
        let whole = visitor.actor.may(Action::ViewSelection, &place);
        let reach = if whole {
            Reach::All
        } else {
            visitor.actor.reach(Action::ViewSelection)
        };
        let sight = Self {
            round,
            project,
            plan,
            place,
            reach,
            whole,
        };
        if !whole && !rows::seen_by(db, id, &sight.reach).await? {
            return Err(StoreError::NotFound.into());
        }
        Ok(sight)
    }

    /// The round as its public notice shows it, whoever asks; nothing but that page may use it.
    pub(super) async fn of_public(app: &App, id: RoundId) -> WebResult<Self> {
        let db = app.db.read();
        let round = rows::round(db, id).await?;
        let project = store::projects::project(db, round.project_id).await?;
        let plan = store::plan::plan_version(db, round.plan_version_id).await?;
        let place = place_of(app, &project).await?;
        Ok(Self {
            round,
            project,
            plan,
            place,
            reach: Reach::Nothing,
            whole: true,
        })
    }

    /// The round for somebody who wants to act on it, with the proof that this is allowed.
    pub(super) async fn to_act(
        app: &App,
        visitor: &Visitor,
        id: RoundId,
        action: Action,
    ) -> WebResult<(Self, Permit)> {
        let sight = Self::of(app, visitor, id).await?;
        let permit = visitor.actor.permit(action, &sight.place)?;
        Ok((sight, permit))
    }

    /// The people within sight, class by class.
    pub(super) async fn entrants(&self, app: &App) -> WebResult<Vec<Entrant>> {
        Ok(rows::entrants(app.db.read(), self.round.id, &self.reach).await?)
    }

    /// A class teacher is told a result when it is published, not before.
    pub(super) fn may_see_result(&self) -> bool {
        match self.round.state {
            RoundState::Published | RoundState::Final => true,
            RoundState::Computed | RoundState::Confirmed => self.whole,
            RoundState::Entering | RoundState::Sealed => false,
        }
    }

    /// The place at which the reader may look: the round's, or that of the own class among those seen.
    pub(super) fn place_of_reader(&self, seen: &[Entrant]) -> Place {
        let class = seen.first().map(|one| one.entry.class_id);
        Place {
            class: class.filter(|_| !self.whole),
            ..self.place
        }
    }

    /// "第一次选拔".
    pub(super) fn ordinal(&self) -> String {
        ordinal(self.round.number)
    }
}

/// "第一次选拔".
pub(crate) fn ordinal(number: i32) -> String {
    match number {
        1 => "第一次选拔".to_owned(),
        2 => "第二次选拔".to_owned(),
        more => format!("第 {more} 次选拔"),
    }
}

/// Where a project's records belong.
pub(crate) async fn place_of(app: &App, project: &project::Model) -> WebResult<Place> {
    let group = store::school::group(app.db.read(), project.group_id).await?;
    Ok(Place::group(group.faculty_id, group.id))
}
