//! 示范职业技术学校: a school that the program invents, the same every time, so that everything can be looked at
//! before a real roster exists. Nobody in it lives; its today is Tuesday 2025-05-20.

mod brought;
mod cast;
mod chance;
mod classes;
mod exam;
mod lists;
mod objection;
mod papers;
mod people;
mod posts;
mod projects;
mod rounds;
mod told;

use chrono::{DateTime, Utc};
use domain::access::{Action, Permit};
use serde_json::json;
use store::audit::{self, AuditDraft};
use store::school::{self, Structure};
use store::settings;

use crate::shell::{App, WebError, WebResult};

pub use posts::{Account, accounts};

/// The sentence on every page of the demonstration.
pub(crate) const SENTENCE: &str = "演示：数据都是编的；未开第二重验证";

/// The setting that tells a demonstration from a school.
const MARK: &str = "demo";

const SEED: u64 = 20_250_520;

/// What a data folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folder {
    /// Nothing yet.
    Empty,
    /// The demonstration.
    Demonstration,
    /// A demonstration whose filling was broken off.
    Half,
    /// Somebody's school.
    School,
}

/// What this database holds.
pub(crate) async fn folder(app: &App) -> WebResult<Folder> {
    Ok(match settings::get(app.db.read(), MARK).await?.as_deref() {
        Some("filled") => Folder::Demonstration,
        Some(_) => Folder::Half,
        None if store::identity::any_account(app.db.read()).await? => Folder::School,
        None => Folder::Empty,
    })
}

/// The moment at which the demonstration begins: 2025-05-20 09:30 in Shanghai.
pub(crate) fn today() -> DateTime<Utc> {
    at("2025-05-20T09:30")
}

/// A moment of the school's wall clock.
fn at(wall: &str) -> DateTime<Utc> {
    format!("{wall}:00+08:00").parse().unwrap_or_default()
}

/// Fill an empty school. The clock must be one that can be moved: what is done is done on the days the figures tell of.
pub async fn fill(app: &App) -> Result<(), WebError> {
    mark(app, "filling").await?;
    go_to(app, "2024-09-02T08:30");
    let hash = posts::password_hash(app).await?;
    found(app, &hash).await?;
    let opened = projects::spring(app).await?;
    let registering = opened.shared_services;
    rounds::published(app, registering).await?;
    lists::generated(app, registering).await?;
    let round = rounds::opened(app, opened.integration).await?;
    brought::brought(app, registering, &hash).await?;
    lists::template(app, registering).await?;
    lists::between(app, registering, "2025-05-14", "2025-05-19T12:00").await?;
    rounds::half_typed(app, opened.integration, round).await?;
    brought::reminded(app, registering).await?;
    projects::lately(app).await?;
    lists::between(app, registering, "2025-05-19T12:00", "2025-05-20T08:01").await?;
    told::this_morning(app).await?;
    lists::between(app, registering, "2025-05-20T08:01", "2025-05-20T09:30").await?;
    go_to(app, "2025-05-20T09:30");
    looked_into_inboxes(app).await?;
    mark(app, "filled").await
}

/// Everybody has read what came before today.
async fn looked_into_inboxes(app: &App) -> WebResult<()> {
    let tx = app.db.begin().await?;
    store::messages::read_before(&tx, at("2025-05-20T00:00")).await?;
    Ok(tx.commit().await?)
}

fn go_to(app: &App, wall: &str) {
    app.clock.advance(at(wall) - app.clock.now());
}

async fn mark(app: &App, word: &str) -> WebResult<()> {
    let tx = app.db.begin().await?;
    settings::set(&tx, MARK, word).await?;
    Ok(tx.commit().await?)
}

/// The school itself: structure, students, accounts, the plan, certificates.
async fn found(app: &App, hash: &str) -> WebResult<()> {
    let tx = app.db.begin().await?;
    settings::set(&tx, "school_name", "示范职业技术学校").await?;
    papers::fill(&tx).await?;
    let students = enrol(app, &tx).await?;
    let structure = school::structure(&tx).await?;
    posts::fill(app, &tx, &structure, hash).await?;
    let permit = Permit::system("演示数据", Action::ImportStudents);
    let counts = json!({ "students": students, "classes": structure.classes.len(), "accounts": accounts().len() });
    let draft = AuditDraft::new(&permit, app.clock.now(), "fill_demonstration");
    audit::write(
        &tx,
        draft
            .named("school", "示范职业技术学校")
            .change(None, Some(counts)),
    )
    .await?;
    Ok(tx.commit().await?)
}

async fn enrol(app: &App, tx: &store::Tx) -> WebResult<usize> {
    for major in &classes::MAJORS {
        let faculty = school::faculty_id(tx, major.faculty).await?;
        let group = school::group_id(tx, faculty, major.group).await?;
        school::major_id(tx, group, major.code, major.name).await?;
    }
    let structure: Structure = school::structure(tx).await?;
    let mut inventor = people::Inventor::new(SEED);
    let mut everybody = Vec::new();
    for planned in classes::planned() {
        let Some(major) = structure
            .majors
            .iter()
            .find(|major| major.code == planned.major)
        else {
            continue;
        };
        let class = school::class_id(tx, &planned.name, planned.grade, major.id).await?;
        everybody.extend(
            inventor
                .class(&planned, class, major.number)
                .map_err(WebError::internal)?,
        );
    }
    school::insert_students(tx, &app.keys, &everybody, app.clock.now()).await?;
    Ok(everybody.len())
}
