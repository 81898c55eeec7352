//! Fifth page: what will happen; and what has happened.

use askama::Template;

use super::Head;
use crate::shell::{Layout, Pager};

/// Before anything is written.
#[derive(Template)]
#[template(path = "imports/confirm.html")]
pub(in super::super) struct ConfirmPage {
    pub(in super::super) layout: Layout,
    pub(in super::super) head: Head,
    pub(in super::super) path: String,
    pub(in super::super) rows: Vec<WillRow>,
    pub(in super::super) ready: usize,
    /// New and changed rows: with none of them there is nothing to write.
    pub(in super::super) moving: usize,
    pub(in super::super) version: i32,
}

/// One line of what will happen.
pub(in super::super) struct WillRow {
    pub(in super::super) what: String,
    pub(in super::super) count: usize,
    pub(in super::super) note: String,
    pub(in super::super) href: String,
    pub(in super::super) link: &'static str,
}

/// What an import did.
#[derive(Template)]
#[template(path = "imports/result.html")]
pub(in super::super) struct ResultPage {
    pub(in super::super) layout: Layout,
    pub(in super::super) title: String,
    pub(in super::super) about: String,
    pub(in super::super) path: String,
    pub(in super::super) op_id: String,
    pub(in super::super) new: usize,
    pub(in super::super) changed: usize,
    pub(in super::super) same: usize,
    pub(in super::super) out: usize,
    /// 新增学生, 修改学生
    pub(in super::super) what: (&'static str, &'static str),
    /// The page all this belongs to.
    pub(in super::super) from: (String, &'static str),
    /// It stands, as opposed to being taken back.
    pub(in super::super) done: bool,
    /// Why it cannot be taken back, each with a page.
    pub(in super::super) obstacles: Vec<(String, String)>,
    /// `new` or `changed`.
    pub(in super::super) show: String,
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
