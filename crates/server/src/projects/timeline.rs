//! What happened in a project, in sentences made from the record of what was done.

use chrono::{DateTime, Utc};
use domain::access::Actor;
use domain::projects::{ProjectField, Step};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use store::Page;
use store::audit::{self, AuditFilter, entry};
use store::projects::project;

use crate::audit::Line;
use crate::shell::WebResult;

/// Rows shown before "显示更早的".
pub(super) const FIRST: usize = 9;

/// One thing that was done; the sentence in three parts, so that the object can be a link.
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    pub(crate) time: String,
    /// For machines: `2025-05-20T09:12`.
    pub(crate) stamp: String,
    pub(crate) who: String,
    /// "退回「"
    pub(crate) verb: String,
    pub(crate) object: String,
    /// The page of the object, empty where it is this very page.
    pub(crate) href: String,
    /// "」，理由：…"
    pub(crate) tail: String,
    pub(crate) step: Step,
}

/// Everything that was done in the project, the last first.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    reader: &Actor,
    project: &project::Model,
    now: DateTime<Utc>,
) -> WebResult<Vec<Happening>> {
    let filter = AuditFilter {
        project: Some(project.id),
        ..AuditFilter::default()
    };
    let rows = audit::entries(db, &filter, Page::new(1, 1_000)).await?;
    Ok(rows
        .items
        .iter()
        .map(|row| happening(row, reader, now))
        .collect())
}

fn happening(row: &entry::Model, reader: &Actor, now: DateTime<Utc>) -> Happening {
    let line = Line::of(row, now).for_reader(reader);
    let mut tail = more(row);
    if !line.reason.is_empty() {
        tail.push_str("，理由：");
        tail.push_str(&line.reason);
    }
    let named = format!("「{}」", row.object_name);
    let (verb, object, rest) = match line.did.split_once(&named) {
        Some((verb, rest)) => (
            format!("{verb}「"),
            row.object_name.clone(),
            format!("」{rest}"),
        ),
        None => (line.did, String::new(), String::new()),
    };
    Happening {
        time: line.when,
        stamp: line.datetime,
        who: line.who,
        verb,
        object,
        href: if row.object_kind == "project" {
            String::new()
        } else {
            line.href
        },
        tail: format!("{rest}{tail}"),
        step: step(row),
    }
}

fn step(row: &entry::Model) -> Step {
    if row.object_kind != "project" {
        return Step::Registration;
    }
    let gate = text(row.after.as_deref(), "gate");
    let named = Step::ALL
        .iter()
        .find(|step| gate.as_deref() == Some(step.gate()));
    named.copied().unwrap_or(Step::Contact)
}

/// What the sentence needs besides the reason: which fields, which gate, whom.
fn more(row: &entry::Model) -> String {
    let value = |key| text(row.after.as_deref(), key);
    match row.action.as_str() {
        "edit_project" => format!("：{}", changed(row).join("、")),
        "grant_exception" => value("gate")
            .map(|gate| format!("的{gate}"))
            .unwrap_or_default(),
        "delegate_review" => value("whom")
            .map(|whom| format!("给{whom}"))
            .unwrap_or_default(),
        "remind_review" => value("whom")
            .map(|whom| format!("，等{whom}审核"))
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// The names of the fields that an edit changed.
fn changed(row: &entry::Model) -> Vec<&'static str> {
    let (before, after) = (object(row.before.as_deref()), object(row.after.as_deref()));
    let differs = |field: &&ProjectField| before.get(field.value()) != after.get(field.value());
    ProjectField::ALL
        .iter()
        .filter(differs)
        .map(|field| field.label())
        .collect()
}

fn object(text: Option<&str>) -> Value {
    text.and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}

fn text(json: Option<&str>, key: &str) -> Option<String> {
    object(json)
        .get(key)
        .and_then(Value::as_str)
        .map(str::to_owned)
}
