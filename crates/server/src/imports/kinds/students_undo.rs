//! Taking a roster back: what was there before is put back, who was added goes, as long as nothing stands on them.

use std::collections::{BTreeSet, HashMap};

use domain::ids::StudentId;
use domain::import::ChangeKind;
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use store::import::{self as rows, Change, Usage, batch};
use store::school::{self, StudentValues};
use store::{StoreError, StoreResult};

use super::{Destination, Obstacle};
use crate::shell::{App, WebResult};

/// A student before the import, as it was noted.
#[derive(Deserialize)]
struct Before {
    version: i32,
    values: StudentValues,
}

/// Names shown of many.
const SHOWN: usize = 5;

pub(super) async fn obstacles(
    app: &App,
    db: &impl ConnectionTrait,
    batch: &batch::Model,
) -> WebResult<Vec<Obstacle>> {
    let since = batch.done_at.unwrap_or(batch.created_at);
    let mut found = Vec::new();
    for (usage, students) in rows::usages(db, batch.id, since).await? {
        let who = who(db, &students).await?;
        found.push(match usage {
            Usage::Selection(project) => {
                let title = store::projects::project(db, project).await?.title;
                obstacle(
                    format!("「{title}」的选拔用到{who}"),
                    format!("/projects/{project}"),
                )
            }
            Usage::Registration(project) => {
                let title = store::projects::project(db, project).await?.title;
                obstacle(
                    format!("「{title}」的报名表用到{who}"),
                    format!("/projects/{project}"),
                )
            }
            Usage::Snapshot(purpose) => {
                obstacle(format!("名单快照「{purpose}」用到{who}"), String::new())
            }
            Usage::Account => obstacle(format!("{who}已经有了账号"), String::new()),
        });
    }
    let touched = touched(&rows::changes(db, &app.keys, batch.id).await?)?;
    let edited = edited(db, &touched).await?;
    if !edited.is_empty() {
        let who = who(db, &edited).await?;
        found.push(obstacle(
            format!("导入以后又改过{who}的信息"),
            "/students".to_owned(),
        ));
    }
    Ok(found)
}

fn obstacle(sentence: String, href: String) -> Obstacle {
    Obstacle { sentence, href }
}

/// " 3 人：甲、乙、丙"
async fn who(db: &impl ConnectionTrait, students: &BTreeSet<StudentId>) -> WebResult<String> {
    let some: Vec<StudentId> = students.iter().copied().take(SHOWN).collect();
    let people = school::students_by_id(db, &some).await?;
    let names: Vec<_> = people.iter().map(|student| student.name.as_str()).collect();
    let more = if students.len() > SHOWN { "等" } else { "" };
    Ok(format!(
        " {} 人：{}{more}",
        students.len(),
        names.join("、")
    ))
}

/// Every student of the import with the version it was left at and what was there before.
fn touched(changes: &[Change]) -> StoreResult<HashMap<StudentId, (i32, Option<Before>)>> {
    let students = changes.iter().filter(|change| change.object == "student");
    let mut touched = HashMap::new();
    for change in students {
        let left = match (change.kind, &change.before) {
            (ChangeKind::Changed, Some(before)) => {
                let before: Before = serde_json::from_value(before.clone())
                    .map_err(|_| StoreError::Sealed("it is no student"))?;
                (before.version + 1, Some(before))
            }
            (ChangeKind::New | ChangeKind::Changed, _) => (1, None),
        };
        touched.insert(StudentId::new(change.object_id), left);
    }
    Ok(touched)
}

async fn edited(
    db: &impl ConnectionTrait,
    touched: &HashMap<StudentId, (i32, Option<Before>)>,
) -> WebResult<BTreeSet<StudentId>> {
    let versions = rows::student_versions(db).await?;
    let moved = |(id, (version, _)): (&StudentId, &(i32, Option<Before>))| {
        versions
            .get(id)
            .is_some_and(|now| now != version)
            .then_some(*id)
    };
    Ok(touched.iter().filter_map(moved).collect())
}

pub(super) async fn undo(to: &Destination<'_>) -> WebResult<String> {
    let touched = touched(&rows::changes(to.tx, &to.app.keys, to.batch).await?)?;
    let back: Vec<(StudentId, i32, StudentValues)> = touched
        .into_iter()
        .filter_map(|(id, (version, before))| Some((id, version, before?.values)))
        .collect();
    rows::update_students(to.tx, &to.app.keys, &back, to.app.clock.now()).await?;
    let (gone, emptied) = rows::remove_made(to.tx, to.batch).await?;
    let mut said = vec![format!("去掉 {gone} 人")];
    if !back.is_empty() {
        said.push(format!("改回 {} 人", back.len()));
    }
    if emptied > 0 {
        said.push(format!("去掉空着的系、专业组、专业和班级 {emptied} 个"));
    }
    Ok(said.join("，"))
}
