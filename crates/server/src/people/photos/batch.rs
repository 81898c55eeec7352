//! A zip of portraits: ordered by a class teacher or a group leader, opened in the child, each picture given to whom
//! its name names, with a line for every file (plan 6.3).

use std::collections::BTreeSet;

use documents::photos::{Entry, sandbox};
use domain::access::{Action, Permit};
use domain::ids::{PhotoBatchId, StudentId};
use domain::registration::photo::{Owner, owner_of};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::people::{self as rows};
use store::registration::{RowOf, rows_of_project};
use store::school::{Protected, revealed};
use store::{StoreError, jobs};

use super::keep::{Look, Seen, keep, look};
use crate::registration::actions::on_project;
use crate::registration::records::Work;
use crate::shell::{Act, App, Begun, Done, WebError, WebResult};

/// The job's name in the queue.
pub(crate) const JOB: &str = "take_photos";

#[derive(Serialize, Deserialize)]
struct Payload {
    title: String,
    result: String,
    batch: PhotoBatchId,
    /// Whose pictures the one who ordered it may hand in.
    students: BTreeSet<StudentId>,
    name: String,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) file: String,
    pub(super) student: Option<StudentId>,
    pub(super) name: String,
    /// `ok`, `warn` (kept, to be looked at), `fault` (kept, must be replaced) or `out` (not kept).
    pub(super) kind: String,
    pub(super) sentence: String,
}

/// Hand a zip in.
pub(super) async fn order(
    app: &App,
    permit: &Permit,
    work: &Work,
    (name, bytes): (&str, Vec<u8>),
    students: BTreeSet<StudentId>,
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let size = bytes.len();
    let sha256 = app.files.put(bytes).await?;
    let project = &work.project;
    let account = act.account()?;
    let batch = rows::add_batch(&act.tx, project.id, (&sha256, name), account, act.now).await?;
    let payload = Payload {
        title: format!("上传证件照「{name}」"),
        result: format!("/registration/photo-batches/{batch}"),
        batch,
        students,
        name: permit.name().to_owned(),
    };
    let payload = serde_json::to_value(payload).map_err(WebError::internal)?;
    let job = jobs::enqueue(&act.tx, JOB, payload, Some(account), act.now).await?;
    let said = json!({ "name": name, "bytes": size });
    let draft = act.draft("hand_in_photos");
    act.record(on_project(draft, project.id, &project.title, Some(said)))
        .await?;
    act.end(Done {
        to: format!("/jobs/{job}"),
        flash: None,
    })
    .await
}

/// The job. Done twice it keeps each picture once.
pub(crate) async fn take_all(app: &App, job: &jobs::job::Model) -> WebResult<Value> {
    let payload: Payload =
        serde_json::from_value(job.payload.clone()).map_err(WebError::internal)?;
    let batch = rows::batch(app.db.read(), payload.batch).await?;
    if batch.done_at.is_some() {
        return Ok(json!({ "batch": batch.id }));
    }
    let work = Work::of(app.db.read(), batch.project_id).await?;
    let mut all = rows_of_project(app.db.read(), batch.project_id).await?;
    all.retain(|one| payload.students.contains(&one.student.id));
    let entries = opened(app, &batch.file_sha256).await?;
    let owners = owners(app, &all)?;
    let total = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let permit = Permit::system("后台任务", Action::CollectPhotos);
    let (mut lines, mut seen) = (Vec::with_capacity(entries.len()), BTreeSet::new());
    for (entry, done) in entries.into_iter().zip(1..) {
        lines.push(line(app, &permit, &work, (&all, &owners), entry, &mut seen).await?);
        if done % 10 == 0 {
            jobs::progress(&app.db, job.id, done, total, None).await?;
        }
    }
    let tx = app.db.begin().await?;
    let lines = serde_json::to_value(lines).map_err(WebError::internal)?;
    rows::end_batch(&tx, batch.id, lines, app.clock.now()).await?;
    tx.commit().await?;
    // The pictures as cameras wrote them are kept nowhere.
    app.files.let_go(app.db.read(), &batch.file_sha256).await?;
    Ok(json!({ "batch": batch.id }))
}

async fn opened(app: &App, sha256: &str) -> WebResult<Vec<Entry>> {
    let (program, bytes) = (app.config.program.clone(), app.files.get(sha256).await?);
    let entries = tokio::task::spawn_blocking(move || sandbox::open(&program, &bytes))
        .await
        .map_err(WebError::internal)?;
    entries.map_err(|why| WebError::refused(why.to_string()))
}

/// The numbers are opened for the comparison alone.
fn owners(app: &App, all: &[RowOf]) -> WebResult<Vec<Owner>> {
    let owner = |one: &RowOf| -> WebResult<Owner> {
        let number = revealed(&app.keys, &one.student, Protected::Identity)?;
        Ok(Owner {
            student: one.student.id,
            name: one.student.name.clone(),
            school_number: one.student.school_number.clone(),
            id_number: number.map(|number| number.to_string()),
        })
    };
    all.iter().map(owner).collect()
}

/// A file's name may be an identity number, and this list is kept.
fn shown_name(file: &str, owners: &[Owner]) -> String {
    let upper = file.to_uppercase();
    let own = owners
        .iter()
        .filter_map(|one| one.id_number.as_deref())
        .find(|number| upper.contains(&number.to_uppercase()));
    match own {
        Some(number) => upper.replace(&number.to_uppercase(), &domain::values::mask(number)),
        // A number of somebody not on the list is one all the same.
        None if file.chars().filter(char::is_ascii_digit).count() >= 15 => {
            domain::values::mask(file)
        }
        None => file.to_owned(),
    }
}

async fn line(
    app: &App,
    permit: &Permit,
    work: &Work,
    (all, owners): (&[RowOf], &[Owner]),
    entry: Entry,
    seen: &mut BTreeSet<StudentId>,
) -> WebResult<Line> {
    let out = |sentence: String| Line {
        file: shown_name(&entry.name, owners),
        student: None,
        name: "--".to_owned(),
        kind: "out".to_owned(),
        sentence,
    };
    let student = match owner_of(&entry.name, owners) {
        Ok((student, _)) => student,
        Err(why) => return Ok(out(why.to_string())),
    };
    let one = all
        .iter()
        .find(|one| one.student.id == student)
        .ok_or(StoreError::NotFound)?;
    let of = |kind: &str, sentence: String| Line {
        student: Some(student),
        name: one.student.name.clone(),
        kind: kind.to_owned(),
        ..out(sentence)
    };
    if !seen.insert(student) {
        return Ok(of(
            "out",
            "这名学生在压缩包里有两张，只用了前一张".to_owned(),
        ));
    }
    let rules = &work.plan.photo;
    let looked = match look(app, entry.bytes.clone(), rules).await? {
        Ok(looked) => looked,
        Err(why) => return Ok(of("out", why.to_string())),
    };
    let tx = app.db.begin().await?;
    let kept = keep(
        app,
        &tx,
        permit,
        &one.student,
        (&looked, rules),
        Some(work.project.id),
    )
    .await?;
    tx.commit().await?;
    Ok(match kept {
        Seen::Kept | Seen::Same => {
            let (kind, sentence) = verdict(&looked);
            of(kind, sentence)
        }
        Seen::BetterKept => of(
            "out",
            format!("{}；原来的照片合格，继续用", verdict(&looked).1),
        ),
        Seen::Anothers => of("out", "和另一名学生的照片一模一样，请核对".to_owned()),
    })
}

fn verdict(looked: &Look) -> (&'static str, String) {
    match (looked.refusal(), looked.warnings()) {
        (Some(why), _) => ("fault", why.to_string()),
        (None, warnings) if warnings.is_empty() => ("ok", "合格".to_owned()),
        (None, warnings) => ("warn", warnings.join("；")),
    }
}
