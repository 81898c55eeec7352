//! What a running OneX holds, and the order in which a request passes through it.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use store::{Db, Files, Keys};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::trace::TraceLayer;

use super::{Clock, Listed, Network, WebError, assets, error_page, headers, session};
use crate::identity::Throttle;
use crate::notices::Outlets;

/// Uploads are limited to 10 MB (plan 6.3 workbooks, rosters); the rest is room for the other fields.
const BODY_LIMIT: usize = 11 * 1024 * 1024;

/// How this installation runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder of this school: database, files, keys.
    pub data: PathBuf,
    /// Address people use; `https://…` switches secure cookies and HSTS on.
    pub public_url: String,
    /// Whether posts that export or administer must show a second factor. Off in the demonstration only.
    pub second_factor: bool,
    /// The sentence that every page of a demonstration shows.
    pub demo: Option<String>,
    /// Proxies whose word on the sender's address counts; nobody's by default.
    pub trusted_proxies: Vec<Network>,
    /// This program, for the child process that reads uploads.
    pub program: PathBuf,
}

impl Config {
    pub(crate) fn over_tls(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The `__Host-` prefix binds the cookie to this host, but browsers take it over TLS only.
    pub(crate) fn session_cookie(&self) -> &'static str {
        if self.over_tls() { "__Host-sid" } else { "sid" }
    }
}

/// Everything a handler, job or command works with. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of an [`App`].
pub struct Parts {
    /// The school's records.
    pub db: Db,
    /// Keys of the encrypted columns.
    pub keys: Keys,
    /// Uploaded and made files by hash.
    pub files: Files,
    /// What time it is.
    pub clock: Clock,
    /// How this installation runs.
    pub config: Config,
    /// Two password hashes at once at most: each takes 19 MiB and a tenth of a second (ux-security B4).
    pub(crate) hashing: Semaphore,
    /// Papers on their way at once; see `press`.
    pub(crate) printing: Arc<Semaphore>,
    /// Sign-in tries per address.
    pub(crate) throttle: Throttle,
    /// The message services, as they were opened last.
    pub(crate) outlets: Outlets,
}

impl App {
    /// Put an application together.
    pub fn new(db: Db, keys: Keys, files: Files, clock: Clock, config: Config) -> Self {
        Self(Arc::new(Parts {
            db,
            keys,
            files,
            clock,
            config,
            hashing: Semaphore::new(2),
            printing: Arc::new(Semaphore::new(super::press::AT_ONCE)),
            throttle: Throttle::default(),
            outlets: Outlets::default(),
        }))
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The whole application as one service.
pub fn router(app: &App) -> Router {
    let (routes, _) = routes(app);
    let csrf = CsrfLayer::new()
        .with_rejection_response(|_: ProtectionError| -> Response { headers::cross_site() });
    routes
        .fallback(|| async { WebError::Store(store::StoreError::NotFound) })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(app.clone(), headers::say_where_from))
        .layer(csrf)
        .layer(from_fn_with_state(app.clone(), error_page::show))
        .layer(from_fn_with_state(app.clone(), session::load))
        .layer(from_fn(super::flash::forget_when_shown))
        .route("/assets/{name}", axum::routing::get(assets::serve))
        .route("/favicon.ico", axum::routing::get(assets::favicon))
        .route("/healthz", axum::routing::get(|| async { "ok" }))
        .route("/readyz", axum::routing::get(ready))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(CatchPanicLayer::custom(error_page::after_panic))
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http())
        .with_state(app.clone())
}

/// Whether the database answers, for a proxy or a watchdog.
async fn ready(State(app): State<App>) -> Result<&'static str, StatusCode> {
    app.db.ping().await.map(|()| "ok").map_err(|error| {
        tracing::error!(%error, "the database does not answer");
        StatusCode::SERVICE_UNAVAILABLE
    })
}

/// Every area's routes with their declared permission.
pub(crate) fn routes(app: &App) -> (Router<App>, Vec<Listed>) {
    crate::identity::routes(app)
        .merge(crate::worker::routes(app))
        .merge(crate::audit::routes(app))
        .merge(crate::imports::routes(app))
        .merge(crate::selection::routes(app))
        .merge(crate::complaints::routes(app))
        .merge(crate::desk::routes(app))
        .merge(crate::projects::routes(app))
        .merge(crate::review::routes(app))
        .merge(crate::school::routes(app))
        .merge(crate::notices::routes(app))
        .merge(crate::help::routes(app))
        .merge(crate::registration::routes(app))
        .merge(crate::guidance::routes(app))
        .merge(crate::people::routes(app))
        .merge(crate::my::routes(app))
        .into_parts()
}

/// The routes as they were declared, for the tests that walk all of them.
pub fn listed_routes(app: &App) -> Vec<Listed> {
    routes(app).1
}
