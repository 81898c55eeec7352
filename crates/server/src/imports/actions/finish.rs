//! The end of the wizard: confirmed and handed to the background, or given up.

use domain::access::{Action, Permit};
use domain::import::ImportState;
use sea_orm::Set;
use serde_json::json;
use store::audit::{self, AuditDraft};
use store::import::{self as rows, batch};
use store::messages::{self, MessageDraft};
use store::{StoreError, jobs};

use super::super::JOB;
use super::super::lists::Counts;
use super::super::reading;
use super::super::record::{Import, given_up_before};
use super::{Form, record};
use crate::shell::{App, WebError, WebResult};

/// Hand the import to the background; `version` and `counts` are those of the page that was confirmed.
pub(crate) async fn confirm(
    app: &App,
    form: &Form<'_>,
    import: &Import,
    version: i32,
    counts: Counts,
) -> WebResult<String> {
    let tx = app.db.begin().await?;
    if let Some(location) = form.sent_before(app, &tx).await? {
        return Ok(location);
    }
    let import = Import::load(app, &tx, import.id()).await?;
    import.must_be_open(&tx).await?;
    if import.batch.version != version {
        return Err(StoreError::Stale.into());
    }
    let payload = json!({
        "title": format!("导入 {} 行", counts.ready()),
        "result": import.path("result"),
        "batch": import.id(),
    });
    let now = app.clock.now();
    let job = jobs::enqueue(&tx, JOB, payload, Some(form.account()?), now).await?;
    let kept = serde_json::to_value(counts).map_err(WebError::internal)?;
    let change = batch::ActiveModel {
        state: Set(ImportState::Writing),
        counts: Set(Some(kept.clone())),
        job_id: Set(Some(job)),
        ..Default::default()
    };
    rows::save_batch(&tx, import.id(), version, change).await?;
    let location = format!("/jobs/{job}");
    form.led_to(&tx, &location).await?;
    record(app, &tx, form.permit, &import, "confirm_import", Some(kept)).await?;
    tx.commit().await?;
    Ok(location)
}

/// Give the import up. Its file stays under its hash, the grid in memory goes.
pub(crate) async fn abandon(app: &App, form: &Form<'_>, import: &Import) -> WebResult<()> {
    let tx = app.db.begin().await?;
    if form.sent_before(app, &tx).await?.is_some() {
        return Ok(());
    }
    let import = Import::load(app, &tx, import.id()).await?;
    import.must_be_open(&tx).await?;
    let change = batch::ActiveModel {
        state: Set(ImportState::Abandoned),
        ..Default::default()
    };
    rows::save_batch(&tx, import.id(), import.batch.version, change).await?;
    form.led_to(&tx, "/imports").await?;
    record(app, &tx, form.permit, &import, "abandon_import", None).await?;
    tx.commit().await?;
    reading::forget(&import.batch.file_sha256);
    Ok(())
}

/// Give up what nobody finished in a fortnight, and tell whoever began it. Answers how many that were.
pub(crate) async fn give_up_left_lying(app: &App) -> WebResult<usize> {
    let now = app.clock.now();
    let left = rows::left_lying(app.db.read(), given_up_before(now)).await?;
    let mut given_up = 0;
    for batch in left {
        let tx = app.db.begin().await?;
        let change = batch::ActiveModel {
            state: Set(ImportState::Abandoned),
            ..Default::default()
        };
        match rows::save_batch(&tx, batch.id, batch.version, change).await {
            // Its person went on with it this very moment.
            Err(StoreError::Stale) => continue,
            saved => saved?,
        }
        if let Some(account) = batch.created_by {
            let draft = MessageDraft {
                account,
                title: &format!("「{}」的导入 14 天没有完成，系统已放弃", batch.file_name),
                body: "没有改动任何数据。要再导入，请重新上传文件。",
                link: Some("/imports"),
            };
            messages::send(&tx, &draft, now).await?;
        }
        let permit = Permit::system("系统", Action::ImportStudents);
        let draft = AuditDraft::new(&permit, now, "abandon_import")
            .on("import", batch.id.into(), &batch.file_name)
            .because("14 天没有完成");
        audit::write(&tx, draft).await?;
        tx.commit().await?;
        reading::forget(&batch.file_sha256);
        given_up += 1;
    }
    Ok(given_up)
}

/// The wrong rows leave the program with whole numbers: that is recorded like every export.
pub(crate) async fn note_download(
    app: &App,
    form: &Form<'_>,
    import: &Import,
    rows: usize,
) -> WebResult<()> {
    let tx = app.db.begin().await?;
    record(
        app,
        &tx,
        form.permit,
        import,
        "download_wrong_rows",
        Some(json!({ "rows": rows })),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
