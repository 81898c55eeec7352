//! The write: everything or nothing, in one transaction, against the records of that moment.

use std::collections::BTreeSet;

use domain::access::{Actor, Permit, SecondFactor};
use domain::ids::BatchId;
use domain::import::ImportState;
use domain::notices::NoticeKind;
use sea_orm::Set;
use serde_json::{Value, json};
use store::import::{self as rows, batch};
use store::jobs::{self, job};
use store::{StoreError, Tx, identity};

use super::super::checkup::{self, Checkup};
use super::super::kinds::{self, Destination};
use super::super::lists::Counts;
use super::super::reading;
use super::super::record::Import;
use super::record;
use crate::notices::{Notice, tell};
use crate::shell::{App, WebError, WebResult};

/// The background job of a confirmed import. Run twice, it writes once.
pub(crate) async fn run(app: &App, job: &job::Model) -> WebResult<Value> {
    let id = job
        .payload
        .get("batch")
        .and_then(Value::as_i64)
        .map(BatchId::new)
        .ok_or(StoreError::NotFound)?;
    let import = Import::load(app, app.db.read(), id).await?;
    if import.batch.state != ImportState::Writing {
        return Ok(json!({}));
    }
    let permit = permit_of(app, &import).await?;
    let confirmed = import.counts().ok_or(StoreError::NotFound)?;
    let total = i64::try_from(confirmed.ready()).unwrap_or(i64::MAX);
    jobs::progress(&app.db, job.id, 0, total, None).await?;
    let source = import.source();
    reading::reread(app, &source)
        .await?
        .map_err(|why| WebError::refused(why.to_string()))?;
    let tx = app.db.begin().await?;
    let import = Import::load(app, &tx, id).await?;
    let checked = checkup::of_import(app, &tx, &import).await?;
    let checked = checked.map_err(|why| WebError::refused(why.to_string()))?;
    if checked.counts != confirmed {
        return Err(WebError::refused(
            "确认以后学校的数据有了变化，结果和你看到的不同，全部没有写入。请回到这次导入，看过新的结果再确认",
        ));
    }
    let take = checked.lists.ready.clone();
    write(app, &tx, &permit, &import, checked, &take).await?;
    tell_author(app, &tx, &import, confirmed).await?;
    finish(app, &tx, &permit, &import, confirmed).await?;
    tx.commit().await?;
    reading::forget(&import.batch.file_sha256);
    jobs::progress(&app.db, job.id, total, total, None).await?;
    serde_json::to_value(confirmed).map_err(WebError::internal)
}

/// Tell the person who confirmed that it is written.
async fn tell_author(app: &App, tx: &Tx, import: &Import, counts: Counts) -> WebResult<()> {
    let Some(account) = import.batch.created_by else {
        return Ok(());
    };
    let notice = Notice {
        title: format!("已导入 {} 行：{}", counts.ready(), import.batch.file_name),
        body: said(counts),
        link: Some(import.path("result")),
        kind: NoticeKind::Outcome,
        due: None,
    };
    tell(app, tx, &[account], notice).await
}

/// Write every row that is not refused, as the command line does, and finish the import.
pub(crate) async fn write_all(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    import: &Import,
    checked: Checkup,
) -> WebResult<()> {
    let rows = checked.outcomes.fates.iter().map(|fate| fate.row);
    let take: BTreeSet<u32> = rows
        .filter(|row| !checked.lists.refused.contains(row))
        .collect();
    let report = &checked.outcomes.report;
    let counts = Counts {
        rows: report.rows,
        new: report.new,
        changed: report.changed,
        same: report.same,
        refused: report.refused(),
        ..Counts::default()
    };
    write(app, tx, permit, import, checked, &take).await?;
    finish(app, tx, permit, import, counts).await
}

/// Write the rows of `take` in the caller's transaction.
async fn write(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    import: &Import,
    checked: Checkup,
    take: &BTreeSet<u32>,
) -> WebResult<()> {
    let Checkup { base, outcomes, .. } = checked;
    let to = Destination {
        app,
        tx,
        batch: import.id(),
        permit,
    };
    base.write(&to, outcomes, take).await
}

/// Mark the import as done and record it; last in the transaction.
async fn finish(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    import: &Import,
    counts: Counts,
) -> WebResult<()> {
    let kept = serde_json::to_value(counts).map_err(WebError::internal)?;
    let change = batch::ActiveModel {
        state: Set(ImportState::Done),
        counts: Set(Some(kept.clone())),
        done_at: Set(Some(app.clock.now())),
        ..Default::default()
    };
    rows::save_batch(tx, import.id(), import.batch.version, change).await?;
    record(app, tx, permit, import, "write_import", Some(kept)).await
}

/// "新增 40 人，修改 305 人…"
fn said(counts: Counts) -> String {
    let out = counts.refused + counts.waiting + counts.skipped;
    format!(
        "新增 {}，修改 {}，不变 {}，没有导入 {out}。",
        counts.new, counts.changed, counts.same
    )
}

/// The right of the person who confirmed, as it is now: whoever left the post writes nothing any more.
async fn permit_of(app: &App, import: &Import) -> WebResult<Permit> {
    let account = import.batch.created_by.ok_or(StoreError::NotFound)?;
    let person = identity::account(app.db.read(), account).await?;
    let holdings = identity::holdings(app.db.read(), account).await?;
    let actor = Actor::new(
        account,
        person.name,
        holdings,
        SecondFactor::Waived,
        app.clock.today(),
    );
    let place = kinds::place(app.db.read(), import.kind, &import.options).await?;
    actor.permit(import.kind.action(), &place).map_err(|_| {
        WebError::refused("确认导入的人现在不能导入了，全部没有写入。请由能办的人重新上传")
    })
}
