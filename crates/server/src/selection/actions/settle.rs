//! A third person's word where the two passes differ (plan 4.3.2).

use domain::access::{Permit, Reach};
use domain::ids::{RoundId, StudentId};
use domain::selection::{About, Marking, Said};
use serde_json::json;
use store::audit::{self, AuditDraft};
use store::selection::{self as rows, NewSettlement, round};

use super::record::still_open;
use super::{person, sent_before};
use crate::selection::passes::{Passes, said};
use crate::shell::{App, WebError, WebResult};

/// One word of the third person.
pub(crate) struct Word {
    pub(crate) student: StudentId,
    /// Class and name, for the record.
    pub(crate) name: String,
    pub(crate) about: About,
    pub(crate) said: Said,
    pub(crate) reason: String,
    /// Of the settlement the page showed; 0 where it showed none.
    pub(crate) version: i32,
}

/// Settle differences; answers where they stand. Each word is recorded with its reason.
pub(crate) async fn settle(
    app: &App,
    permit: &Permit,
    round: RoundId,
    words: Vec<Word>,
    op_id: &str,
) -> WebResult<String> {
    let by = person(permit)?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if let Some(location) = sent_before(app, &tx, by, op_id).await? {
        return Ok(location);
    }
    let round = rows::locked(&tx, round).await?;
    still_open(&round)?;
    if round.parameters.marking == Marking::Single {
        return Err(WebError::refused("这次选拔的成绩只录一遍，没有要裁定的"));
    }
    let entrants = rows::entrants(&tx, round.id, &Reach::All).await?;
    let passes = Passes::load(&tx, &round).await?;
    passes
        .may_settle(by, &entrants)
        .map_err(|why| WebError::refused(why.to_string()))?;
    let names = round.parameters.names();
    let project = store::projects::project(&tx, round.project_id).await?;
    for word in words {
        let differs = passes.differing(&entrants).iter().any(|one| {
            one.entrant.entry.student_id == word.student && one.difference.about == word.about
        });
        if !differs {
            return Err(store::StoreError::Stale.into());
        }
        let about = match word.about {
            About::Attendance => "参加".to_owned(),
            About::Part(part) => names.name(&part).to_owned(),
        };
        let after = said(&word.said);
        let new = NewSettlement {
            round: round.id,
            student: word.student,
            about: word.about,
            said: word.said,
            reason: word.reason.clone(),
            by,
            version: word.version,
        };
        let before = rows::settle(&tx, new, now).await?;
        let before = before
            .and_then(|kept| kept.said())
            .map(|(_, kept)| said(&kept));
        let say =
            |words: &str| json!({ "about": format!("{} {about}", word.name), "settled": words });
        let draft = AuditDraft::new(permit, now, "settle_marks")
            .on("selection_round", round.id.get(), &project.title)
            .project(project.id)
            .change(before.as_deref().map(say), Some(say(&after)))
            .because(&word.reason);
        audit::write(&tx, draft).await?;
    }
    let location = format!("/selection/{}/compare", round.id);
    store::operations::led_to(&tx, by, op_id, &location).await?;
    tx.commit().await?;
    Ok(location)
}

/// Every difference that waits, each with the first pass as the word on it and the reason still to be written.
pub(crate) async fn open_differences(app: &App, round: &round::Model) -> WebResult<Vec<Word>> {
    let db = app.db.read();
    let entrants = rows::entrants(db, round.id, &Reach::All).await?;
    let passes = Passes::load(db, round).await?;
    let open = passes.differing(&entrants);
    let open = open.into_iter().filter(|one| one.settled.is_none());
    Ok(open
        .map(|one| Word {
            student: one.entrant.entry.student_id,
            name: format!("{} {}", one.entrant.class, one.entrant.name),
            about: one.difference.about,
            said: one.difference.first,
            reason: String::new(),
            version: 0,
        })
        .collect())
}
