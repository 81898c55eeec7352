//! One review in the pane of the desk: what it is, what the system checked, what changed, the paper, the acts.
//! Projects and registration lists fill the same shape.

use domain::review::ReviewKind;
use store::review::Kept;

use crate::shell::{App, Choice, Visitor, WebResult};

/// What an area says of a review. The place among the others is added by the desk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pane {
    /// "23会计3班 报名表"
    pub(crate) title: String,
    /// "26 人", empty where nothing is counted.
    pub(crate) count: String,
    /// "财务共享服务（中级）· 班主任苏敏华 今天 09:12 交（第 2 次）· 截止 5月24日"
    pub(crate) about: String,
    pub(crate) checks: Vec<Check>,
    /// Against the submission before, from the second round on.
    pub(crate) diff: Option<Diff>,
    /// The paper itself, shortened.
    pub(crate) table: Option<Table>,
    /// The acts; none where the visitor cannot decide now.
    pub(crate) foot: Option<Foot>,
    /// Why not: "现在轮到培训就业处干事审核".
    pub(crate) refused: Option<String>,
    /// What was typed as a reason before it came back.
    pub(crate) reason: String,
    /// The field chosen before it came back.
    pub(crate) field: String,
}

/// One thing the system checked.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    /// `pass` or `fail`.
    pub(crate) kind: &'static str,
    pub(crate) label: String,
    /// "26 / 26"
    pub(crate) value: String,
}

impl Check {
    pub(crate) fn pass(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            kind: "pass",
            label: label.into(),
            value: value.into(),
        }
    }

    pub(crate) fn fail(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            kind: "fail",
            label: label.into(),
            value: value.into(),
        }
    }
}

/// What changed: the cells that say where, then old and new.
#[derive(Clone, Debug)]
pub(crate) struct Diff {
    /// "改了 2 处"
    pub(crate) note: String,
    /// Heads of the cells that say where: 学生, 项目.
    pub(crate) head: Vec<&'static str>,
    pub(crate) rows: Vec<DiffRow>,
}

/// One change.
#[derive(Clone, Debug)]
pub(crate) struct DiffRow {
    pub(crate) cells: Vec<String>,
    pub(crate) was: String,
    pub(crate) now: String,
}

/// The paper, shortened, with the way to the whole.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) title: String,
    pub(crate) href: String,
    /// "打开全部 26 人"
    pub(crate) link: String,
    pub(crate) head: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// The acts. The form posts `act` = `approve` or `return`, `reason`, `field` and what is hidden to `action`.
#[derive(Clone, Debug)]
pub(crate) struct Foot {
    pub(crate) action: String,
    /// The exact outcome: "同意 25 人，退回 1 人".
    pub(crate) approve: String,
    /// "退回", "整表退回"
    pub(crate) send_back: String,
    /// What stands above the reason.
    pub(crate) hint: String,
    /// Where the reason may point; empty where the area does not ask.
    pub(crate) fields: Vec<Choice>,
    pub(crate) hidden: Vec<(String, String)>,
    pub(crate) delegate: String,
}

/// The pane of a review, asked from the area it is about.
pub(crate) async fn pane(app: &App, visitor: &Visitor, kept: &Kept) -> WebResult<Pane> {
    match kept.review.kind {
        ReviewKind::Project => crate::projects::pane(app, visitor, kept).await,
        ReviewKind::RegistrationList => crate::registration::pane(app, visitor, kept).await,
        ReviewKind::Wish => crate::guidance::pane(app, visitor, kept).await,
    }
}
