//! Reviews on a person's desk, from the records alone.

use std::collections::BTreeMap;

use domain::dates::time_words;
use domain::ids::ProjectId;
use domain::review::ReviewKind;
use sea_orm::ConnectionTrait;
use store::review::Kept;

use super::turns;
use crate::desk::Waiting;
use crate::shell::{App, Visitor, WebResult};

/// What waits for the visitor's word.
pub(crate) async fn waiting(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    let db = app.db.read();
    let found = store::review::waiting(db, visitor.actor.account(), &turns(&visitor.actor)).await?;
    let projects = about(db, &found).await?;
    let names =
        store::review::names(db, found.iter().map(|kept| kept.review.submitted.account)).await?;
    let now = app.clock.now();
    let waits = |kept: Kept| {
        let about = kept
            .project_id
            .and_then(|id| projects.get(&id).cloned())
            .unwrap_or_default();
        let how = if kept.review.round > 1 {
            "改好重交"
        } else {
            "首次提交"
        };
        let last = format!("{} {how}", time_words(kept.review.submitted.at, now));
        // A second reviewer waits since the first one agreed.
        let since = kept
            .review
            .last_decision()
            .map_or(kept.review.submitted.at, |(_, by)| by.at);
        Waiting {
            act: act_of(kept.review.kind),
            title: kept.title,
            note: if about.is_empty() {
                last
            } else {
                format!("{about} · {last}")
            },
            href: format!("/?open={}", kept.id),
            from: names
                .get(&kept.review.submitted.account)
                .cloned()
                .unwrap_or_default(),
            since,
            due: kept.review.due_on,
            review: Some(kept.id),
        }
    };
    Ok(found.into_iter().map(waits).collect())
}

/// The act as the desk's groups call it.
pub(crate) const fn act_of(kind: ReviewKind) -> &'static str {
    match kind {
        ReviewKind::Project => "审核项目",
        ReviewKind::RegistrationList => "审核报名表",
        ReviewKind::Wish => "审批报考意愿",
    }
}

/// How many reviews wait for the visitor's word.
pub(crate) async fn waiting_count(app: &App, visitor: &Visitor) -> WebResult<usize> {
    let turns = turns(&visitor.actor);
    let account = visitor.actor.account();
    let count = store::review::waiting_count(app.db.read(), account, &turns).await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// "财务共享服务 · 中级" of the projects that some reviews are about.
pub(crate) async fn about(
    db: &impl ConnectionTrait,
    reviews: &[Kept],
) -> WebResult<BTreeMap<ProjectId, String>> {
    let ids: Vec<ProjectId> = reviews.iter().filter_map(|kept| kept.project_id).collect();
    let certificates = store::partners::certificates(db).await?;
    let projects = store::projects::projects_by_id(db, &ids).await?;
    let titled = projects.into_values().map(|project| {
        let certificate = certificates
            .iter()
            .find(|one| one.id == project.certificate_id);
        let name = certificate.map(|one| one.name.as_str()).unwrap_or_default();
        (
            project.id,
            crate::projects::short_title(name, &project.level),
        )
    });
    Ok(titled.collect())
}
