//! One portrait: looked at in the limited child, kept with its figures, recorded.

use documents::photos::{Refused, Taken, sandbox};
use domain::access::Permit;
use domain::ids::ProjectId;
use domain::registration::photo::{PhotoFault, PhotoRules, judge, refusal};
use serde_json::json;
use store::Tx;
use store::audit::{self, AuditDraft};
use store::people::{self as rows, NewPhoto};
use store::school::student;

use crate::shell::{App, WebError, WebResult};

/// A picture that could be opened, and what is wrong with it.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub(crate) taken: Taken,
    pub(crate) faults: Vec<PhotoFault>,
}

impl Look {
    /// The first thing that must be mended.
    pub(crate) fn refusal(&self) -> Option<&PhotoFault> {
        self.faults.iter().find(|fault| !fault.is_warning())
    }

    /// What a person should look at.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let some = self.faults.iter().filter(|fault| fault.is_warning());
        some.map(ToString::to_string).collect()
    }
}

/// What came of keeping it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    Kept,
    /// The very picture that is in use already.
    Same,
    /// It has faults and the one in use has none: that one stays.
    BetterKept,
    /// The same picture is another student's.
    Anothers,
}

/// Open a picture in the child. What is no picture has its sentence and is kept nowhere.
pub(crate) async fn look(
    app: &App,
    bytes: Vec<u8>,
    rules: &PhotoRules,
) -> WebResult<Result<Look, Refused>> {
    let (program, asked) = (app.config.program.clone(), rules.clone());
    let taken = tokio::task::spawn_blocking(move || sandbox::take(&program, &bytes, &asked))
        .await
        .map_err(WebError::internal)?;
    Ok(taken.map(|taken| Look {
        faults: judge(rules, &taken.measure),
        taken,
    }))
}

/// Keep it as the student's portrait, in the caller's transaction; the file is written first.
pub(crate) async fn keep(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    owner: &student::Model,
    (look, rules): (&Look, &PhotoRules),
    project: Option<ProjectId>,
) -> WebResult<Seen> {
    let sha256 = app.files.put(look.taken.jpeg.clone()).await?;
    if let Some(used) = rows::photo_of(tx, owner.id).await? {
        if used.sha256 == sha256 {
            return Ok(Seen::Same);
        }
        if look.refusal().is_some() && refusal(rules, &used.measure).is_none() {
            return Ok(Seen::BetterKept);
        }
    }
    let others = rows::photo_with_hash(tx, &sha256).await?;
    if others.iter().any(|other| *other != owner.id) {
        return Ok(Seen::Anothers);
    }
    add(app, tx, permit, owner, (&sha256, look), project).await?;
    Ok(Seen::Kept)
}

/// Write the rows of a portrait whose file is there, and the record of it.
pub(crate) async fn add(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    owner: &student::Model,
    (sha256, look): (&str, &Look),
    project: Option<ProjectId>,
) -> WebResult<()> {
    let now = app.clock.now();
    store::files::record(tx, sha256, look.taken.jpeg.len(), "image/jpeg", now).await?;
    let new = NewPhoto {
        student: owner.id,
        sha256,
        measure: &look.taken.measure,
        by: permit.account(),
    };
    rows::add_photo(tx, &new, now).await?;
    let (width, height) = (look.taken.measure.width, look.taken.measure.height);
    let said = json!({
        "sha256": sha256,
        "size": format!("{width}×{height}"),
        "verdict": look.refusal().map_or("合格".to_owned(), ToString::to_string),
    });
    let draft =
        AuditDraft::new(permit, now, "take_photo").on("student", owner.id.get(), &owner.name);
    let draft = AuditDraft {
        project_id: project,
        ..draft.change(None, Some(said))
    };
    audit::write(tx, draft).await?;
    Ok(())
}
