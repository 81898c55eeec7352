//! What waits for whom: coming to an opening one was named for.

use domain::access::Action;
use domain::dates::{day_of, on_the_wall};
use store::selection::papers as rows;

use crate::desk::Waiting;
use crate::shell::{App, Visitor, WebResult};

/// The openings that wait for the visitor to come.
pub(crate) async fn waiting(app: &App, visitor: &Visitor) -> WebResult<Vec<Waiting>> {
    if !visitor.actor.may_somewhere(Action::OpenPapers) {
        return Ok(Vec::new());
    }
    let (db, now) = (app.db.read(), app.clock.now());
    let found = rows::waiting_for(db, visitor.actor.account(), now).await?;
    let mut waiting = Vec::with_capacity(found.len());
    for (opening, paper) in found {
        let (from, to) = (
            on_the_wall(opening.window_from),
            on_the_wall(opening.window_to),
        );
        waiting.push(Waiting {
            act: "一起启封试卷",
            title: format!("试卷「{}」第 {} 版", paper.name, paper.number),
            note: format!("{} ～ {}", from.format("%H:%M"), to.format("%H:%M")),
            href: format!("/papers/{}", paper.id),
            from: store::identity::account(db, opening.first_by).await?.name,
            since: opening.asked_at,
            due: Some(day_of(opening.window_to)),
            review: None,
        });
    }
    Ok(waiting)
}
