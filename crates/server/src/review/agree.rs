//! Several reviews approved with one look: all of them, or none (ux-security A6.1).

use domain::access::{Actor, Permit};
use domain::ids::{ListId, ReviewId};
use domain::review::ReviewKind;
use store::review as rows;
use store::{StoreError, operations};

use super::actions::author;
use crate::projects::actions as projects;
use crate::registration::actions as registration;
use crate::shell::{App, WebError, WebResult};

/// One of them, as the page showed it.
pub(super) struct Agreed {
    pub(super) review: ReviewId,
    /// The version the area's own form carries.
    pub(super) version: i32,
    pub(super) permit: Permit,
}

/// Approve them in one transaction.
pub(super) async fn approve_all(
    app: &App,
    actor: &Actor,
    all: &[Agreed],
    op_id: &str,
) -> WebResult<()> {
    let mut tx = app.db.begin().await?;
    let Some(first) = all.first() else {
        return Err(WebError::refused("没有选要同意的，请至少选一件"));
    };
    let by = author(&first.permit)?;
    if operations::first_time(&tx, by, op_id, app.clock.now())
        .await?
        .is_some()
    {
        return Ok(());
    }
    operations::led_to(&tx, by, op_id, "/?tab=done").await?;
    for one in all {
        let kept = rows::review(&tx, one.review).await?;
        let title = kept.title.clone();
        let done = match kept.review.kind {
            ReviewKind::Project => projects::decide_in(
                app,
                &tx,
                actor,
                &one.permit,
                (&kept, one.version),
                &projects::Decision::Approve,
            )
            .await
            .map(|()| tx),
            ReviewKind::RegistrationList => {
                let list = (ListId::new(kept.object_id), one.version);
                registration::approve_in(app, tx, actor, &one.permit, list)
                    .await
                    .map(|(tx, _)| tx)
            }
            ReviewKind::Wish => {
                crate::guidance::decide_in(app, &tx, actor, &one.permit, (&kept, one.version), None)
                    .await
                    .map(|()| tx)
            }
        };
        tx = done.map_err(|why| match why {
            WebError::Store(StoreError::Stale) => WebError::refused(format!(
                "「{title}」刚刚有变化，一件也没有同意。请重新打开再看一遍"
            )),
            other => other,
        })?;
    }
    tx.commit().await?;
    Ok(())
}
