//! The public notice of a result, for everybody of the school who is signed in (plan 4.3.2).

use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Action;
use domain::ids::RoundId;
use store::StoreError;

use super::decide::notice;
use super::result::subject;
use crate::selection::sight::Sight;
use crate::selection::views::NoticePage;
use crate::shell::{App, Layout, Nav, Visitor, WebResult, page};

pub(in crate::selection) async fn public(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<RoundId>,
) -> WebResult<Response> {
    let sight = Sight::of_public(&app, id).await?;
    if !sight.round.state.is_told() {
        return Err(StoreError::NotFound.into());
    }
    let loaded = subject(&app, &sight).await?;
    let notice = notice(&app, &sight).await?;
    let layout = Layout::of(&app, &visitor, Nav::Selection).await?;
    let may_appeal = visitor.actor.may_somewhere(Action::FileAppeal);
    page(&NoticePage::new(
        &app,
        layout,
        &loaded.subject(&sight),
        notice,
        may_appeal,
    ))
}
