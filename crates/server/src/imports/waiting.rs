//! Imports that a person began and did not finish wait on the desk.

use crate::desk::Waiting;
use crate::shell::{App, Visitor, WebResult};

use super::kinds::Kind;

pub(crate) async fn waiting(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    let open = store::import::unfinished(app.db.read(), visitor.actor.account()).await?;
    let waits = open.into_iter().filter_map(|batch| {
        let kind =
            Kind::of_key(&batch.kind).filter(|kind| visitor.actor.may_somewhere(kind.action()))?;
        Some(Waiting {
            act: "完成导入",
            title: format!("{kind}：{}", batch.file_name),
            note: format!("{}，还没有写入", batch.state.label()),
            href: format!("/imports/{}", batch.id),
            from: visitor.actor.name().to_owned(),
            since: batch.created_at,
            due: None,
            review: None,
        })
    });
    Ok(waits.collect())
}
