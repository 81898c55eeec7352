//! The one line that tells what was just done; survives the redirect in a cookie of its own and is shown once.

use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

use super::session::cookie_value;

const COOKIE_NAME: &str = "flash";

/// A line above the page: what was done, with a way on or back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Flash {
    /// `ok`, `info`, `warn` or `error`.
    pub(crate) kind: String,
    pub(crate) text: String,
    pub(crate) link: Option<FlashLink>,
    pub(crate) undo: Option<FlashUndo>,
}

/// Where to go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FlashLink {
    pub(crate) href: String,
    pub(crate) label: String,
}

/// How to take it back: a form that posts to `action`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FlashUndo {
    pub(crate) action: String,
    pub(crate) label: String,
    pub(crate) hint: String,
}

impl Flash {
    pub(crate) fn ok(text: impl Into<String>) -> Self {
        Self {
            kind: "ok".to_owned(),
            text: text.into(),
            link: None,
            undo: None,
        }
    }

    pub(crate) fn info(text: impl Into<String>) -> Self {
        Self {
            kind: "info".to_owned(),
            ..Self::ok(text)
        }
    }

    pub(crate) fn warn(text: impl Into<String>) -> Self {
        Self {
            kind: "warn".to_owned(),
            ..Self::ok(text)
        }
    }

    #[must_use]
    pub(crate) fn with_link(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.link = Some(FlashLink {
            href: href.into(),
            label: label.into(),
        });
        self
    }

    #[must_use]
    pub(crate) fn with_undo(
        mut self,
        action: impl Into<String>,
        label: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        self.undo = Some(FlashUndo {
            action: action.into(),
            label: label.into(),
            hint: hint.into(),
        });
        self
    }

    /// The cookie that carries the line over the redirect.
    pub(super) fn cookie(&self) -> Option<HeaderValue> {
        let text = BASE64URL_NOPAD.encode(&serde_json::to_vec(self).ok()?);
        HeaderValue::from_str(&format!(
            "{COOKIE_NAME}={text}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60"
        ))
        .ok()
    }

    /// The cookie that clears it once shown.
    pub(super) fn cleared() -> HeaderValue {
        HeaderValue::from_static("flash=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
    }

    /// The line a request brought along.
    pub(super) fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let bytes = BASE64URL_NOPAD
            .decode(cookie_value(headers, COOKIE_NAME)?.as_bytes())
            .ok()?;
        serde_json::from_slice(&bytes).ok()
    }
}

/// Middleware: a page that was shown has shown the line; take it from the browser.
pub(super) async fn forget_when_shown(request: Request, next: Next) -> Response {
    let brought = cookie_value(request.headers(), COOKIE_NAME).is_some();
    let mut response = next.run(request).await;
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if brought && is_page {
        response.headers_mut().append(SET_COOKIE, Flash::cleared());
    }
    response
}
