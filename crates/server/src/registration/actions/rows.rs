//! Single rows: completed, withdrawn with a reason, brought back, mended after a return (plan 6.3).

use std::collections::BTreeMap;

use domain::access::Permit;
use domain::ids::{ListId, StudentId};
use domain::registration::{List, ListState, NotDone, RegistrationState};
use serde_json::json;
use store::registration::{self as rows, DecidedBy, RowOf, list};

use super::lists::note;
use super::{Act, Begun, Done, on_list, on_row, refused, write_rows};
use crate::registration::records::{Work, as_list};
use crate::shell::{App, Flash, WebError, WebResult};

/// What the list adds to what the student's record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowEdit {
    pub(crate) retake: bool,
    pub(crate) remark: Option<String>,
}

/// Keep the retake flags and remarks of rows that are with the group.
pub(crate) async fn save(
    app: &App,
    permit: &Permit,
    work: &Work,
    shown: (ListId, i32),
    edits: &BTreeMap<StudentId, RowEdit>,
    op: &str,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let list = rows::locked(&act.tx, shown.0, Some(shown.1)).await?;
    if list.state == ListState::Submitted {
        return Err(refused(&[], &NotDone::ListIs { state: list.state }));
    }
    let own = rows::rows(&act.tx, list.id).await?;
    let mut changes = serde_json::Map::new();
    let kept = as_list(&own);
    write_rows(&act.tx, &own, &kept, |was, row, values| {
        let open = matches!(
            row.state,
            RegistrationState::Draft | RegistrationState::Returned
        );
        if let Some(edit) = edits.get(&was.student.id).filter(|_| open)
            && (edit.retake != values.data.retake || edit.remark != values.data.remark)
        {
            values.data.retake = edit.retake;
            values.data.remark.clone_from(&edit.remark);
            let said = json!({ "retake": edit.retake, "remark": edit.remark });
            changes.insert(was.student.name.clone(), said);
        }
    })
    .await?;
    let changed = changes.len();
    if changed > 0 {
        rows::move_list(&act.tx, &list, kept.state(), None).await?;
        let draft = on_list(
            act.draft("edit_registration_rows"),
            &list,
            &work.list_title(list.class_id),
        );
        act.record(draft.change(None, Some(changes.into()))).await?;
    }
    let flash = match changed {
        0 => Flash::info("没有改动，不用保存。"),
        changed => Flash::ok(format!("已保存 {changed} 行。")),
    };
    act.end(Done::new(page(&list), flash)).await
}

/// One row as the page showed it, and the number of the form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShownRow<'a> {
    pub(crate) list: ListId,
    pub(crate) version: i32,
    pub(crate) student: StudentId,
    pub(crate) op: &'a str,
}

/// How one row moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowMove<'a> {
    /// The student gives up the place.
    Withdraw { reason: &'a str },
    /// The student registers after all.
    Reinstate,
    /// What the office returned was mended; it goes in again with the next submission.
    Mend,
}

impl RowMove<'_> {
    const fn verb(self) -> &'static str {
        match self {
            Self::Withdraw { .. } => "withdraw_registration",
            Self::Reinstate => "reinstate_registration",
            Self::Mend => "mend_registration",
        }
    }

    fn rule(self, list: &List, student: StudentId) -> Result<List, NotDone> {
        match self {
            Self::Withdraw { reason } => list.withdraw(student, reason),
            Self::Reinstate => list.reinstate(student),
            Self::Mend => list.mend(student),
        }
    }

    /// Whether the row counts as decided about now.
    const fn decides(self) -> bool {
        match self {
            Self::Withdraw { .. } | Self::Reinstate => true,
            Self::Mend => false,
        }
    }

    fn said(self, name: &str) -> String {
        match self {
            Self::Withdraw { .. } => format!("已把{name}改为不报名，名额空出 1 个。"),
            Self::Reinstate => format!("{name}重新报名，请核对后提交。"),
            Self::Mend => format!("{name}已改好，随报名表重新提交。"),
        }
    }
}

/// Move one row of a list that is with the group.
pub(crate) async fn move_row(
    app: &App,
    permit: &Permit,
    work: &Work,
    shown: ShownRow<'_>,
    how: RowMove<'_>,
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, shown.op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    let list = rows::locked(&act.tx, shown.list, Some(shown.version)).await?;
    let own = rows::rows(&act.tx, list.id).await?;
    let after = how
        .rule(&as_list(&own), shown.student)
        .map_err(|why| refused(&own, &why))?;
    let decided = DecidedBy {
        account: act.account()?,
        at: act.now,
    };
    write_rows(&act.tx, &own, &after, |was, row, values| {
        if row.state != was.row.state && how.decides() {
            values.decided = Some(decided);
        }
    })
    .await?;
    rows::move_list(&act.tx, &list, after.state(), None).await?;
    note(app, &act.tx, work).await?;
    let one = row_of(&own, shown.student)?;
    let mut draft = on_row(act.draft(how.verb()), one);
    if let RowMove::Withdraw { reason } = how {
        draft = draft.because(reason.trim());
    }
    act.record(draft).await?;
    let flash = Flash::ok(how.said(&one.student.name));
    act.end(Done::new(page(&list), flash)).await
}

fn row_of(own: &[RowOf], student: StudentId) -> WebResult<&RowOf> {
    let found = own.iter().find(|one| one.student.id == student);
    found.ok_or_else(|| WebError::refused(NotDone::NotOnList { student }.to_string()))
}

fn page(list: &list::Model) -> String {
    format!("/registration/lists/{}", list.id)
}
