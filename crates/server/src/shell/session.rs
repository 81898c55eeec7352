//! Opaque sessions: a random token in a cookie, only its hash in the store, an idle and an absolute limit,
//! ended at once when the account or its last post ends (ux-security B4; ASVS 7).

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{COOKIE, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use chrono::Duration;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use domain::access::{Actor, Post, SecondFactor};
use domain::ids::AccountId;
use sha2::{Digest, Sha256};
use store::identity as rows;

use super::{App, Flash, WebError, WebResult};

const IDLE: Duration = Duration::minutes(30);
const ABSOLUTE: Duration = Duration::hours(8);
/// How long a second factor counts as just shown.
const FRESH: Duration = Duration::minutes(10);
/// The last use is written at most this often, so that reading pages does not write on every request.
const TOUCH: Duration = Duration::minutes(1);

/// The session of a request.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) token_hash: String,
    pub(crate) actor: Actor,
    pub(crate) must_change_password: bool,
    /// Whether single keys do something on pages (WCAG 2.1.4); the browser keeps the answer.
    pub(crate) keys: bool,
}

/// The signed-in person, for handlers. Routes were checked before; the place is still to be asked for.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) actor: Actor,
    pub(crate) session: Session,
    pub(crate) flash: Option<Flash>,
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, WebError> {
        let session = parts
            .extensions
            .get::<Session>()
            .ok_or(WebError::SignIn)?
            .clone();
        Ok(Self {
            actor: session.actor.clone(),
            session,
            flash: Flash::from_headers(&parts.headers),
        })
    }
}

/// Middleware: finds the session and its actor, if any.
pub(super) async fn load(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> WebResult<Response> {
    if let Some(token) = cookie_value(request.headers(), app.config.session_cookie())
        && let Some(mut session) = find(&app, &token).await?
    {
        session.keys = cookie_value(request.headers(), "keys").as_deref() != Some("off");
        request.extensions_mut().insert(session);
    }
    Ok(next.run(request).await)
}

async fn find(app: &App, token: &str) -> WebResult<Option<Session>> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let token_hash = hash(token);
    let Some(found) = rows::session(app.db.read(), &token_hash).await? else {
        return Ok(None);
    };
    let (session, account) = found;
    if session.expires_at <= now || session.last_seen_at + IDLE <= now || !account.is_active() {
        let tx = app.db.begin().await?;
        rows::end_session(&tx, &token_hash).await?;
        tx.commit().await?;
        return Ok(None);
    }
    if session.last_seen_at + TOUCH <= now {
        let tx = app.db.begin().await?;
        rows::touch_session(&tx, &token_hash, now).await?;
        tx.commit().await?;
    }
    let holdings = rows::holdings(app.db.read(), account.id).await?;
    let second_factor = match session.second_factor_at {
        _ if !app.config.second_factor => SecondFactor::Waived,
        None => SecondFactor::Missing,
        Some(at) if at + FRESH > now => SecondFactor::Fresh,
        Some(_) => SecondFactor::Earlier,
    };
    let actor = Actor::new(account.id, account.name, holdings, second_factor, today);
    // Somebody whose terms have all ended has no business here any more (plan 2.1).
    let ended = actor.holdings().is_empty();
    Ok((!ended).then_some(Session {
        token_hash,
        actor,
        must_change_password: account.must_change_password,
        keys: true,
    }))
}

/// Starts a session and returns its cookie. The token itself is kept nowhere.
pub(crate) async fn start_session(
    app: &App,
    tx: &store::Tx,
    account: AccountId,
    second_factor_shown: bool,
    client: &str,
) -> WebResult<SessionCookie> {
    let token = BASE64URL_NOPAD.encode(&rand::random::<[u8; 32]>());
    let now = app.clock.now();
    rows::start_session(
        tx,
        &rows::NewSession {
            token_hash: hash(&token),
            account_id: account,
            created_at: now,
            expires_at: now + ABSOLUTE,
            second_factor_at: second_factor_shown.then_some(now),
            client: client.chars().take(200).collect(),
        },
    )
    .await?;
    cookie(app, &token, ABSOLUTE.num_seconds())
}

/// Ends the session and returns the cookie that removes it from the browser.
pub(crate) async fn end_session(app: &App, session: &Session) -> WebResult<SessionCookie> {
    let tx = app.db.begin().await?;
    rows::end_session(&tx, &session.token_hash).await?;
    tx.commit().await?;
    cookie(app, "", 0)
}

fn cookie(app: &App, value: &str, seconds: i64) -> WebResult<SessionCookie> {
    let name = app.config.session_cookie();
    let secure = if app.config.over_tls() {
        "; Secure"
    } else {
        ""
    };
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"
    ))
    .map(SessionCookie)
    .map_err(WebError::internal)
}

fn hash(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

/// The value of a cookie.
pub(crate) fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The cookie that gives or takes a session; travels with an answer.
#[derive(Debug)]
pub(crate) struct SessionCookie(HeaderValue);

impl SessionCookie {
    /// Attach it to an answer.
    pub(crate) fn on(self, mut response: Response) -> Response {
        response.headers_mut().append(SET_COOKIE, self.0);
        response
    }
}

/// What browser asks, for the person's own list of sessions.
pub(crate) fn client(headers: &HeaderMap) -> &str {
    headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

impl Visitor {
    /// Somebody who is not there: what waits for a person is asked on the person's behalf for the digest.
    pub(crate) fn unattended(actor: Actor) -> Self {
        Self {
            session: Session {
                token_hash: String::new(),
                actor: actor.clone(),
                must_change_password: false,
                keys: false,
            },
            actor,
            flash: None,
        }
    }

    /// The post shown beside the name: the first in the order of the plan's organisation.
    pub(crate) fn main_post(&self) -> Option<Post> {
        self.actor.holdings().iter().map(|held| held.post).min()
    }
}
