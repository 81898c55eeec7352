//! What waits for a group leader: drafts to hand in, returned projects to mend.

use domain::access::Action;
use domain::dates::day_words;
use domain::projects::ProjectState;
use domain::review::ReviewKind;
use store::Page;
use store::projects::{self as rows, ProjectFilter};

use super::words::short_title;
use crate::desk::Waiting;
use crate::shell::{App, Visitor, WebResult};

pub(crate) async fn waiting(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    if !visitor.actor.may_somewhere(Action::PrepareProject) {
        return Ok(Vec::new());
    }
    let (db, today) = (app.db.read(), app.clock.today());
    let reach = visitor.actor.reach(Action::PrepareProject);
    let filter = ProjectFilter {
        states: vec![ProjectState::Draft, ProjectState::Returned],
        ..ProjectFilter::default()
    };
    let found = rows::projects(db, &filter, &reach, Page::new(1, 200)).await?;
    let mut waiting = Vec::with_capacity(found.items.len());
    for project in found.items {
        let certificate = store::partners::certificate(db, project.certificate_id).await?;
        let about = short_title(&certificate.name, &project.level);
        let returned = project.state == ProjectState::Returned;
        let last = store::review::latest(db, ReviewKind::Project, project.id.get()).await?;
        let by = last
            .as_ref()
            .filter(|_| returned)
            .and_then(|kept| kept.review.last_decision());
        let from = match by {
            Some((_, by)) => store::review::names(db, [by.account])
                .await?
                .remove(&by.account)
                .unwrap_or_default(),
            None => visitor.actor.name().to_owned(),
        };
        let reason = last
            .as_ref()
            .and_then(|kept| kept.review.returned_because())
            .map(|(reason, _)| reason.to_owned());
        let note = match reason.filter(|_| returned) {
            Some(reason) => format!("{about} · 退回理由：{reason}"),
            None => format!("{about} · {}考试", day_words(project.exam_from, today)),
        };
        waiting.push(Waiting {
            act: if returned {
                "改正退回的项目"
            } else {
                "填写并提交项目"
            },
            title: project.title.clone(),
            note,
            href: if returned {
                format!("/projects/{}/edit", project.id)
            } else {
                format!("/projects/{}", project.id)
            },
            from,
            since: by.map_or(project.created_at, |(_, by)| by.at),
            due: project.registration_deadline,
            review: None,
        });
    }
    Ok(waiting)
}
