//! One objection to the published result: looked into by two people and answered, so that its pages have something to
//! show (plan 2.2.2c).

use domain::access::{Action, Permit, Place, Reach};
use domain::ids::{AppealId, ProjectId, RoundId};
use domain::selection::Entered;
use store::StoreError;
use store::selection::{Entrant, marks_of};

use super::cast::{actor, id_in};
use super::go_to;
use crate::complaints::actions;
use crate::selection::place_of;
use crate::shell::{App, WebResult, op_id};

/// The one who lost the tie at the cut, and signs in with the number.
const STUDENT: &str = "2023010733";
const LOOKED: [(&str, &str); 2] = [
    ("2025-05-04T10:10", "situzhiming"),
    ("2025-05-04T15:20", "zhouwenbo"),
];
const DIRECTOR: &str = "hejianping";

/// Filed on the second day of the notice, answered before it was over.
pub(super) async fn answered(app: &App, project: ProjectId, round: RoundId) -> WebResult<()> {
    go_to(app, "2025-05-02T09:10");
    let about = About::of(app, project, round).await?;
    let permit = about.permit(app, STUDENT, Action::FileAppeal).await?;
    let whom = (round, about.entrant.entry.student_id);
    let words = "实操最后一题写了步骤，想请老师再看一遍";
    let filed = actions::file(app, &permit, whom, words, &op_id()).await?;
    let id: AppealId = id_in(&filed)?;
    for (at, login) in LOOKED {
        go_to(app, at);
        let permit = about.permit(app, login, Action::RecheckMarks).await?;
        let found = about.sealed();
        let version = version(app, id).await?;
        actions::recheck(app, &permit, id, (&found, None), (&op_id(), version)).await?;
    }
    go_to(app, "2025-05-05T09:30");
    let permit = about.permit(app, DIRECTOR, Action::DecideAppeal).await?;
    let words = "两位老师分别看了答卷，步骤分已给，与封存的成绩一致";
    let version = version(app, id).await?;
    actions::reject(app, &permit, id, words, (&op_id(), version)).await?;
    Ok(())
}

async fn version(app: &App, id: AppealId) -> WebResult<i32> {
    Ok(store::complaints::appeal(app.db.read(), id).await?.version)
}

/// The student and where the objection belongs.
struct About {
    entrant: Entrant,
    place: Place,
}

impl About {
    async fn of(app: &App, project: ProjectId, round: RoundId) -> WebResult<Self> {
        let db = app.db.read();
        let project = store::projects::project(db, project).await?;
        let all = store::selection::entrants(db, round, &Reach::All).await?;
        let entrant = all.into_iter().find(|one| one.number == STUDENT);
        let entrant = entrant.ok_or(StoreError::NotFound)?;
        let place = place_of(app, &project).await?;
        Ok(Self {
            place: place.about(entrant.entry.student_id),
            entrant,
        })
    }

    async fn permit(&self, app: &App, login: &str, action: Action) -> WebResult<Permit> {
        Ok(actor(app, login).await?.permit(action, &self.place)?)
    }

    fn sealed(&self) -> Entered {
        Entered {
            marks: marks_of(&self.entrant.entry.scores),
            absence: self.entrant.entry.absence,
            record: None,
        }
    }
}
