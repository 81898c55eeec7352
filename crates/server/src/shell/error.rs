//! What a handler may answer instead of a page. Only [`WebError`] knows status codes; the visitor reads a
//! sentence and a reference number, the log has the cause.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::access::Denied;
use store::StoreError;

pub(crate) type WebResult<T> = Result<T, WebError>;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// Nobody is signed in.
    #[error("not signed in")]
    SignIn,
    /// The posts do not allow it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A rule says no; the sentence says why and what to do.
    #[error("refused: {0}")]
    Refused(String),
    /// The record is not there, moved on, or the database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Anything that should not happen.
    #[error("internal: {0}")]
    Internal(String),
}

impl WebError {
    /// A refusal with its sentence.
    pub(crate) fn refused(sentence: impl Into<String>) -> Self {
        Self::Refused(sentence.into())
    }

    /// Something that should not happen, with its cause for the log.
    pub(crate) fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Denied(Denied::Hidden) | Self::Store(StoreError::NotFound) => {
                StatusCode::NOT_FOUND
            }
            Self::Denied(Denied::NotAllowed { .. } | Denied::SecondFactorNeeded { .. }) => {
                StatusCode::FORBIDDEN
            }
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Store(StoreError::Stale | StoreError::Taken { .. }) => StatusCode::CONFLICT,
            Self::Store(
                StoreError::Sealed(_)
                | StoreError::Newer(_)
                | StoreError::Files(_)
                | StoreError::Disk { .. }
                | StoreError::Db(_),
            )
            | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<sea_orm::DbErr> for WebError {
    fn from(cause: sea_orm::DbErr) -> Self {
        Self::Store(cause.into())
    }
}

impl From<askama::Error> for WebError {
    fn from(cause: askama::Error) -> Self {
        Self::internal(cause)
    }
}

/// What the error page needs to know; travels to `error_page` in the response's extensions.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    pub(crate) denied: Option<Denied>,
    pub(crate) sentence: Option<String>,
    pub(crate) cause: String,
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let status = self.status();
        let failure = Failure {
            status,
            cause: self.to_string(),
            sentence: match &self {
                Self::Refused(sentence) => Some(sentence.clone()),
                Self::Store(StoreError::Stale) => {
                    Some("别人刚改过这条记录。请回到上一页刷新，看过新内容再改".to_owned())
                }
                Self::Store(StoreError::Taken { .. }) => {
                    Some("同样的记录已经有了，请回到上一页核对".to_owned())
                }
                _ => None,
            },
            denied: match self {
                Self::Denied(denied) => Some(denied),
                _ => None,
            },
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(failure);
        response
    }
}
