//! The public notice: the arithmetic, school numbers and covered names, how and until when to object.

use askama::Template;
use domain::dates::deadline_words;
use domain::selection::{Notice, Verdict, covered};
use store::selection::Entrant;

use super::result::Subject;
use super::words::classes;
use crate::shell::{App, Layout};

#[derive(Template)]
#[template(path = "selection/notice.html")]
pub(crate) struct NoticePage {
    layout: Layout,
    project: String,
    ordinal: String,
    plan: String,
    sentence: String,
    /// Until when it stands, or that it is over.
    when: String,
    rights: String,
    /// Where the reader files an appeal; empty for whoever cannot.
    appeal: String,
    /// By class, in the order of numbers. Empty once the notice is over.
    classes: Vec<(String, Vec<(String, String)>)>,
}

impl NoticePage {
    pub(crate) fn new(
        app: &App,
        layout: Layout,
        subject: &Subject<'_>,
        notice: Notice,
        may_appeal: bool,
    ) -> Self {
        let sight = subject.sight;
        let today = app.clock.today();
        let open = match notice {
            Notice::Open(last) => Some(deadline_words(last, today)),
            Notice::Over { .. } | Notice::Final | Notice::None => None,
        };
        let rule = &sight.round.parameters.rule;
        Self {
            layout,
            project: sight.project.title.clone(),
            ordinal: sight.ordinal(),
            plan: sight.plan.name.clone(),
            sentence: subject.now.outcome.summary(rule).to_string(),
            when: open.as_ref().map_or_else(
                || "公示已结束，名单不再公开".to_owned(),
                |last| format!("公示到 {last}"),
            ),
            rights: open.as_ref().map_or_else(String::new, |last| {
                let days = sight.plan.parameters.appeal_days;
                format!(
                    "对结果有异议，可在 {last} 前由本人或班主任提出申诉，学校在 {days} 天内答复。"
                )
            }),
            appeal: if may_appeal && open.is_some() {
                format!("/complaints/new?round={}", sight.round.id)
            } else {
                String::new()
            },
            classes: open.map(|_| by_class(subject.all)).unwrap_or_default(),
        }
    }
}

fn by_class(all: &[Entrant]) -> Vec<(String, Vec<(String, String)>)> {
    let of = |(class, name): (domain::ids::ClassId, String)| {
        let chosen = all.iter().filter(|one| {
            one.entry.class_id == class && one.entry.verdict == Some(Verdict::Chosen)
        });
        let people: Vec<(String, String)> = chosen
            .map(|one| (one.number.clone(), covered(&one.name)))
            .collect();
        (name, people)
    };
    classes(all).into_iter().map(of).collect()
}
