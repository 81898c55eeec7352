//! What people do in registration: permit, rule, rows, record and messages in one transaction each.

mod decide;
mod fill;
mod lists;
mod paper;
mod rows;
mod templates;

use domain::ids::ProjectId;
use domain::registration::{List, NotDone, Row};
use serde_json::Value;
use store::Tx;
use store::audit::AuditDraft;
use store::registration::{RowOf, RowValues, save_row};

use crate::shell::{Act, Begun, Done, WebError, WebResult};

pub(crate) use decide::{Decision, after_take_back, approve_in, decide};
pub(crate) use fill::{FillOrder, JOB as FILL_JOB, download, fill, order};
pub(crate) use lists::{generate, recheck, recheck_in, submit};
pub(crate) use paper::record_review_sheet;
pub(crate) use rows::{RowEdit, RowMove, ShownRow, move_row, save};
pub(crate) use templates::{confirm, inspect, keep};

/// Write the rows that the rule moved, and whatever else `adjust` makes of each.
pub(crate) async fn write_rows(
    tx: &Tx,
    before: &[RowOf],
    after: &List,
    mut adjust: impl FnMut(&RowOf, &Row, &mut RowValues) + Send,
) -> WebResult<()> {
    for (was, row) in before.iter().zip(after.rows()) {
        let mut values = RowValues::of(&was.row);
        values.state = row.state;
        values.reason.clone_from(&row.reason);
        values.field = row.field;
        adjust(was, row, &mut values);
        save_row(tx, &was.row, values).await?;
    }
    Ok(())
}

/// The rule's refusal with the name of whom it is about.
pub(crate) fn refused(all: &[RowOf], why: &NotDone) -> WebError {
    let about = match why {
        NotDone::NotOnList { student }
        | NotDone::RowIs { student, .. }
        | NotDone::ReasonMissing { student }
        | NotDone::Held { student }
        | NotDone::ReturnedTwice { student } => all.iter().find(|one| one.student.id == *student),
        NotDone::ListIs { .. }
        | NotDone::Faults { .. }
        | NotDone::NotMended { .. }
        | NotDone::AllHeld { .. }
        | NotDone::Nobody => None,
    };
    let name = about
        .map(|one| format!("{}：", one.student.name))
        .unwrap_or_default();
    WebError::refused(format!("{name}{why}"))
}

/// A record about one list.
pub(crate) fn on_list(
    draft: AuditDraft,
    list: &store::registration::list::Model,
    title: &str,
) -> AuditDraft {
    draft
        .on("registration_list", list.id.get(), title)
        .project(list.project_id)
}

/// A record about one student's row.
pub(crate) fn on_row(draft: AuditDraft, one: &RowOf) -> AuditDraft {
    draft
        .on("registration", one.row.id.get(), &one.student.name)
        .project(one.row.project_id)
}

/// A record about a project as a whole.
pub(crate) fn on_project(
    draft: AuditDraft,
    id: ProjectId,
    title: &str,
    after: Option<Value>,
) -> AuditDraft {
    draft
        .on("project", id.get(), title)
        .project(id)
        .change(None, after)
}
