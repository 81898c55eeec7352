//! Two people changed the same thing: what stood there when the form was opened, what stands there now, what was
//! typed, side by side (ux-security B6). Saving again is then a decision and not an accident.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::{Fields, WebResult};

/// The hidden field in which a form carries what it showed when it was opened.
pub(crate) const BEFORE: &str = "before";

/// What a form says, field by field in words, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said(Vec<(String, String)>);

impl Said {
    /// Value of the hidden field; it tells the person only what the same person was shown.
    pub(crate) fn carried(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    fn came_along(fields: &Fields) -> Self {
        Self(serde_json::from_str(fields.text(BEFORE)).unwrap_or_default())
    }

    fn of(&self, label: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == label);
        found.map(|(_, words)| words.as_str())
    }
}

impl<L: Into<String>, W: Into<String>> FromIterator<(L, W)> for Said {
    fn from_iter<I: IntoIterator<Item = (L, W)>>(pairs: I) -> Self {
        let said = pairs.into_iter();
        Self(said.map(|(l, w)| (l.into(), w.into())).collect())
    }
}

/// One field that reads differently now than what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    pub(crate) label: String,
    pub(crate) before: String,
    pub(crate) now: String,
    pub(crate) yours: String,
}

/// All of them, for `p::clashes`; empty while nobody came in between.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clashes {
    happened: bool,
    rows: Vec<Clash>,
}

impl Clashes {
    /// What came between: `fields` brings what the form had shown.
    pub(crate) fn between(fields: &Fields, now: &Said, yours: &Said) -> Self {
        let before = Said::came_along(fields);
        let differing = yours.0.iter().filter_map(|(label, typed)| {
            let stands = now.of(label).unwrap_or_default();
            (stands != typed).then(|| Clash {
                label: label.clone(),
                // An old page may not have brought it along.
                before: before.of(label).map_or_else(|| "--".to_owned(), or_dashes),
                now: or_dashes(stands),
                yours: or_dashes(typed),
            })
        });
        Self {
            happened: true,
            rows: differing.collect(),
        }
    }

    pub(crate) const fn happened(&self) -> bool {
        self.happened
    }

    pub(crate) fn rows(&self) -> &[Clash] {
        &self.rows
    }
}

fn or_dashes(words: &str) -> String {
    if words.is_empty() {
        "--".to_owned()
    } else {
        words.to_owned()
    }
}

/// The form again with what came in between.
pub(crate) fn overtaken(template: &impl Template) -> WebResult<Response> {
    Ok((StatusCode::CONFLICT, Html(template.render()?)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pairs: &[(&str, &str)]) -> Said {
        pairs.iter().copied().collect()
    }

    #[test]
    fn only_what_reads_differently_is_set_side_by_side() {
        let before = said(&[("姓名", "陈思远"), ("手机", "138"), ("备注", "")]);
        let fields = Fields::new(vec![(BEFORE.to_owned(), before.carried())]);
        let now = said(&[("姓名", "陈思源"), ("手机", "139"), ("备注", "")]);
        let yours = said(&[("姓名", "陈思源"), ("手机", ""), ("备注", "走读")]);
        let clashes = Clashes::between(&fields, &now, &yours);
        let rows: Vec<[&str; 4]> = clashes
            .rows()
            .iter()
            .map(|one| [&*one.label, &*one.before, &*one.now, &*one.yours])
            .collect();
        assert_eq!(
            rows,
            [["手机", "138", "139", "--"], ["备注", "--", "--", "走读"]]
        );
    }

    #[test]
    fn a_form_that_brought_nothing_along_still_shows_now_and_yours() {
        for sent in ["", "{", "[1]"] {
            let fields = Fields::new(vec![(BEFORE.to_owned(), sent.to_owned())]);
            let clashes =
                Clashes::between(&fields, &said(&[("名称", "甲")]), &said(&[("名称", "乙")]));
            assert!(clashes.happened());
            assert_eq!(clashes.rows().first().unwrap().before, "--");
        }
    }
}
