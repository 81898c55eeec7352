//! Changing the limits and the day of a round while scores are not sealed.

use askama::Template;
use store::selection::Limits;

use crate::selection::sight::Sight;
use crate::shell::{Clashes, Fields, Layout, Problems, Said, op_id};

#[derive(Template)]
#[template(path = "selection/change.html")]
pub(crate) struct ChangePage {
    layout: Layout,
    id: String,
    project: String,
    project_href: String,
    ordinal: String,
    version: i32,
    before: String,
    test_on: String,
    approved: String,
    seats: String,
    reason: String,
    op_id: String,
    problems: Problems,
    clashes: Clashes,
}

impl ChangePage {
    pub(crate) fn new(layout: Layout, sight: &Sight) -> Self {
        let now = Limits::of(&sight.round);
        let [test_on, approved, seats] = words(now);
        Self {
            layout,
            id: sight.round.id.to_string(),
            project: sight.project.title.clone(),
            project_href: format!("/projects/{}", sight.project.id),
            ordinal: sight.ordinal(),
            version: sight.round.version,
            before: said(now).carried(),
            test_on,
            approved,
            seats,
            reason: String::new(),
            op_id: op_id(),
            problems: Problems::default(),
            clashes: Clashes::default(),
        }
    }

    /// The same form with what was typed, made from the version the form brought along.
    pub(crate) fn typed(self, fields: &Fields, problems: Problems) -> Self {
        let text = |name| fields.text(name).to_owned();
        Self {
            version: fields.text("version").parse().unwrap_or(self.version),
            before: text("before"),
            problems,
            ..self.with(fields)
        }
    }

    /// The same form, because somebody else changed the round meanwhile.
    pub(crate) fn overtaken(self, fields: &Fields, (now, yours): (Limits, Limits)) -> Self {
        Self {
            clashes: Clashes::between(fields, &said(now), &said(yours)),
            ..self.with(fields)
        }
    }

    fn with(self, fields: &Fields) -> Self {
        let text = |name| fields.text(name).to_owned();
        Self {
            test_on: text("test_on"),
            approved: text("approved"),
            seats: text("seats"),
            reason: text("reason"),
            ..self
        }
    }
}

fn words(limits: Limits) -> [String; 3] {
    let number = |limit: Option<u32>| limit.map(|limit| limit.to_string()).unwrap_or_default();
    let day = limits.test_on.map(|day| day.to_string());
    [
        day.unwrap_or_default(),
        number(limits.approved),
        number(limits.seats),
    ]
}

fn said(limits: Limits) -> Said {
    let labels = ["测试日期", "批准人数", "机位数"];
    labels.into_iter().zip(words(limits)).collect()
}
