//! Taking an import back, until something stands on it.

use domain::import::ImportState;
use sea_orm::Set;
use serde_json::json;
use store::import::{self as rows, batch};

use super::super::kinds::{self, Destination, Obstacle};
use super::super::record::Import;
use super::{Form, record};
use crate::shell::{App, WebError, WebResult};

/// Take the import back; the obstacles if it cannot be.
pub(crate) async fn undo(
    app: &App,
    form: &Form<'_>,
    import: &Import,
) -> WebResult<Result<String, Vec<Obstacle>>> {
    let tx = app.db.begin().await?;
    if form.sent_before(app, &tx).await?.is_some() {
        return Ok(Ok(String::new()));
    }
    let import = Import::load(app, &tx, import.id()).await?;
    match import.batch.state {
        ImportState::Done => {}
        other => {
            return Err(WebError::refused(format!(
                "这次导入{}，没有可以撤销的",
                other.label()
            )));
        }
    }
    let obstacles = kinds::obstacles(app, &tx, &import).await?;
    if !obstacles.is_empty() {
        return Ok(Err(obstacles));
    }
    let to = Destination {
        app,
        tx: &tx,
        batch: import.id(),
        permit: form.permit,
    };
    let said = kinds::undo(&to, &import).await?;
    let change = batch::ActiveModel {
        state: Set(ImportState::Undone),
        undone_at: Set(Some(app.clock.now())),
        ..Default::default()
    };
    rows::save_batch(&tx, import.id(), import.batch.version, change).await?;
    form.led_to(&tx, &import.path("result")).await?;
    record(
        app,
        &tx,
        form.permit,
        &import,
        "undo_import",
        Some(json!({ "done": said })),
    )
    .await?;
    tx.commit().await?;
    Ok(Ok(said))
}
