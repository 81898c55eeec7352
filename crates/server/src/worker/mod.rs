//! Background work: jobs were written in the transaction that wanted them, are done one at a time, and may be
//! done again after a crash without doing harm. What a job does stands in its area.

mod handlers;

use std::time::{Duration, Instant};

use domain::access::Action;
use store::jobs as rows;

use crate::shell::{Access, App, Routes, WebError, WebResult};

/// How often an idle runner looks.
const PAUSE: Duration = Duration::from_millis(300);

pub(crate) fn routes(app: &App) -> Routes {
    Routes::new(app)
        .get("/jobs/{id}", Access::Needs(Action::UseDesk), handlers::show)
        .get(
            "/jobs/{id}/part",
            Access::Needs(Action::UseDesk),
            handlers::part,
        )
}

/// How often the work is done that nobody asks for.
const ROUND: Duration = Duration::from_hours(1);

/// Runs jobs for as long as the program serves.
pub(crate) async fn run(app: App) {
    if let Err(error) = rows::requeue_interrupted(&app.db).await {
        tracing::error!(%error, "interrupted jobs stay as they are");
    }
    let mut next_round = Instant::now();
    loop {
        if Instant::now() >= next_round {
            next_round = Instant::now() + ROUND;
            if let Err(error) = go_round(&app).await {
                tracing::error!(%error, "the hourly round broke off");
            }
        }
        match run_next(&app).await {
            Ok(true) => {}
            Ok(false) => tokio::time::sleep(PAUSE).await,
            Err(error) => {
                tracing::error!(%error, "the job queue cannot be read");
                tokio::time::sleep(PAUSE * 10).await;
            }
        }
    }
}

/// Runs the next job that is due; `false` when there is none.
pub async fn run_next(app: &App) -> Result<bool, WebError> {
    let Some(job) = rows::claim(&app.db, app.clock.now()).await? else {
        return Ok(false);
    };
    let (id, kind) = (job.id, job.kind.clone());
    match dispatch(app, &job).await {
        Ok(result) => rows::finish(&app.db, id, result, app.clock.now()).await?,
        Err(error) => {
            tracing::error!(%error, job = %id, kind, "a job failed");
            let sentence = match &error {
                WebError::Refused(sentence) => sentence.clone(),
                _ => "系统这边出了问题，没有写入任何数据。请再试一次；还不行，请联系管理员"
                    .to_owned(),
            };
            let again = !matches!(error, WebError::Refused(_));
            rows::fail(&app.db, id, &sentence, again, app.clock.now()).await?;
        }
    }
    Ok(true)
}

/// What is done by itself once an hour.
pub async fn go_round(app: &App) -> Result<(), WebError> {
    let given_up = crate::imports::actions::give_up_left_lying(app).await?;
    if given_up > 0 {
        tracing::info!(given_up, "unfinished imports were given up");
    }
    Ok(())
}

async fn dispatch(app: &App, job: &rows::job::Model) -> WebResult<serde_json::Value> {
    match job.kind.as_str() {
        crate::audit::jobs::VERIFY => crate::audit::jobs::verify(app).await,
        crate::imports::JOB => crate::imports::actions::run(app, job).await,
        crate::registration::FILL_JOB => crate::registration::fill_job(app, job).await,
        crate::people::PHOTOS_JOB => crate::people::take_photos(app, job).await,
        other => Err(WebError::internal(format!("no such job: {other}"))),
    }
}
