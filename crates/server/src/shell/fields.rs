//! What a form sent, kept as typed so that a refused form comes back filled in.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use data_encoding::BASE64URL_NOPAD;

use super::WebError;

/// A fault of one field, said beside it and in the summary on top, in the same words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Name and id of the form field.
    pub(crate) id: String,
    /// The sentence.
    pub(crate) text: String,
}

impl Problem {
    pub(crate) fn new(field: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: field.into(),
            text: text.into(),
        }
    }
}

/// What has to be mended in a form before it is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub(crate) fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    pub(crate) fn extend(&mut self, more: impl IntoIterator<Item = Problem>) {
        self.0.extend(more);
    }

    /// The sentence for one field, empty when there is none.
    pub(crate) fn of(&self, field: &str) -> &str {
        self.0
            .iter()
            .find(|problem| problem.id == field)
            .map(|problem| problem.text.as_str())
            .unwrap_or_default()
    }

    /// All of them, for the summary.
    pub(crate) fn list(&self) -> &[Problem] {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value, or `None` with its problem noted.
    pub(crate) fn note<T>(&mut self, found: Result<T, Problem>) -> Option<T> {
        found.map_err(|problem| self.push(problem)).ok()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl From<Vec<Problem>> for Problems {
    fn from(problems: Vec<Problem>) -> Self {
        Self(problems)
    }
}

/// The fields of an urlencoded form in their order; a name may come several times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The first value of that name, trimmed; empty when it was not sent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The first value of that name exactly as typed, for passwords.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }

    /// All values of that name, trimmed.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.trim())
    }

    /// The value parsed, `None` when empty, the problem when it does not parse.
    pub(crate) fn parsed<T>(&self, name: &str, expected: &str) -> Result<Option<T>, Problem>
    where
        T: std::str::FromStr,
    {
        let text = self.text(name);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse()
            .map(Some)
            .map_err(|_| Problem::new(name, format!("写的是「{text}」，{expected}")))
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|_| WebError::refused("提交的内容太大，请分几次提交"))?;
        // Bytes that are no UTF-8 become replacement characters instead of an error page.
        Ok(Self(form_urlencoded::parse(&body).into_owned().collect()))
    }
}

/// A fresh number for a form: a second submit of the same form shows the first result.
pub(crate) fn op_id() -> String {
    BASE64URL_NOPAD.encode(&rand::random::<[u8; 16]>())
}
