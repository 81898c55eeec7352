//! What an import did.

use askama::Template;
use domain::dates::time_words;
use domain::import::ImportState;

use super::super::kinds::Obstacle;
use super::super::lists::Counts;
use super::super::record::Import;
use crate::shell::{App, Layout, Pager, op_id};

/// What an import did.
#[derive(Template)]
#[template(path = "imports/result.html")]
pub(in super::super) struct ResultPage {
    layout: Layout,
    title: String,
    about: String,
    path: String,
    op_id: String,
    new: usize,
    changed: usize,
    same: usize,
    out: usize,
    /// 新增学生, 修改学生
    what: (&'static str, &'static str),
    /// The page all this belongs to.
    from: (String, &'static str),
    /// It stands, as opposed to being taken back.
    done: bool,
    /// Why it cannot be taken back, each with a page.
    obstacles: Vec<(String, String)>,
    touched: Touched,
}

/// One page of the records an import touched.
pub(in super::super) struct Touched {
    /// `new` or `changed`.
    pub(in super::super) show: &'static str,
    pub(in super::super) rows: Vec<DidRow>,
    pub(in super::super) pager: Pager,
}

/// One record an import touched.
pub(in super::super) struct DidRow {
    pub(in super::super) row: i32,
    pub(in super::super) number: String,
    pub(in super::super) name: String,
    pub(in super::super) class: String,
    pub(in super::super) href: String,
}

impl ResultPage {
    pub(in super::super) fn of(
        layout: Layout,
        app: &App,
        import: &Import,
        counts: Counts,
        obstacles: Vec<Obstacle>,
        touched: Touched,
    ) -> Self {
        let (batch, now) = (&import.batch, app.clock.now());
        let done = batch.state == ImportState::Done;
        let when = time_words(batch.done_at.unwrap_or(batch.created_at), now);
        let undone = batch.undone_at;
        let undone = undone.map(|at| format!("，{} 撤销", time_words(at, now)));
        let undone = undone.unwrap_or_default();
        Self {
            layout,
            title: if done {
                format!("已导入 {} 行", counts.ready())
            } else {
                "已撤销这次导入".to_owned()
            },
            about: format!("{}，{when} 完成{undone}", batch.file_name),
            path: format!("/imports/{}", import.id()),
            op_id: op_id(),
            new: counts.new,
            changed: counts.changed,
            same: counts.same,
            out: counts.refused + counts.waiting + counts.skipped,
            what: import.kind.acts(),
            from: import.kind.from(&import.options),
            done,
            obstacles: obstacles
                .into_iter()
                .map(|one| (one.sentence, one.href))
                .collect(),
            touched,
        }
    }
}
