//! One's own messages only; a read mark is nobody else's business and leaves no row in the record.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::dates::{on_the_wall, time_words};
use domain::ids::MessageId;
use serde::Deserialize;
use store::messages as rows;
use store::{Page, Paged};

use crate::shell::{App, Flash, Layout, Nav, Pager, Visitor, WebResult, page, redirect};

const ROWS: u64 = 50;

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    page: String,
}

struct Message {
    id: String,
    title: String,
    body: String,
    link: bool,
    datetime: String,
    when: String,
    unread: bool,
}

#[derive(Template)]
#[template(path = "notices/inbox.html")]
struct InboxPage {
    layout: Layout,
    messages: Vec<Message>,
    unread: usize,
    pager: Pager,
}

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> WebResult<Response> {
    let now = app.clock.now();
    let wanted = Page::new(wanted.page.parse().unwrap_or(1), ROWS);
    let Paged { items, total } =
        rows::inbox(app.db.read(), visitor.actor.account(), wanted).await?;
    let layout = Layout::of(&app, &visitor, Nav::None).await?;
    page(&InboxPage {
        unread: layout.unread,
        layout,
        messages: items
            .into_iter()
            .map(|message| Message {
                id: message.id.to_string(),
                title: message.title,
                body: message.body,
                link: message.link.is_some(),
                datetime: on_the_wall(message.created_at)
                    .format("%Y-%m-%dT%H:%M")
                    .to_string(),
                when: time_words(message.created_at, now),
                unread: message.read_at.is_none(),
            })
            .collect(),
        pager: Pager::new(wanted, total, "/messages?".to_owned()),
    })
}

/// Read one, and go where it leads.
pub(super) async fn read(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<MessageId>,
) -> WebResult<Response> {
    let tx = app.db.begin().await?;
    let message = rows::read(&tx, visitor.actor.account(), id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(redirect(
        message.link.as_deref().unwrap_or("/messages"),
        None,
    ))
}

pub(super) async fn read_all(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let tx = app.db.begin().await?;
    let read = rows::read_all(&tx, visitor.actor.account(), app.clock.now()).await?;
    tx.commit().await?;
    Ok(redirect(
        "/messages",
        Flash::ok(format!("{read} 条消息已标为已读")),
    ))
}
