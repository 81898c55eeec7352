//! One row of the record as a sentence people read; the same wherever a history is shown.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::access::{Action, Actor};
use domain::dates::{on_the_wall, time_words};
use serde_json::{Map, Value};
use store::audit::entry;

use super::words;

/// A row of the record, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) seq: i64,
    /// For `<time datetime>`.
    pub(crate) datetime: String,
    /// "今天 09:12"
    pub(crate) when: String,
    pub(crate) who: String,
    /// "修改学生「陈思远」"
    pub(crate) did: String,
    /// The page of the record, where it has one.
    pub(crate) href: String,
    /// "手机由「138…」改为「139…」"
    pub(crate) changes: Vec<String>,
    /// Empty when nobody gave one.
    pub(crate) reason: String,
}

impl Line {
    pub(crate) fn of(entry: &entry::Model, now: DateTime<Utc>) -> Self {
        let did = words::act(&entry.action, &entry.object_name);
        Self {
            seq: entry.seq,
            datetime: on_the_wall(entry.at).format("%Y-%m-%dT%H:%M").to_string(),
            when: time_words(entry.at, now),
            who: who(entry).to_owned(),
            did: did
                .unwrap_or_else(|| format!("办理「{}」（{}）", entry.object_name, entry.action)),
            href: href(entry),
            changes: changes(entry),
            reason: entry.reason.clone().unwrap_or_default(),
        }
    }

    /// For somebody who may not open such pages the record is told without a link: it would lead nowhere.
    #[must_use]
    pub(crate) fn for_reader(mut self, actor: &Actor) -> Self {
        let needs = PAGES
            .iter()
            .find(|(_, folder, _)| self.href.starts_with(folder));
        if needs.is_some_and(|(.., action)| !actor.may_somewhere(*action)) {
            self.href.clear();
        }
        self
    }
}

/// At a sign-in nobody is known yet: the record is about the person, and so is the sentence.
fn who(entry: &entry::Model) -> &str {
    if matches!(entry.action.as_str(), "sign_in" | "sign_in_refused") {
        &entry.object_name
    } else {
        &entry.actor
    }
}

/// Records that have a page: their kind, where it is, and who may open it.
const PAGES: [(&str, &str, Action); 4] = [
    ("student", "/students/", Action::ViewStudents),
    ("account", "/accounts/", Action::ManageAccounts),
    ("project", "/projects/", Action::ViewProjects),
    ("selection_round", "/selection/", Action::ViewSelection),
];

fn href(entry: &entry::Model) -> String {
    let page = PAGES.iter().find(|(kind, ..)| *kind == entry.object_kind);
    match (page, entry.object_id) {
        (Some((_, folder, _)), Some(id)) => format!("{folder}{id}"),
        _ => String::new(),
    }
}

fn changes(entry: &entry::Model) -> Vec<String> {
    let (before, after) = (
        fields(entry.before.as_deref()),
        fields(entry.after.as_deref()),
    );
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut said: Vec<(usize, String)> = keys
        .into_iter()
        .filter_map(|key| {
            let (place, label) = words::field(key);
            Some((place, change(&label, before.get(key), after.get(key))?))
        })
        .collect();
    said.sort();
    said.into_iter().map(|(_, words)| words).collect()
}

fn change(label: &str, before: Option<&Value>, after: Option<&Value>) -> Option<String> {
    match (before, after) {
        (Some(old), Some(new)) if old == new => None,
        (Some(old), Some(new)) => {
            Some(format!("{label}由「{}」改为「{}」", value(old), value(new)))
        }
        (None, Some(new)) => Some(format!("{label}：{}", value(new))),
        (Some(old), None) => Some(format!("原{label}：{}", value(old))),
        (None, None) => None,
    }
}

/// Rows written by a job may hold something else than an object; then it is said as it is.
fn fields(text: Option<&str>) -> Map<String, Value> {
    match text.and_then(|text| serde_json::from_str(text).ok()) {
        Some(Value::Object(fields)) => fields,
        Some(Value::Null) | None => Map::new(),
        Some(other) => Map::from_iter([("内容".to_owned(), other)]),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => "--".to_owned(),
        Value::Bool(true) => "是".to_owned(),
        Value::Bool(false) => "否".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.is_empty() => "--".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(self::value).collect::<Vec<_>>().join("、"),
        Value::Object(fields) => {
            let said = fields
                .iter()
                .map(|(key, item)| format!("{} {}", words::field(key).1, self::value(item)));
            said.collect::<Vec<_>>().join("，")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry(action: &str, before: &Value, after: &Value) -> entry::Model {
        entry::Model {
            seq: 7,
            at: "2025-05-20T01:12:00Z".parse().unwrap(),
            actor_id: None,
            actor: "林静仪".into(),
            action: action.into(),
            object_kind: "student".into(),
            object_id: Some(12),
            object_name: "陈思远".into(),
            project_id: None,
            before: (!before.is_null()).then(|| before.to_string()),
            after: (!after.is_null()).then(|| after.to_string()),
            reason: Some("家长来电".into()),
            prev_hash: String::new(),
            hash: String::new(),
        }
    }

    fn now() -> DateTime<Utc> {
        "2025-05-20T02:00:00Z".parse().unwrap()
    }

    /// Everything a page shows of the row, in one sentence without the time.
    fn sentence(entry: &entry::Model, now: DateTime<Utc>) -> String {
        let line = Line::of(entry, now);
        let mut sentence = format!("{} {}", line.who, line.did);
        for change in &line.changes {
            sentence.push('，');
            sentence.push_str(change);
        }
        if !line.reason.is_empty() {
            sentence.push_str("，理由：");
            sentence.push_str(&line.reason);
        }
        sentence
    }

    #[test]
    fn a_change_is_said_with_both_values_and_its_reason() {
        let row = entry(
            "edit_student",
            &json!({"phone": "13800002210", "name": "陈思远"}),
            &json!({"phone": "13900002210", "name": "陈思远"}),
        );
        assert_eq!(
            sentence(&row, now()),
            "林静仪 修改学生「陈思远」，手机由「13800002210」改为「13900002210」，理由：家长来电"
        );
        let line = Line::of(&row, now());
        assert_eq!(
            (line.when.as_str(), line.href.as_str()),
            ("今天 09:12", "/students/12")
        );
    }

    #[test]
    fn what_is_new_has_no_before_and_an_unknown_act_is_still_told() {
        let row = entry(
            "give_post",
            &Value::Null,
            &json!({"post": "班主任", "to": null}),
        );
        assert_eq!(
            sentence(&row, now()),
            "林静仪 给「陈思远」安排岗位，岗位：班主任，任期止：--，理由：家长来电"
        );
        let row = entry("else", &Value::Null, &json!([1, true]));
        assert_eq!(
            sentence(&row, now()),
            "林静仪 办理「陈思远」（else），内容：1、是，理由：家长来电"
        );
    }
}
