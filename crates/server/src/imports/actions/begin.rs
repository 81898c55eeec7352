//! Beginning an import: the file is kept by its hash, the same file again is recognised.

use documents::sheets::Unreadable;
use domain::access::Permit;
use domain::import::{ImportState, Mapping};
use sea_orm::Set;
use serde_json::json;
use store::import::{self as rows, batch};
use store::{Tx, files};

use super::super::checkup::{self, Task};
use super::super::columns::{self, Columns};
use super::super::kinds::Kind;
use super::super::options::Options;
use super::super::reading::{self, NotTaken, Source};
use super::super::record::Import;
use super::{Form, record};
use crate::shell::{App, WebError, WebResult};

/// What came of an upload.
pub(crate) enum Begun {
    /// Go on here.
    At(String),
    /// These very bytes were imported and stand.
    Before(batch::Model),
    /// The sentence belongs beside the file field.
    NotTaken(NotTaken),
}

/// Begin an import of an uploaded file (name and bytes), or find the one that has begun or is done with the same bytes.
pub(crate) async fn begin(
    app: &App,
    form: &Form<'_>,
    kind: Kind,
    options: Options,
    sent: (String, Vec<u8>),
) -> WebResult<Begun> {
    let (name, bytes) = sent;
    let sha256 = files::sha256(&bytes);
    for done in rows::done_with(app.db.read(), kind.key(), &sha256).await? {
        // The same scores may be meant for another round.
        if Import::of(app, done.clone())?.options.same_aim(&options) {
            return Ok(Begun::Before(done));
        }
    }
    let seen = match look(app, kind, &options, (&name, &sha256, &bytes)).await? {
        Ok(seen) => seen,
        Err(why) => return Ok(Begun::NotTaken(why)),
    };
    let size = bytes.len();
    app.files.put(bytes).await?;
    let tx = app.db.begin().await?;
    if let Some(location) = form.sent_before(app, &tx).await? {
        return Ok(Begun::At(location));
    }
    files::record(&tx, &sha256, size, media(&name), app.clock.now()).await?;
    let options = Options {
        sheets: seen.sheets,
        ..options
    };
    let import = found_or_new(app, &tx, form, kind, (&name, &sha256), options).await?;
    let location = go_on(&tx, &import, seen.columns).await?;
    form.led_to(&tx, &location).await?;
    record(
        app,
        &tx,
        form.permit,
        &import,
        "upload_import",
        Some(json!({ "kind": kind.key(), "bytes": size })),
    )
    .await?;
    tx.commit().await?;
    Ok(Begun::At(location))
}

/// The visitor's own import of these bytes that is not finished, or a new one.
async fn found_or_new(
    app: &App,
    tx: &Tx,
    form: &Form<'_>,
    kind: Kind,
    (name, sha256): (&str, &str),
    options: Options,
) -> WebResult<Import> {
    let open = rows::unfinished_with(tx, kind.key(), sha256, form.account()?).await?;
    let open = open.map(|open| Import::of(app, open)).transpose()?;
    match open.filter(|open| open.options.same_aim(&options)) {
        Some(open) => Ok(open),
        None => insert(app, tx, form.permit, kind, (name, sha256), options).await,
    }
}

/// What reading a file for the first time showed.
struct Seen {
    columns: Option<Columns>,
    sheets: Vec<String>,
}

async fn look(
    app: &App,
    kind: Kind,
    options: &Options,
    (name, sha256, bytes): (&str, &str, &[u8]),
) -> WebResult<Result<Seen, NotTaken>> {
    let source = Source {
        sha256,
        name,
        sheet: None,
    };
    let grid = match reading::read(app, &source, bytes.to_vec()).await? {
        Ok(grid) => grid,
        Err(Unreadable::TwoSheets { names }) => {
            return Ok(Ok(Seen {
                columns: None,
                sheets: names,
            }));
        }
        Err(why) => return Ok(Err(why.into())),
    };
    let columns = columns::look(app.db.read(), kind, &grid).await?;
    let task = Task::new(name.to_owned(), grid, kind, options.clone());
    Ok(match settled(app, columns, task).await? {
        Columns::Refused(why) => Err(why.into()),
        columns => Ok(Seen {
            columns: Some(columns),
            sheets: Vec::new(),
        }),
    })
}

/// A file whose columns are clear may still be refused as a whole: it has no rows, or too many.
pub(super) async fn settled(app: &App, columns: Columns, task: Task) -> WebResult<Columns> {
    let Columns::Clear(mapping) = columns else {
        return Ok(columns);
    };
    let task = Task {
        mapping: mapping.clone(),
        ..task
    };
    Ok(checkup::refusal(app, task)
        .await?
        .map_or(Columns::Clear(mapping), Columns::Refused))
}

async fn insert(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    kind: Kind,
    (name, sha256): (&str, &str),
    options: Options,
) -> WebResult<Import> {
    let options = serde_json::to_value(&options).map_err(WebError::internal)?;
    let now = app.clock.now();
    let id =
        rows::create_batch(tx, kind.key(), sha256, name, options, permit.account(), now).await?;
    Import::load(app, tx, id).await
}

/// To the page where a person is needed next.
async fn go_on(tx: &Tx, import: &Import, columns: Option<Columns>) -> WebResult<String> {
    match columns {
        _ if import.batch.state != ImportState::Uploaded => Ok(import.path("check")),
        None => Ok(import.path("sheet")),
        Some(Columns::Clear(mapping)) => {
            mapped(tx, import, mapping).await?;
            Ok(import.path("check"))
        }
        Some(Columns::Unclear | Columns::Refused(_)) => Ok(import.path("columns")),
    }
}

/// The columns are settled.
pub(super) async fn mapped(tx: &Tx, import: &Import, mapping: Option<Mapping>) -> WebResult<()> {
    let mapping = mapping
        .map(serde_json::to_value)
        .transpose()
        .map_err(WebError::internal)?;
    let change = batch::ActiveModel {
        state: Set(ImportState::Mapped),
        mapping: Set(mapping),
        ..Default::default()
    };
    Ok(rows::save_batch(tx, import.id(), import.batch.version, change).await?)
}

/// Check the stored file of a finished import anew, as an import of its own.
pub(crate) async fn again(app: &App, form: &Form<'_>, old: &Import) -> WebResult<String> {
    let tx = app.db.begin().await?;
    if let Some(location) = form.sent_before(app, &tx).await? {
        return Ok(location);
    }
    let file = (old.batch.file_name.as_str(), old.batch.file_sha256.as_str());
    let import = insert(app, &tx, form.permit, old.kind, file, old.options.clone()).await?;
    mapped(&tx, &import, old.mapping.clone()).await?;
    let location = import.path("check");
    form.led_to(&tx, &location).await?;
    record(
        app,
        &tx,
        form.permit,
        &import,
        "repeat_import",
        Some(json!({ "of": old.id() })),
    )
    .await?;
    tx.commit().await?;
    Ok(location)
}

/// An import of the command line, inside the caller's transaction; the bytes are kept already.
pub(crate) async fn begin_quietly(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    kind: Kind,
    options: Options,
    (name, sha256, size): (&str, &str, usize),
) -> WebResult<Import> {
    files::record(tx, sha256, size, media(name), app.clock.now()).await?;
    insert(app, tx, permit, kind, (name, sha256), options).await
}

fn media(name: &str) -> &'static str {
    match name
        .rsplit('.')
        .next()
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        Some("xls") => "application/vnd.ms-excel",
        Some("csv" | "txt") => "text/csv",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
}
