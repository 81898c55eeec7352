//! What came back, looked at as a person would: words, links, fields.

use axum::http::{HeaderMap, StatusCode};
use scraper::{Html, Selector};

/// An answer of the program.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Page {
    /// The body as text.
    pub(crate) fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Where a redirect leads.
    #[track_caller]
    pub(crate) fn location(&self) -> String {
        let location = self
            .headers
            .get("location")
            .unwrap_or_else(|| panic!("no redirect: {} {}", self.status, self.text("main")));
        location.to_str().unwrap().to_owned()
    }

    /// The words inside the first match, blanks folded.
    pub(crate) fn text(&self, selector: &str) -> String {
        self.texts(selector).into_iter().next().unwrap_or_default()
    }

    /// The words inside every match.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let document = Html::parse_document(&self.html());
        let folded = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        document
            .select(&css(selector))
            .map(|found| folded(found.text().collect()))
            .collect()
    }

    /// An attribute of the first match.
    pub(crate) fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let document = Html::parse_document(&self.html());
        document
            .select(&css(selector))
            .next()
            .and_then(|found| found.value().attr(name))
            .map(str::to_owned)
    }

    /// The attribute of every match.
    pub(crate) fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let document = Html::parse_document(&self.html());
        document
            .select(&css(selector))
            .filter_map(|found| found.value().attr(name).map(str::to_owned))
            .collect()
    }

    /// Whether anything matches.
    pub(crate) fn has(&self, selector: &str) -> bool {
        !self.texts(selector).is_empty()
    }

    /// What a field of a form holds.
    pub(crate) fn value(&self, name: &str) -> String {
        self.attribute(&format!("[name=\"{name}\"]"), "value")
            .unwrap_or_default()
    }
}

fn css(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"))
}
