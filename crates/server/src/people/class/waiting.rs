//! What waits for a class teacher: those who have not brought everything, and rows that came back.

use domain::access::Action;
use store::registration::list;

use super::page::own_lists;
use super::scene::Scene;
use crate::desk::Waiting;
use crate::shell::{App, Visitor, WebResult};

pub(in super::super) async fn waiting(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    if !visitor.actor.may_somewhere(Action::HelpRegistration) {
        return Ok(Vec::new());
    }
    let mut waiting = Vec::new();
    for (id, _) in own_lists(app, visitor).await? {
        let scene = Scene::of(app, visitor, id).await?;
        let (missing, returned) = (scene.lacking().len(), scene.returned().len());
        let line = |act, title: String, list: &list::Model| Waiting {
            act,
            title,
            note: scene.work.short_title(),
            href: format!("/my-class/{id}"),
            from: visitor.actor.name().to_owned(),
            since: list.submitted_at.unwrap_or(list.created_at),
            due: scene.work.project.registration_deadline,
            review: None,
        };
        let class = scene.class();
        if returned > 0 {
            let title = format!("{class} {returned} 人被退回");
            waiting.push(line("改正退回的报名", title, &scene.list));
        }
        if missing > 0 {
            let title = format!("{class} 还有 {missing} 人没交齐");
            waiting.push(line("催齐报名材料", title, &scene.list));
        }
    }
    Ok(waiting)
}
