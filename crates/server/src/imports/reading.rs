//! From the bytes of an upload to a grid: always in the limited child, and not again for every page of the wizard.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use documents::sheets::{Limits, Unreadable, sandbox};
use domain::import::FileRefused;
use domain::import::grid::Grid;

use crate::shell::{App, WebError, WebResult};

/// Why a file is not taken, before any row of it is looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotTaken {
    /// It cannot be read as a sheet.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// It is a sheet of something else, or of nothing.
    #[error(transparent)]
    Refused(#[from] FileRefused),
}

impl NotTaken {
    /// A word that stays the same from release to release.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Unreadable(why) => why.kind(),
            Self::Refused(why) => why.kind(),
        }
    }
}

/// Grids that were read lately, the last one first: going through the wizard reads a file once.
static LATELY: LazyLock<Mutex<VecDeque<Kept>>> = LazyLock::new(Mutex::default);
const KEPT: usize = 4;

struct Kept {
    sha256: String,
    name: String,
    sheet: Option<String>,
    grid: Arc<Grid>,
}

/// A file to read.
#[derive(Clone, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) sha256: &'a str,
    pub(crate) name: &'a str,
    /// The sheet to read where several hold data.
    pub(crate) sheet: Option<&'a str>,
}

/// Read bytes that were just sent.
pub(crate) async fn read(
    app: &App,
    source: &Source<'_>,
    bytes: Vec<u8>,
) -> WebResult<Result<Arc<Grid>, Unreadable>> {
    let program = app.config.program.clone();
    let name = source.name.to_owned();
    let limits = Limits {
        sheet: source.sheet.map(str::to_owned),
        ..Limits::default()
    };
    let read = move || sandbox::read(&program, &bytes, &name, &limits);
    let grid = tokio::task::spawn_blocking(read)
        .await
        .map_err(WebError::internal)?;
    Ok(grid.map(|grid| keep(source, grid)))
}

/// Read a stored file, or take it from what was read lately.
pub(crate) async fn reread(
    app: &App,
    source: &Source<'_>,
) -> WebResult<Result<Arc<Grid>, Unreadable>> {
    if let Some(grid) = kept(source) {
        return Ok(Ok(grid));
    }
    let bytes = app.files.get(source.sha256).await?;
    read(app, source, bytes).await
}

fn kept(source: &Source<'_>) -> Option<Arc<Grid>> {
    let lately = LATELY.lock().unwrap_or_else(PoisonError::into_inner);
    let same = |kept: &&Kept| {
        kept.sha256 == source.sha256
            && kept.name == source.name
            && kept.sheet.as_deref() == source.sheet
    };
    lately.iter().find(same).map(|kept| Arc::clone(&kept.grid))
}

fn keep(source: &Source<'_>, grid: Grid) -> Arc<Grid> {
    let grid = Arc::new(grid);
    let mut lately = LATELY.lock().unwrap_or_else(PoisonError::into_inner);
    lately.push_front(Kept {
        sha256: source.sha256.to_owned(),
        name: source.name.to_owned(),
        sheet: source.sheet.map(str::to_owned),
        grid: Arc::clone(&grid),
    });
    lately.truncate(KEPT);
    grid
}

/// Forget a file that is done with: it holds people's numbers.
pub(crate) fn forget(sha256: &str) {
    let mut lately = LATELY.lock().unwrap_or_else(PoisonError::into_inner);
    lately.retain(|kept| kept.sha256 != sha256);
}
