//! A channel that does not work waits for the administrator.

use domain::access::Action;
use store::notices::channels;

use crate::desk::Waiting;
use crate::shell::{App, Visitor, WebResult};

pub(crate) async fn waiting(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    if !visitor.actor.may_somewhere(Action::ManageChannels) {
        return Ok(Vec::new());
    }
    let troubled = channels(app.db.read())
        .await?
        .into_iter()
        .filter_map(|row| {
            let (why, since) = (row.problem?, row.problem_at?);
            row.enabled.then(|| Waiting {
                act: "处理通知渠道",
                title: row.kind.label().to_owned(),
                note: why,
                href: format!("/channels/{}", row.kind.value()),
                from: "系统".to_owned(),
                since,
                due: None,
                review: None,
            })
        });
    Ok(troubled.collect())
}
