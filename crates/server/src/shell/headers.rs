//! What every answer carries, and which unsafe requests are let in (ux-security B4; ASVS 3.4, 3.5).

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, ORIGIN, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::session::cookie_value;
use super::{App, WebError, WebResult};

/// No inline script or style anywhere; nothing from elsewhere.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; \
                   connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// Middleware: headers on every response, 404 and 500 included.
pub(super) async fn secure(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(CONTENT_SECURITY_POLICY, CSP);
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "same-origin");
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    );
    set(CACHE_CONTROL, "no-store");
    if app.config.over_tls() {
        set(
            STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        );
    }
    response
}

/// Middleware behind `CsrfLayer`, which lets requests pass that say nothing of where they come from:
/// with a session cookie those are refused too.
pub(super) async fn say_where_from(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> WebResult<Response> {
    let unsafe_method = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let says =
        request.headers().contains_key("sec-fetch-site") || request.headers().contains_key(ORIGIN);
    if unsafe_method
        && !says
        && cookie_value(request.headers(), app.config.session_cookie()).is_some()
    {
        return Err(WebError::refused(
            "浏览器没有说明这次提交来自哪个网页，所以没有办理。请换新版浏览器，从本系统的网页再提交一次",
        ));
    }
    Ok(next.run(request).await)
}

/// The answer of `CsrfLayer` to requests from other sites, as our own error page.
pub(super) fn cross_site() -> Response {
    let mut response =
        WebError::refused("这次提交来自别的网站，所以没有办理。请从本系统的网页再提交一次")
            .into_response();
    *response.status_mut() = axum::http::StatusCode::FORBIDDEN;
    response
}
