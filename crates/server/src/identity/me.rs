//! A person's own page: posts and terms, browsers signed in, the last sign-ins (ASVS 7.5.2).

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::access::{Action, Place};
use domain::dates::time_words;
use store::Page;
use store::audit::{self, AuditDraft, AuditFilter};
use store::identity::{self as rows};
use store::school::structure;

use super::browser_words::browser_words;
use super::posts::Term;
use crate::audit::{Line, history};
use crate::shell::{App, Fields, Flash, Layout, Nav, Visitor, WebResult, page, redirect};

/// Characters of a session's hash that name it in the form: the hash is no key to it.
const NAME: usize = 16;

struct Browser {
    name: String,
    client: String,
    since: String,
    seen: String,
    own: bool,
}

#[derive(Template)]
#[template(path = "identity/me.html")]
struct MePage {
    layout: Layout,
    name: String,
    terms: Vec<Term>,
    browsers: Vec<Browser>,
    sign_ins: Vec<Line>,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let (db, now, me) = (app.db.read(), app.clock.now(), visitor.actor.account());
    let structure = structure(db).await?;
    let held = rows::holdings_of_all(db, &[me]).await?;
    let browsers = rows::sessions(db, me).await?;
    let filter = AuditFilter {
        object: Some(("account".to_owned(), me.get())),
        actions: vec!["sign_in".to_owned(), "sign_in_refused".to_owned()],
        ..AuditFilter::default()
    };
    page(&MePage {
        layout: Layout::of(&app, &visitor, Nav::None).await?,
        name: visitor.actor.name().to_owned(),
        terms: held
            .iter()
            .rev()
            .map(|held| Term::of(held, &structure, app.clock.today()))
            .collect(),
        browsers: browsers
            .into_iter()
            .map(|session| Browser {
                own: session.token_hash == visitor.session.token_hash,
                name: session.token_hash.chars().take(NAME).collect(),
                client: browser_words(&session.client),
                since: time_words(session.created_at, now),
                seen: time_words(session.last_seen_at, now),
            })
            .collect(),
        sign_ins: history(&app, &visitor.actor, &filter, Page::new(1, 10))
            .await?
            .items,
    })
}

/// End one of one's own sessions.
pub(super) async fn end_session(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> WebResult<Response> {
    let permit = visitor.actor.permit(Action::OwnAccount, &Place::SCHOOL)?;
    let me = visitor.actor.account();
    let named = fields.text("session");
    let tx = app.db.begin().await?;
    let own = rows::sessions(&tx, me).await?;
    let hit = own
        .iter()
        .find(|session| named.len() == NAME && session.token_hash.starts_with(named));
    let Some(session) = hit else {
        return Ok(redirect("/me", Flash::info("那里的登录已经结束了")));
    };
    rows::end_session(&tx, &session.token_hash).await?;
    let draft = AuditDraft::new(&permit, app.clock.now(), "end_session").on(
        "account",
        me.get(),
        visitor.actor.name(),
    );
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(redirect("/me", Flash::ok("已结束那里的登录")))
}
