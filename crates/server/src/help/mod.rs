//! Short and true: what each post does here, the keys, whom to ask; and help before signing in.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::access::{Action, Post};

use crate::shell::{Access, App, Layout, Nav, Routes, Visitor, WebResult, page};

pub(crate) fn routes(app: &App) -> Routes {
    Routes::new(app)
        .get("/help", Access::Needs(Action::UseDesk), help)
        .get("/help/sign-in", Access::Open, sign_in)
}

struct Part {
    post: &'static str,
    own: bool,
    /// What the post may do, in the words of the table of permissions.
    acts: String,
}

#[derive(Template)]
#[template(path = "help/help.html")]
struct HelpPage {
    layout: Layout,
    parts: Vec<Part>,
    administrators: Vec<String>,
}

/// The page says what the table of permissions says: nothing to keep in step by hand.
async fn help(State(app): State<App>, visitor: Visitor) -> WebResult<Response> {
    let mut parts: Vec<Part> = Post::ALL
        .into_iter()
        .filter_map(|post| part(post, &visitor))
        .collect();
    parts.sort_by_key(|part| !part.own);
    page(&HelpPage {
        layout: Layout::of(&app, &visitor, Nav::None).await?,
        parts,
        administrators: administrators(&app).await?,
    })
}

fn part(post: Post, visitor: &Visitor) -> Option<Part> {
    let everybodys = [Action::OwnAccount, Action::UseDesk];
    let acts = Action::ALL
        .into_iter()
        .filter(|act| act.posts().contains(&post) && !everybodys.contains(act));
    let acts: Vec<&str> = acts.map(Action::label).collect();
    let acts = acts.join("、");
    (!acts.is_empty()).then(|| Part {
        post: post.label(),
        own: visitor.actor.holds(post),
        acts,
    })
}

async fn administrators(app: &App) -> WebResult<Vec<String>> {
    let holders =
        store::identity::holders(app.db.read(), &[Post::Administrator], app.clock.today()).await?;
    Ok(holders.into_iter().map(|(name, _)| name).collect())
}

#[derive(Template)]
#[template(path = "help/sign_in.html")]
struct SignInHelpPage {
    layout: Layout,
}

async fn sign_in(State(app): State<App>) -> WebResult<Response> {
    page(&SignInHelpPage {
        layout: Layout::signed_out(&app).await?,
    })
}
