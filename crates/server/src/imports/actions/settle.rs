//! Which sheet, which column: what a person settles before the rows are checked.

use domain::import::Mapping;
use sea_orm::Set;
use serde_json::json;
use store::Tx;
use store::import::{self as rows, batch};

use super::super::checkup::Task;
use super::super::columns::{self, Columns};
use super::super::options::Options;
use super::super::reading::{self, NotTaken, Source};
use super::super::record::Import;
use super::begin::{mapped, settled};
use super::{Form, record};
use crate::shell::{App, WebError, WebResult};

/// Read this one of several sheets; answers where to go on.
pub(crate) async fn choose_sheet(
    app: &App,
    form: &Form<'_>,
    import: &Import,
    sheet: &str,
) -> WebResult<Result<String, NotTaken>> {
    let columns = match columns_of(app, import, sheet).await? {
        Ok(columns) => columns,
        Err(why) => return Ok(Err(why)),
    };
    let tx = app.db.begin().await?;
    if let Some(location) = form.sent_before(app, &tx).await? {
        return Ok(Ok(location));
    }
    import.must_be_open(&tx).await?;
    let options = Options {
        sheet: Some(sheet.to_owned()),
        ..import.options.clone()
    };
    let import = with_options(app, &tx, import, &options).await?;
    let location = match columns {
        Columns::Clear(mapping) => {
            mapped(&tx, &import, mapping).await?;
            import.path("check")
        }
        Columns::Unclear | Columns::Refused(_) => import.path("columns"),
    };
    form.led_to(&tx, &location).await?;
    record(
        app,
        &tx,
        form.permit,
        &import,
        "choose_import_sheet",
        Some(json!({ "sheet": sheet })),
    )
    .await?;
    tx.commit().await?;
    Ok(Ok(location))
}

/// The columns of one of the sheets, unless it is refused as a whole.
async fn columns_of(
    app: &App,
    import: &Import,
    sheet: &str,
) -> WebResult<Result<Columns, NotTaken>> {
    let source = Source {
        sheet: Some(sheet),
        ..import.source()
    };
    let grid = match reading::reread(app, &source).await? {
        Ok(grid) => grid,
        Err(why) => return Ok(Err(why.into())),
    };
    let columns = columns::look(app.db.read(), import.kind, &grid).await?;
    let name = import.batch.file_name.clone();
    let task = Task::new(name, grid, import.kind, import.options.clone());
    Ok(match settled(app, columns, task).await? {
        Columns::Refused(why) => Err(why.into()),
        columns => Ok(columns),
    })
}

/// The import with other options, as its row says from now on.
async fn with_options(app: &App, tx: &Tx, import: &Import, options: &Options) -> WebResult<Import> {
    let options = serde_json::to_value(options).map_err(WebError::internal)?;
    let change = batch::ActiveModel {
        options: Set(options),
        ..Default::default()
    };
    rows::save_batch(tx, import.id(), import.batch.version, change).await?;
    Import::load(app, tx, import.id()).await
}

/// The columns as a person mapped them; remembered for the next file with the same header.
pub(crate) async fn map_columns(
    app: &App,
    form: &Form<'_>,
    import: &Import,
    mapping: Mapping,
    fingerprint: &str,
    create_structure: bool,
) -> WebResult<String> {
    let tx = app.db.begin().await?;
    if let Some(location) = form.sent_before(app, &tx).await? {
        return Ok(location);
    }
    import.must_be_open(&tx).await?;
    let options = Options {
        create_structure,
        ..import.options.clone()
    };
    let import = with_options(app, &tx, import, &options).await?;
    // The row of the header belongs to this file, the columns to every file that looks like it.
    let kept = Mapping {
        header_row: None,
        ..mapping.clone()
    };
    let kept = serde_json::to_value(&kept).map_err(WebError::internal)?;
    rows::remember(&tx, import.kind.key(), fingerprint, kept).await?;
    let columns = json!({ "columns": mapping.fields });
    mapped(&tx, &import, Some(mapping)).await?;
    let location = import.path("check");
    form.led_to(&tx, &location).await?;
    record(
        app,
        &tx,
        form.permit,
        &import,
        "map_import_columns",
        Some(columns),
    )
    .await?;
    tx.commit().await?;
    Ok(location)
}
