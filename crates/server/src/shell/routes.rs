//! Routes declare who may ask for them. One without a declaration cannot be written:
//! [`Routes`] takes it with every handler, keeps the list, and checks before the handler runs.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use domain::access::{Action, Denied, Place};

use super::session::Session;
use super::{App, WebError, WebResult, redirect};

/// Who may ask for a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody; only what comes before signing in.
    Open,
    /// Anybody signed in, even before the second factor and with a first password: showing it, changing it,
    /// signing out.
    SignedIn,
    /// Somebody who may do this somewhere; the handler asks for the place.
    Needs(Action),
}

/// A route as declared, for the tests that walk all of them.
#[derive(Clone, Debug)]
pub struct Listed {
    /// `GET` or `POST`.
    pub method: Method,
    /// With its parameters in braces.
    pub path: &'static str,
    /// Who may ask for it.
    pub access: Access,
}

/// The routes of an area.
pub(crate) struct Routes {
    app: App,
    router: Router<App>,
    listed: Vec<Listed>,
}

impl Routes {
    pub(crate) fn new(app: &App) -> Self {
        Self {
            app: app.clone(),
            router: Router::new(),
            listed: Vec::new(),
        }
    }

    /// A page.
    pub(crate) fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, access, get(handler))
    }

    /// An act.
    pub(crate) fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, access, post(handler))
    }

    /// An act that brings a file of up to so many MB.
    pub(crate) fn post_large<H, T>(
        self,
        path: &'static str,
        access: Access,
        megabytes: usize,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        // A little more, for the other fields.
        let limit = DefaultBodyLimit::max((megabytes + 1) << 20);
        self.add(Method::POST, path, access, post(handler).layer(limit))
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        access: Access,
        to: MethodRouter<App>,
    ) -> Self {
        let guard = from_fn_with_state((self.app.clone(), access), check);
        self.router = self.router.route(path, to.layer(guard));
        self.listed.push(Listed {
            method,
            path,
            access,
        });
        self
    }

    /// Add another area's routes.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.listed.extend(other.listed);
        self
    }

    pub(crate) fn into_parts(self) -> (Router<App>, Vec<Listed>) {
        (self.router, self.listed)
    }
}

async fn check(
    State((_app, access)): State<(App, Access)>,
    request: Request,
    next: Next,
) -> WebResult<Response> {
    let session = request.extensions().get::<Session>();
    match access {
        Access::Open => {}
        Access::SignedIn => {
            session.ok_or(WebError::SignIn)?;
        }
        Access::Needs(action) => {
            let session = session.ok_or(WebError::SignIn)?;
            if session.must_change_password {
                return Ok(redirect("/me/security", None));
            }
            let actor = &session.actor;
            if !actor.may_somewhere(action) {
                return Err(refusal(actor, action).into());
            }
        }
    }
    Ok(next.run(request).await)
}

/// What to answer when the person may do this nowhere.
fn refusal(actor: &domain::access::Actor, action: Action) -> Denied {
    match actor.permit(action, &Place::SCHOOL) {
        Err(needed @ Denied::SecondFactorNeeded { .. }) => needed,
        _ if actor.may_somewhere(action.seen_by()) => Denied::NotAllowed { action },
        _ if actor
            .holdings()
            .iter()
            .any(|held| action.posts().contains(&held.post)) =>
        {
            Denied::SecondFactorNeeded { action }
        }
        _ => Denied::Hidden,
    }
}
