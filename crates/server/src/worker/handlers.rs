//! The page of a job: how far it is, and what came of it. Survives closing the tab.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::JobId;
use domain::jobs::JobState;
use store::StoreError;
use store::jobs::{self as rows, job};

use crate::shell::{App, Layout, Nav, Visitor, WebResult, page, redirect};

#[derive(Template)]
#[template(path = "worker/job.html")]
struct JobPage {
    layout: Layout,
    job: Shown,
}

#[derive(Template)]
#[template(path = "worker/part.html")]
struct JobPart {
    job: Shown,
}

/// A job as the page shows it.
struct Shown {
    id: String,
    title: String,
    running: bool,
    failed: Option<String>,
    done: i64,
    total: i64,
    /// Where its result is.
    href: String,
}

/// One's own jobs only; those of others are not there.
async fn own(app: &App, visitor: &Visitor, id: JobId) -> WebResult<job::Model> {
    let job = rows::job(app.db.read(), id).await?;
    let own = job.created_by == Some(visitor.actor.account());
    if own {
        Ok(job)
    } else {
        Err(StoreError::NotFound.into())
    }
}

fn shown(job: &job::Model) -> Shown {
    let text = |key: &str| {
        job.payload
            .get(key)
            .and_then(|value| value.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    Shown {
        id: job.id.to_string(),
        title: text("title"),
        running: matches!(job.state, JobState::Queued | JobState::Running),
        failed: job.error.clone().filter(|_| job.state == JobState::Failed),
        done: job.done,
        total: job.total,
        href: text("result"),
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<JobId>,
) -> WebResult<Response> {
    let job = shown(&own(&app, &visitor, id).await?);
    if !job.running && job.failed.is_none() && !job.href.is_empty() {
        return Ok(redirect(&job.href, None));
    }
    page(&JobPage {
        layout: Layout::of(&app, &visitor, Nav::None).await?,
        job,
    })
}

pub(super) async fn part(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<JobId>,
) -> WebResult<Response> {
    page(&JobPart {
        job: shown(&own(&app, &visitor, id).await?),
    })
}
