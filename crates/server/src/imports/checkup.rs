//! The check of a file against the records of this moment, for the pages, the command line and the write alike.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::import::grid::Grid;
use domain::import::{FileRefused, Fixes, Mapping, Request};
use sea_orm::ConnectionTrait;

use super::decisions::Decisions;
use super::kinds::{Base, Fate, Kind, Outcomes};
use super::lists::{Counts, Lists};
use super::options::Options;
use super::reading::{self, NotTaken};
use super::record::Import;
use crate::shell::{App, WebError, WebResult};

/// A file with everything that is known about its rows.
pub(crate) struct Checkup {
    pub(crate) grid: Arc<Grid>,
    pub(crate) base: Base,
    pub(crate) outcomes: Outcomes,
    pub(crate) lists: Lists,
    pub(crate) counts: Counts,
    pub(crate) took: Duration,
}

/// What to check.
#[derive(Clone)]
pub(crate) struct Task {
    pub(crate) file: String,
    pub(crate) grid: Arc<Grid>,
    pub(crate) kind: Kind,
    pub(crate) options: Options,
    pub(crate) mapping: Option<Mapping>,
    pub(crate) decisions: Decisions,
}

impl Task {
    /// A file about which nobody decided anything yet.
    pub(crate) fn new(file: String, grid: Arc<Grid>, kind: Kind, options: Options) -> Self {
        Self {
            file,
            grid,
            kind,
            options,
            mapping: None,
            decisions: Decisions::default(),
        }
    }
}

/// Why the file is refused as a whole, if it is; looked at before anything is kept.
pub(crate) async fn refusal(app: &App, task: Task) -> WebResult<Option<FileRefused>> {
    Ok(run(app, app.db.read(), task).await?.err())
}

/// Check the file of an import.
pub(crate) async fn of_import(
    app: &App,
    db: &impl ConnectionTrait,
    import: &Import,
) -> WebResult<Result<Checkup, NotTaken>> {
    let grid = match reading::reread(app, &import.source()).await? {
        Ok(grid) => grid,
        Err(why) => return Ok(Err(why.into())),
    };
    let task = Task {
        file: import.batch.file_name.clone(),
        grid,
        kind: import.kind,
        options: import.options.clone(),
        mapping: import.mapping.clone(),
        decisions: import.decisions.clone(),
    };
    Ok(run(app, db, task).await?.map_err(NotTaken::from))
}

/// Check a grid. Rows are checked on a thread of their own, since thousands take their time.
pub(crate) async fn run(
    app: &App,
    db: &impl ConnectionTrait,
    task: Task,
) -> WebResult<Result<Checkup, FileRefused>> {
    let started = Instant::now();
    let base = Base::load(app, db, task.kind, &task.options).await?;
    let checked = tokio::task::spawn_blocking(move || check(base, task))
        .await
        .map_err(WebError::internal)?;
    Ok(checked.map(|checkup| Checkup {
        took: started.elapsed(),
        ..checkup
    }))
}

fn check(base: Base, task: Task) -> Result<Checkup, FileRefused> {
    let Task {
        file,
        grid,
        kind,
        options,
        mapping,
        decisions,
    } = task;
    let outcomes = base.check(
        request(&file, &grid, mapping.as_ref(), &decisions.fixes),
        &options,
    )?;
    let clashes = if decisions.fixes.kept.is_empty() {
        outcomes.fates.clone()
    } else {
        // What is kept is no difference any more; the page still shows both values.
        let fixes = Fixes {
            kept: std::collections::BTreeMap::new(),
            ..decisions.fixes.clone()
        };
        let all: Vec<Fate> = base
            .check(request(&file, &grid, mapping.as_ref(), &fixes), &options)?
            .fates;
        all
    };
    let lists = Lists::of(
        kind,
        &outcomes.report,
        &outcomes.fates,
        &clashes,
        &decisions,
    );
    let counts = lists.counts(&outcomes.report, &outcomes.fates);
    Ok(Checkup {
        grid,
        base,
        outcomes,
        lists,
        counts,
        took: Duration::ZERO,
    })
}

fn request<'a>(
    file: &'a str,
    grid: &'a Grid,
    mapping: Option<&'a Mapping>,
    fixes: &'a Fixes,
) -> Request<'a> {
    Request {
        file,
        grid,
        mapping,
        fixes,
    }
}
